import numpy as np
import polars as pl
import pytest

from racetrace.telemetry.channels import CANONICAL
from racetrace.telemetry.recorded import Recorded
from racetrace.telemetry.shape import PLACES, speed_shape_mps
from tests.telemetry.made import lap_of
from tests.telemetry.test_apart import steady

TIME_S = np.arange(0, 200, 0.1)


def recorded(**columns: object) -> Recorded:
    frame = pl.DataFrame({'time_s': TIME_S, **columns})
    names = [name for name in frame.columns if name != 'time_s']
    return Recorded(frame=frame, channels=tuple(CANONICAL[n] for n in names), tau_s=0.0, speed_factor=1.0)


def test_places_are_equally_far_in_time_where_nothing_is_known_of_the_way() -> None:
    shape = speed_shape_mps(recorded(speed_mps=TIME_S / 10), lap_of(100, 150))
    assert shape == pytest.approx(np.linspace(10, 15, PLACES))


def test_places_are_equally_far_along_the_line_where_the_lap_is_on_it() -> None:
    along = steady(20, start_s=100)
    shape = speed_shape_mps(recorded(speed_mps=TIME_S / 10), lap_of(100, 150), along)
    assert shape == pytest.approx(10 + along.time_at(np.linspace(0, 1000, PLACES)) / 10 - 10)


def test_what_is_no_number_is_left_out() -> None:
    speed = np.where(TIME_S < 120, np.nan, 5.0)
    assert speed_shape_mps(recorded(speed_mps=speed), lap_of(100, 150)) == pytest.approx(np.full(PLACES, 5.0))


def test_a_lap_without_a_speed_has_no_shape() -> None:
    assert speed_shape_mps(recorded(rpm=TIME_S), lap_of(100, 150)) is None
    assert speed_shape_mps(recorded(speed_mps=TIME_S), lap_of(900, 950)) is None
