import numpy as np
import pytest

from racetrace.telemetry.speed_progress import progress_by_speed
from tests.telemetry.shapes import line_of, straight

LINE = line_of(straight(600), closed=False)


def test_a_lap_is_where_its_speed_took_it_scaled_to_the_line() -> None:
    time_s = np.linspace(5, 25, 201)
    progress = progress_by_speed(LINE, time_s, 2 * (time_s - 5))  # 400 m by the speed, which reads too low
    assert progress is not None
    assert progress.scale == pytest.approx(1.5)
    assert progress.distance_m == pytest.approx(1.5 * (time_s - 5) ** 2)
    assert progress.distance_m[-1] == LINE.length_m
    assert progress.pace_mps == pytest.approx(3 * (time_s - 5))
    assert progress.uncertainty.at(np.array([0.0, 300.0])) == pytest.approx([0.25, 0.25])


def test_a_car_that_stood_made_no_progress() -> None:
    assert progress_by_speed(LINE, np.arange(5.0), np.zeros(5)) is None
