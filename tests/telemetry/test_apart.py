import numpy as np
import pytest

from racetrace.telemetry.apart import apart, corner_times_s
from racetrace.telemetry.comparison import Corner
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.uncertainty import Uncertainty

LENGTH_M = 1000.0


def corner(number: int, start_m: float, end_m: float) -> Corner:
    middle_m = (start_m + end_m) / 2
    return Corner(
        number=number,
        start_m=middle_m,
        end_m=middle_m,
        apex_m=middle_m,
        angle_deg=90.0,
        section_start_m=start_m,
        section_end_m=end_m,
    )


def steady(speed_mps: float, start_s: float = 100.0, sigma_s: float = 0.0) -> Progress:
    """A lap at one speed, that begins in the middle of a log."""
    distance_m = np.linspace(0, LENGTH_M, 101)
    time_s = start_s + distance_m / speed_mps
    nought, speed = np.zeros(101), np.full(101, speed_mps)
    return Progress(
        time_s=time_s,
        distance_m=distance_m,
        speed_mps=speed,
        pace_mps=speed,
        offset_m=nought,
        uncertainty=Uncertainty(distance_m=distance_m, time_s=time_s, local_s=nought + sigma_s),
        east_m=nought,
        north_m=nought,
        scale=1.0,
        drift_m=0.0,
        gap_s=1.0,
    )


# The second holds the start/finish line: it is driven at either end of the lap.
CORNERS = (corner(1, 100, 600), corner(2, 600, 100))


def test_a_corner_takes_its_stretch_over_the_speed() -> None:
    assert corner_times_s(CORNERS, steady(20)) == pytest.approx([25, 25])


def test_the_corners_of_a_lap_sum_to_its_time() -> None:
    assert corner_times_s(CORNERS, steady(31)).sum() == pytest.approx(LENGTH_M / 31)


def test_every_lap_is_told_against_the_best_passage_of_each_corner() -> None:
    found = apart(CORNERS, {7: steady(20), 8: steady(25, start_s=150)})
    assert found.corners == ('T1', 'T2')
    assert found.over_best_s[7] == pytest.approx([5, 5])
    assert found.over_best_s[8] == pytest.approx([0, 0])


def test_it_is_as_sure_as_the_laps_are() -> None:
    assert apart(CORNERS, {7: steady(20)}).sigma_s == 0
    unsure = apart((corner(1, 0, 500), corner(2, 500, 1000)), {7: steady(1, sigma_s=0.02)})
    assert unsure.sigma_s == pytest.approx(0.02 * np.sqrt(2), rel=0.01)  # 500 s apart: nothing in common


def test_without_corners_or_laps_there_is_nothing_to_tell() -> None:
    assert apart((), {7: steady(20)}).over_best_s == {}
    assert apart(CORNERS, {}).corners == ()
