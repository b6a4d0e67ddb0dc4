import pytest

from racetrace.timing.kinds import kind
from racetrace.timing.words import Kind


@pytest.mark.parametrize(
    ('name', 'expected'),
    [
        ('Race 3 - 1st Race', Kind.RACE),
        ('Juniors ladies 10000 Elim-Final A', Kind.RACE),
        ('Juniors men 500 1/8 final 2', Kind.RACE),
        ('Rennen 2', Kind.RACE),
        ('Test Session 4', Kind.PRACTICE),
        ('Tests', Kind.PRACTICE),
        ('Essais libres', Kind.PRACTICE),
        ('FP2', Kind.PRACTICE),
        ('Zeittraining', Kind.QUALIFYING),
        ('Race 3 Qualifying', Kind.QUALIFYING),
        ('Qualifying Race', Kind.RACE),
        ('Q1', Kind.QUALIFYING),
        ('Bracelet Trace', None),
        ('', None),
    ],
)
def test_the_last_telling_word_is_the_kind(name: str, expected: Kind | None) -> None:
    assert kind(name) is expected
