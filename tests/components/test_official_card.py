import pytest

from components.official_card import clock, compared, kept_own
from racetrace.services.official_times import OfferedLap


@pytest.mark.parametrize(
    ('offset_s', 'said'),
    [
        (0.2, 'the clocks agree'),
        (-2.0, 'the clock is 2.0 s behind'),
        (3600.3, 'the clock shows another time zone (+1 h)'),
        (-19803.0, 'the clock shows another time zone (−5.5 h) and is 3.0 s behind'),
        (7204.0, 'the clock shows another time zone (+2 h) and is 4.0 s ahead'),
    ],
)
def test_how_far_a_clock_is_off_is_told_in_words(offset_s: float, said: str) -> None:
    assert clock(offset_s) == said


def test_the_laps_are_compared_in_one_sentence() -> None:
    said = 'Our times read 0.013 s longer on average; the clock is 2.0 s behind.'
    assert compared(0.013, -2.0) == said
    assert compared(0.0001, 0.0) == 'Our times read the same on average; the clocks agree.'


def test_laps_that_keep_their_own_time_are_named() -> None:
    laps = [
        OfferedLap(
            lap_id=n, lap_number=n, own_s=60.0, official_number=n, official_ms=60_000, is_taken=n not in odd
        )
        for odd in [(2,)]
        for n in (1, 2, 3)
    ]
    assert kept_own(laps) == ('L2 keeps its own time: the official one is too far from what was logged.')
    assert kept_own(laps[:1]) == ''
