from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from racetrace.telemetry.gps import MISLABELLED, Reception, receive
from racetrace.telemetry.plane import Fixes, Samples
from tests.telemetry.made import fixes_of, frame_of, log_of
from tests.telemetry.shapes import ORIGIN, driven, line_of, stadium


def a_drive(rate_hz: float = 10.0, laps: float = 1.0) -> Fixes:
    return driven(line_of(*stadium()), speed_mps=25.0, rate_hz=rate_hz, laps=laps)


def received(fixes: Fixes, without: tuple[str, ...] = ()) -> Reception:
    return receive(log_of(frame_of(fixes).drop(without)))


def changed(fixes: Fixes, index: int, **values: float) -> Fixes:
    arrays = {name: getattr(fixes, name).copy() for name in values}
    for name, value in values.items():
        arrays[name][index] = value
    return replace(fixes, **arrays)


def distance_m(one: Fixes, other: Fixes) -> Samples:
    """Return how far the positions of two receptions of the same fixes lie apart."""
    back = other.origin.to_metres(*one.origin.to_degrees(one.east_m, one.north_m))
    away: Samples = np.hypot(back[0] - other.east_m, back[1] - other.north_m)
    return away


def test_clean_fixes_come_through_as_they_are() -> None:
    fixes = a_drive()
    got = received(fixes)
    assert (got.speed_factor, got.notes) == (1.0, ())
    assert got.fixes.time_s == pytest.approx(fixes.time_s, abs=1e-12)
    assert got.fixes.speed_mps == pytest.approx(fixes.speed_mps)
    assert distance_m(got.fixes, fixes).max() < 0.05  # each about its own origin


def test_headings_become_radians_and_a_standing_car_has_none() -> None:
    time_s = np.arange(40.0) / 10
    fixes = fixes_of(time_s, 5 * time_s, 0.0, 5.0, heading_rad=np.pi / 2)
    got = received(changed(fixes, -1, speed_mps=0.3)).fixes
    assert got.heading_rad[:-1] == pytest.approx(np.pi / 2)
    assert np.isnan(got.heading_rad[-1])


