import pytest

from racetrace.words import lap_time, listed, plural, signed


@pytest.mark.parametrize(
    ('seconds', 'words'),
    [
        (92.118, '1:32.118'),
        (59.9996, '1:00.000'),
        (9.0, '0:09.000'),
        (3723.456, '1:02:03.456'),
        (None, '–'),
    ],
)
def test_a_lap_time_is_read_as_in_the_sport(seconds: float | None, words: str) -> None:
    assert lap_time(seconds) == words


@pytest.mark.parametrize(
    ('value', 'words'), [(0.3421, '+0.342'), (-0.12, '−0.120'), (0.0, '±0.000'), (-0.0004, '±0.000')]
)
def test_a_difference_has_a_sign_as_wide_as_the_plus(value: float, words: str) -> None:
    assert signed(value) == words


def test_names_are_listed_as_one_speaks() -> None:
    assert [listed(['T6']), listed(['T6', 'T3']), listed(['T6', 'T3', 'T8'])] == [
        'T6',
        'T6 and T3',
        'T6, T3 and T8',
    ]
    assert (plural(1, 'lap'), plural(2, 'lap')) == ('1 lap', '2 laps')
