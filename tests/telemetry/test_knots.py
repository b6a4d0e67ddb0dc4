import numpy as np

from racetrace.telemetry.knots import knots

CLOCK = 1_700_000_000 + np.arange(0, 401) / 100
SECOND = np.arange(5.0)
PATH = np.array([50.0, 50.0003, 50.0005, 50.0004, 50.0001])


def test_rows_between_fixes_on_straight_lines_are_no_fixes() -> None:
    latitude = np.round(np.interp(CLOCK - CLOCK[0], SECOND, PATH), 7)
    found = knots(CLOCK, 1.0, latitude, latitude + 1)
    assert found is not None
    assert np.flatnonzero(found).tolist() == [0, 100, 200, 300, 400]


def test_rows_that_curve_between_are_fixes_of_their_own() -> None:
    latitude = 50 + 1e-3 * np.sin(CLOCK - CLOCK[0])
    assert knots(CLOCK, 1.0, latitude, latitude) is None


def test_of_rows_at_the_same_time_one_is_the_fix() -> None:
    clock = np.repeat(CLOCK, 2)
    latitude = np.repeat(np.interp(CLOCK - CLOCK[0], SECOND, PATH), 2)
    found = knots(clock, 1.0, latitude, latitude)
    assert found is not None
    assert np.flatnonzero(found).tolist() == [0, 200, 400, 600, 800]


def test_a_receiver_as_fast_as_the_rows_has_a_fix_in_each() -> None:
    latitude = 50 + 1e-3 * np.sin(CLOCK - CLOCK[0])
    assert knots(CLOCK, 100.0, latitude, latitude) is None


def test_an_unknown_rate_says_nothing() -> None:
    assert knots(CLOCK, float('nan'), CLOCK, CLOCK) is None
    assert knots(CLOCK, 1.0, np.full(401, np.nan), CLOCK) is None
