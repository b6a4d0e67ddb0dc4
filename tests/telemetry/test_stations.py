import numpy as np
import pytest

from racetrace.telemetry.plane import Samples
from racetrace.telemetry.position_progress import progress_by_position
from racetrace.telemetry.stations import stations_m
from tests.telemetry.made import fixes_of
from tests.telemetry.shapes import arc, line_of

RADIUS_M = 100.0


def angle_deg(east_m: Samples, north_m: Samples) -> Samples:
    """Return how far round the circle of `arc` places are, from the first."""
    first = np.array([east_m[0], north_m[0]]) - middle(east_m, north_m)
    along = np.stack([east_m, north_m], axis=1) - middle(east_m, north_m)
    turned = np.arctan2(along[:, 1], along[:, 0]) - np.arctan2(first[1], first[0])
    degrees: Samples = np.degrees(np.abs(np.unwrap(turned)))
    return degrees


def middle(east_m: Samples, north_m: Samples) -> Samples:
    return np.array([(east_m.min() + east_m.max()) / 2, (north_m.min() + north_m.max()) / 2])


def test_without_a_lap_they_are_evenly_apart() -> None:
    east_m, north_m = stations_m(line_of(arc(RADIUS_M, 360)), count=360)
    assert angle_deg(east_m, north_m) == pytest.approx(np.arange(360.0), abs=0.1)


def test_a_lap_that_is_slow_in_its_second_half_is_there_for_most_of_its_stations() -> None:
    """At 20 m/s for half the way and at 10 m/s for the rest, a third of the time is the first half."""
    line = line_of(arc(RADIUS_M, 360))
    quick_s = line.length_m / 2 / 20
    time_s = np.arange(0.0, 3 * quick_s + 1e-9, quick_s / 300)
    way_m = np.where(time_s < quick_s, 20 * time_s, 20 * quick_s + 10 * (time_s - quick_s))
    fixes = fixes_of(time_s, *line.position(way_m), np.where(time_s < quick_s, 20.0, 10.0))
    lap = progress_by_position(line, fixes, 0.0, float(time_s[-1]), crossings_known=True)
    turned = angle_deg(*stations_m(line, lap, count=300))
    assert turned[[50, 100, 150, 200, 250]] == pytest.approx([90, 180, 225, 270, 315], abs=1.0)
    assert turned[0] == pytest.approx(0.0, abs=0.1)
