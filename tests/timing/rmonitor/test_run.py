import pytest

from racetrace.timing.events import Flagged
from racetrace.timing.rmonitor.run import Run, length_m
from racetrace.timing.words import Flag, Kind


@pytest.mark.parametrize(
    ('text', 'metres'),
    [
        ('1.271', None),  # miles at Knockhill
        ('0.200', None),  # kilometres at Geisingen
        ('1.271 mi', 2045),
        ('3,700 km', 3700),
        ('1100 m', 1100),
        ('1100', 1100),
        ('9 m', None),
        ('900000', None),
        ('long', None),
        ('', None),
    ],
)
def test_a_length_without_a_unit_is_not_guessed(text: str, metres: int | None) -> None:
    assert length_m(text) == metres


def test_what_race_monitor_sorts_by_counts_before_the_name() -> None:
    assert Run(name='Race 1', sort='qualifying').stated_kind() is Kind.QUALIFYING
    assert Run(name='Race 1', sort='else').stated_kind() is Kind.RACE


def test_standings_by_laps_alone_are_a_race() -> None:
    run = Run(name='Club 100')
    one = run.entrant('9')
    assert one is not None
    assert run.stated_kind() is None
    one.counted(3, 180_000)
    assert run.stated_kind() is Kind.RACE
    run.has_best = True
    assert run.stated_kind() is None


def test_a_flag_is_told_when_it_changes_and_one_that_is_unknown_not() -> None:
    run = Run()
    told = [one for text in ('', 'Green', 'GREEN', 'Plaid', 'Finish') for one in run.flagged(text)]
    assert told == [Flagged(Flag.NONE), Flagged(Flag.GREEN), Flagged(Flag.CHEQUERED)]
