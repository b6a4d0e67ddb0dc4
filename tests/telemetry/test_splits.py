from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.course import Course
from racetrace.telemetry.placing import place
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.splits import mini_sectors_s
from racetrace.telemetry.uncertainty import Uncertainty
from tests.telemetry.made import lap_of, session_with
from tests.telemetry.shapes import driven, line_of, stadium


def progress(*pieces: tuple[float, float], start_s: float = 0.0, step_s: float = 0.1) -> Progress:
    """Return the progress of a car which drives so many seconds at each speed."""
    lasts_s, speeds_mps = np.array(pieces).T
    ends_s = np.concatenate([[0.0], np.cumsum(lasts_s)])
    since_s = np.linspace(0, ends_s[-1], round(ends_s[-1] / step_s) + 1)
    way_m = np.interp(since_s, ends_s, np.concatenate([[0.0], np.cumsum(lasts_s * speeds_mps)]))
    speed_mps = np.gradient(way_m, since_s)
    none = np.zeros(since_s.size)
    return Progress(
        time_s=start_s + since_s,
        distance_m=way_m,
        speed_mps=speed_mps,
        pace_mps=speed_mps,
        offset_m=none,
        uncertainty=Uncertainty(distance_m=way_m, time_s=start_s + since_s, local_s=none),
        east_m=none,
        north_m=way_m,
        scale=1.0,
        drift_m=0.0,
        gap_s=step_s,
    )


def test_at_one_speed_all_stretches_take_as_long() -> None:
    assert mini_sectors_s(progress((48.0, 25.0), start_s=1000.0), 1200.0) == pytest.approx(np.full(24, 2.0))


def test_a_stretch_takes_its_length_over_its_speed() -> None:
    times_s = mini_sectors_s(progress((20.0, 30.0), (30.0, 10.0), (15.0, 20.0)), 1200.0, 4)
    assert times_s == pytest.approx([10.0, 10.0, 30.0, 15.0], abs=0.02)


def test_a_stop_counts_where_it_was_made() -> None:
    times_s = mini_sectors_s(progress((10.0, 20.0), (7.0, 0.0), (10.0, 20.0)), 400.0, 8)
    assert times_s[[0, 1, 2, 5, 6, 7]] == pytest.approx(np.full(6, 2.5), abs=0.05)
    assert times_s[3] + times_s[4] == pytest.approx(5.0 + 7.0, abs=0.05)


@pytest.mark.parametrize('count', [1, 7, 24, 1000])
def test_they_sum_to_the_time_of_the_lap(count: int) -> None:
    line = line_of(*stadium())
    lap_s = line.length_m / 25
    lap = lap_of(0, lap_s)
    placed = place(session_with(driven(line, laps=2), lap), lap, Course(line=line), 'L1')
    times_s = mini_sectors_s(placed.progress, line.length_m, count)
    assert times_s.shape == (count,)
    assert times_s.min() > 0
    assert times_s.sum() == pytest.approx(placed.time_s, abs=1e-9)


def test_also_when_the_car_stands_on_the_line_at_its_end() -> None:
    ours = progress((10.0, 20.0), (5.0, 0.0))
    assert mini_sectors_s(ours, 200.0).sum() == pytest.approx(15.0, abs=1e-9)
    late = replace(ours, time_s=ours.time_s + 3600.0)
    assert mini_sectors_s(late, 200.0).sum() == pytest.approx(15.0, abs=1e-9)
