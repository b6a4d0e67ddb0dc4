import numpy as np
import polars as pl
import pytest

from racetrace.telemetry.alone import alone, fixes_of
from racetrace.telemetry.channels import Channel
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.plane import Origin
from racetrace.telemetry.recorded import Recorded

TIME_S = np.arange(0, 60.01, 0.5)
LAP = Lap(
    number=0,
    kind=LapKind.OUT,
    start_s=10.25,
    end_s=50.0,
    time_s=None,
    measured_by=MeasuredBy.LOGGER,
    resolution_ms=1.0,
)


def recorded(**columns: np.ndarray) -> Recorded:
    return Recorded(
        frame=pl.DataFrame({'time_s': TIME_S, **columns}).with_columns(pl.all().fill_nan(None)),
        channels=tuple(Channel(name=name, unit='') for name in columns),
        tau_s=0.0,
        speed_factor=1.0,
    )


def positions(speed_mps: float) -> dict[str, np.ndarray]:
    """Due north from a place."""
    origin = Origin(latitude_deg=48.0, longitude_deg=11.0)
    latitude, longitude = origin.to_degrees(0 * TIME_S, speed_mps * TIME_S)
    return {'latitude_deg': latitude, 'longitude_deg': longitude}


def test_a_steady_speed_is_a_straight_line_from_the_moment_of_the_start() -> None:
    found = alone(recorded(speed_mps=np.full(TIME_S.size, 20.0), rpm=100 * TIME_S), LAP)
    assert found is not None
    assert found.length_m == pytest.approx(20 * 39.75)
    rpm = found.traces['rpm']
    inside = (rpm.distance_m > 0) & (rpm.distance_m < found.length_m)
    assert rpm.distance_m[inside] == pytest.approx(20 * (rpm.values[inside] / 100 - 10.25))


def test_a_rising_speed_is_integrated() -> None:
    found = alone(recorded(speed_mps=TIME_S), LAP)
    assert found is not None
    assert found.length_m == pytest.approx((50.0**2 - 10.25**2) / 2)


def test_gaps_and_a_speed_below_nothing_do_not_turn_the_way_back() -> None:
    speed_mps = np.where(TIME_S < 30, 20.0, -1.0)
    speed_mps[20:24] = np.nan
    found = alone(recorded(speed_mps=speed_mps, rpm=TIME_S), LAP)
    assert found is not None
    assert (np.diff(found.traces['rpm'].distance_m) >= 0).all()
    assert found.length_m == pytest.approx(20 * (29.75 - 10.25), abs=6)


def test_without_a_speed_of_the_receiver_the_wheels_tell() -> None:
    found = alone(recorded(**positions(20.0), wheel_speed_mps=np.full(TIME_S.size, 10.0)), LAP)
    assert found is not None
    assert found.length_m == pytest.approx(10 * 39.75)


def test_without_any_speed_the_positions_tell() -> None:
    found = alone(recorded(**positions(20.0), rpm=TIME_S), LAP)
    assert found is not None
    assert found.length_m == pytest.approx(20 * 39.5, rel=1e-6)  # from the first fix inside to the last
    assert found.traces['rpm'].values.size > 70


def test_without_both_nothing_tells() -> None:
    assert alone(recorded(rpm=TIME_S), LAP) is None


def test_fixes_are_those_received_inside_the_lap() -> None:
    where = positions(20.0)
    where['latitude_deg'][40] = np.nan
    where['longitude_deg'][41] = 500.0
    where['latitude_deg'][42] = where['longitude_deg'][42] = 0.0
    since_s, latitude_deg, longitude_deg = fixes_of(recorded(**where), LAP)
    assert since_s[0] == pytest.approx(0.25)
    assert since_s[-1] == pytest.approx(39.75)
    assert since_s.size == 80 - 3
    assert np.isfinite([latitude_deg, longitude_deg]).all()


def test_without_positions_there_are_none() -> None:
    assert all(values.size == 0 for values in fixes_of(recorded(rpm=TIME_S), LAP))