def test_rows_that_hold_the_last_position_are_no_fixes() -> None:
    fixes = a_drive(rate_hz=20.0)
    every = np.arange(fixes.count)
    held = replace(fixes, east_m=fixes.east_m[every // 4 * 4], north_m=fixes.north_m[every // 4 * 4])
    got = received(held).fixes
    assert got.time_s == pytest.approx(fixes.time_s[::4])
    assert got.interval_s == pytest.approx(0.2, abs=0.001)


def test_a_standing_car_may_repeat_its_position() -> None:
    assert received(fixes_of(np.arange(50.0) / 10, 7.0, 8.0, 0.0)).fixes.count == 50


def test_of_two_fixes_within_five_milliseconds_the_last_is_kept() -> None:
    fixes = a_drive()
    stale = fixes.taken(np.array([50, 80]))
    stale = replace(stale, time_s=stale.time_s - [0.004, 0.006], east_m=stale.east_m + 0.7)
    frame = pl.concat([frame_of(fixes), frame_of(stale)]).sort('time_s')
    got = receive(log_of(frame)).fixes
    assert got.count == fixes.count + 1  # the second pair is 6 ms apart: both are kept
    assert fixes.time_s[50] in got.time_s
    assert stale.time_s[0] not in got.time_s


@pytest.mark.parametrize('rate_hz', [1.0, 10.0, 25.0])
def test_a_position_that_the_car_cannot_have_reached_is_left_out(rate_hz: float) -> None:
    fixes = a_drive(rate_hz, laps=2)
    far = fixes.count // 3
    got = received(changed(fixes, far, east_m=float(fixes.east_m[far]) + 200))
    assert got.fixes.count == fixes.count - 1
    assert fixes.time_s[far] not in got.fixes.time_s
    assert got.notes == ('One position that the car cannot have reached was left out.',)


@pytest.mark.parametrize(('aside_m', 'left_out'), [(6.0, 0), (-6.0, 0), (15.0, 1), (-15.0, 1)])
def test_a_position_a_little_aside_is_noise_and_one_far_aside_is_none(aside_m: float, left_out: int) -> None:
    fixes = a_drive()
    got = received(changed(fixes, 40, east_m=float(fixes.east_m[40]) + aside_m)).fixes
    assert got.count == fixes.count - left_out


def test_two_of_them_are_counted() -> None:
    fixes = a_drive()
    twice = changed(changed(fixes, 40, north_m=900.0), 90, north_m=-900.0)
    assert received(twice).notes == ('2 positions that the car cannot have reached were left out.',)


def test_a_speed_that_jumps_up_and_down_within_a_fix_is_left_out() -> None:
    fixes = a_drive()
    got = received(changed(fixes, 60, speed_mps=60.0))
    assert got.fixes.count == fixes.count - 1
    assert got.fixes.speed_mps.max() == pytest.approx(25)


def test_hard_braking_is_no_spike() -> None:
    time_s = np.arange(0, 8, 0.1)
    speed = np.clip(60 - 20 * np.maximum(time_s - 3, 0), 20, None)  # more than 2 g
    way = np.concatenate([[0], np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(time_s))])
    got = received(fixes_of(time_s, 0.0, way, speed))
    assert got.fixes.count == time_s.size
    assert got.notes == ()


@pytest.mark.parametrize(('what', 'factor'), MISLABELLED.items())
def test_a_speed_in_another_unit_than_its_label_is_found(what: str, factor: float) -> None:
    fixes = a_drive()
    got = received(replace(fixes, speed_mps=fixes.speed_mps / factor))
    assert got.speed_factor == factor
    assert got.fixes.speed_mps == pytest.approx(25.0)
    assert got.notes == (f'The speed column holds {what}: corrected from the positions.',)


def test_the_factors_are_those_of_the_units() -> None:
    wanted: Mapping[str, float] = {
        'mph under a km/h label': 1.609344,
        'km/h under an mph label': 1 / 1.609344,
        'm/s under a km/h label': 3.6,
        'km/h under an m/s label': 1 / 3.6,
        'knots under a km/h label': 1.852,
        'knots under an m/s label': 1852 / 3600,
        'm/s under a knots label': 3600 / 1852,
    }
    assert pytest.approx(wanted) == MISLABELLED


def test_a_speed_that_is_wrong_by_no_known_unit_is_named_and_left() -> None:
    fixes = a_drive()
    got = received(replace(fixes, speed_mps=fixes.speed_mps / 1.35))
    assert got.speed_factor == 1.0
    assert got.notes == ('The speed column and the positions disagree by a factor of 1.35.',)


def eight_hertz(rng: np.random.Generator) -> tuple[Fixes, Fixes]:
    """Return fixes of a steady 8 Hz receiver with true stamps, and as they arrived, up to 60 ms late."""
    true = a_drive(rate_hz=8.0, laps=6)
    return true, replace(true, time_s=true.time_s + rng.uniform(0, 0.06, true.count))


def test_a_steady_receiver_whose_stamps_jitter_gets_its_own_clock_back() -> None:
    true, arrived = eight_hertz(np.random.default_rng(8))
    got = received(arrived).fixes
    assert np.diff(got.time_s) == pytest.approx(0.125, rel=1e-4)
    assert np.ptp(got.time_s - true.time_s) < 0.006  # of 60 ms
    assert np.mean(got.time_s - true.time_s) == pytest.approx(0.03, abs=0.005)  # and the mean stays


def test_its_lost_fixes_leave_their_place_in_the_clock() -> None:
    true, arrived = eight_hertz(np.random.default_rng(9))
    there = np.delete(np.arange(true.count), [200, 333, 334])
    got = received(arrived.taken(there)).fixes
    assert np.ptp(got.time_s - true.time_s[there]) < 0.006


def test_a_phone_is_not_re_timed() -> None:
    true = a_drive(rate_hz=1.0, laps=10)
    arrived = replace(true, time_s=true.time_s + np.random.default_rng(1).uniform(0, 0.3, true.count))
    assert received(arrived).fixes.time_s == pytest.approx(arrived.time_s, abs=1e-12)


@pytest.mark.parametrize('late_s', [0.0, 0.03])
def test_a_receiver_that_is_truly_uneven_is_not_re_timed(late_s: float) -> None:
    line, rng = line_of(*stadium()), np.random.default_rng(2)
    true_s = 0.13 * np.arange(1200) + rng.uniform(0, 0.02, 1200)
    east_m, north_m = line.position(25.0 * true_s)
    time_s = true_s + rng.uniform(0, late_s, 1200)
    got = received(fixes_of(time_s, east_m, north_m, 25.0)).fixes
    assert got.time_s == pytest.approx(time_s, abs=1e-12)


@pytest.mark.parametrize(
    ('latitude_deg', 'longitude_deg'),
    [(0.0, 0.0), (np.nan, 11.0), (48.0, np.inf), (None, 11.0), (48.0, None), (91.0, 11.0), (48.0, 500.0)],
)
def test_rows_without_a_place_on_earth_are_left_out(
    latitude_deg: float | None, longitude_deg: float | None
) -> None:
    fixes = a_drive()
    frame = frame_of(fixes)
    bad = pl.col('time_s') == frame['time_s'][30]
    frame = frame.with_columns(
        latitude_deg=pl.when(bad).then(pl.lit(latitude_deg, pl.Float64)).otherwise('latitude_deg'),
        longitude_deg=pl.when(bad).then(pl.lit(longitude_deg, pl.Float64)).otherwise('longitude_deg'),
    )
    got = receive(log_of(frame))
    assert got.fixes.count == fixes.count - 1
    assert got.notes == ()
    assert np.hypot(got.fixes.east_m, got.fixes.north_m).max() < 2000


@pytest.mark.parametrize('without', [('speed_mps', 'heading_deg', 'accuracy_m'), ('speed_mps',)])
def test_without_a_speed_column_positions_tell_it(without: tuple[str, ...]) -> None:
    got = received(a_drive(), without).fixes
    assert got.speed_mps == pytest.approx(25.0, rel=0.002)


def test_where_a_single_speed_is_missing_positions_tell_it() -> None:
    got = received(changed(a_drive(), 70, speed_mps=np.nan)).fixes
    assert got.speed_mps == pytest.approx(25.0, rel=0.002)


def test_a_log_without_positions_has_no_fixes() -> None:
    got = received(a_drive(), ('latitude_deg', 'longitude_deg'))
    assert got.fixes.count == 0
    assert got.notes == ()


def test_two_fixes_are_taken_as_they_are() -> None:
    assert received(a_drive().taken(slice(2))).fixes.count == 2


def test_slower_channels_may_leave_rows_empty() -> None:
    fixes = a_drive()
    busy = frame_of(fixes).join(
        pl.DataFrame({'time_s': fixes.time_s[:-1] + 0.05}), on='time_s', how='full', coalesce=True
    )
    got = receive(log_of(busy.sort('time_s'))).fixes
    assert got.time_s == pytest.approx(fixes.time_s)


def test_a_track_on_the_date_line_is_one_track() -> None:
    time_s = np.arange(40.0)
    frame = frame_of(fixes_of(time_s, 20 * time_s - 400, 0.0, 20.0))
    there = frame.with_columns((pl.col('longitude_deg') - ORIGIN.longitude_deg + 360) % 360 - 180)
    assert there['longitude_deg'].min() < -179 < 179 < there['longitude_deg'].max()  # type: ignore[operator]
    fixes = receive(log_of(there)).fixes
    assert abs(np.diff(fixes.east_m) - 20).max() < 0.1


def test_a_car_that_never_moves_is_one_fix() -> None:
    time_s = np.arange(0, 30, 0.1)
    standing_still = frame_of(fixes_of(time_s, 5.0, 5.0, 20.0))
    assert receive(log_of(standing_still)).fixes.count == 1


def test_a_speed_that_no_car_reaches_is_no_fix() -> None:
    time_s = np.arange(0, 30, 0.1)
    frame = frame_of(fixes_of(time_s, 30 * time_s, 0.0, np.where(time_s > 20, 400.0, 30.0)))
    found = receive(log_of(frame))
    assert found.fixes.speed_mps.max() < 150
    assert any('cannot have reached' in note for note in found.notes)
