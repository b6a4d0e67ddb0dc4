from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.position_progress import progress_by_position
from racetrace.telemetry.progress import Progress
from tests.telemetry.made import fixes_of
from tests.telemetry.shapes import arc, driven, line_of, stadium, straight


def placed(line: Line, fixes: Fixes, *, known: bool = True, as_seen: bool = False) -> Progress:
    start_s, end_s = float(fixes.time_s[0]), float(fixes.time_s[-1])
    return progress_by_position(line, fixes, start_s, end_s, crossings_known=known, as_seen=as_seen)


def drive_with(line: Line, speed_mps: Samples, time_s: Samples) -> Fixes:
    """Drive once round a line; the speeds are scaled so that the lap ends with the last fix."""
    way_m = np.concatenate([[0.0], np.cumsum(np.diff(time_s) * (speed_mps[1:] + speed_mps[:-1]) / 2)])
    scale = line.length_m / way_m[-1]
    east_m, north_m = line.position(scale * way_m)
    return fixes_of(time_s, east_m, north_m, scale * speed_mps)


@pytest.mark.parametrize('rate_hz', [1.0, 10.0, 25.0])
@pytest.mark.parametrize('aside_m', [-1.0, 0.0, 1.0])
def test_at_constant_speed_round_a_circle_the_way_grows_evenly(rate_hz: float, aside_m: float) -> None:
    line = line_of(arc(100, 360))
    fixes = driven(line, speed_mps=20.0, rate_hz=rate_hz, aside_m=aside_m)
    progress = placed(line, fixes)
    assert progress.distance_m == pytest.approx(20 * progress.time_s, abs=0.05)
    assert progress.time_at(np.linspace(0, line.length_m, 400)) == pytest.approx(
        np.linspace(0, line.length_m / 20, 400), abs=0.003
    )


def test_the_offset_is_seen_when_asked_for_and_scale_and_pace_belong_to_the_line() -> None:
    line = line_of(arc(100, 360))
    inside = driven(line, speed_mps=20.0, aside_m=5.0)
    inside = replace(inside, speed_mps=inside.speed_mps * 0.95)  # 5 m inside the way is 5 % shorter
    progress = placed(line, inside, as_seen=True)
    assert progress.offset_m == pytest.approx(5.0, abs=0.01)
    assert progress.offset_rms_m == pytest.approx(5.0, abs=0.01)
    assert progress.pace_mps == pytest.approx(20.0, rel=0.002)
    assert progress.scale == pytest.approx(1.0, rel=0.002)
    assert progress.drift_m == 0


@pytest.mark.parametrize('known', [True, False])
def test_both_ends_are_pinned_exactly(known: bool) -> None:
    line, rng = line_of(*stadium()), np.random.default_rng(6)
    fixes = driven(line)
    noisy = replace(
        fixes,
        east_m=fixes.east_m + rng.normal(0, 1.5, fixes.count) + 3,
        north_m=fixes.north_m + rng.normal(0, 1.5, fixes.count),
    )
    progress = placed(line, noisy, known=known)
    assert (progress.distance_m[0], progress.distance_m[-1]) == (0.0, line.length_m)
    assert (progress.time_s[0], progress.time_s[-1]) == (fixes.time_s[0], fixes.time_s[-1])
    assert progress.time_at(np.array([0.0, line.length_m])) == pytest.approx(
        [fixes.time_s[0], fixes.time_s[-1]], abs=1e-6
    )


@pytest.mark.parametrize('along_m', [-3.0, 3.0])
def test_positions_that_are_off_along_the_track_do_not_make_the_lap_jump_at_its_ends(along_m: float) -> None:
    line = line_of(*stadium())  # begins and ends northwards
    fixes = driven(line)
    progress = placed(line, replace(fixes, north_m=fixes.north_m + along_m), as_seen=True)
    assert progress.distance_m[1] == pytest.approx(2.5, abs=2.0)
    assert line.length_m - progress.distance_m[-2] == pytest.approx(2.5, abs=2.0)
    assert progress.distance_m[50] == pytest.approx(5 * 25 + along_m, abs=0.3)


@pytest.mark.parametrize('seed', range(5))
def test_progress_never_falls_whatever_the_noise(seed: int) -> None:
    line, rng = line_of(*stadium()), np.random.default_rng(seed)
    fixes = driven(line, speed_mps=12.0)
    noisy = replace(
        fixes,
        east_m=fixes.east_m + rng.normal(0, 4, fixes.count),
        north_m=fixes.north_m + rng.normal(0, 4, fixes.count),
        speed_mps=np.abs(fixes.speed_mps + rng.normal(0, 3, fixes.count)),
    )
    progress = placed(line, noisy)
    assert (np.diff(progress.distance_m) >= 0).all()
    time_s, distance_m = progress.dense
    assert (np.diff(time_s) > 0).all()
    assert (np.diff(distance_m) > 0).all()
    assert progress.distance_at(progress.time_s) == pytest.approx(progress.distance_m, abs=1e-5)


def test_a_changing_speed_is_followed() -> None:
    line, time_s = line_of(*stadium()), np.arange(0, 50.05, 0.1)
    speed = 25 + 12 * np.sin(2 * np.pi * time_s / 17)
    fixes = drive_with(line, speed, time_s)
    truth_m = np.concatenate(
        [[0.0], np.cumsum(np.diff(time_s) * (fixes.speed_mps[1:] + fixes.speed_mps[:-1]) / 2)]
    )
    assert placed(line, fixes).distance_at(time_s) == pytest.approx(truth_m, abs=0.06)


def test_a_car_that_stands_loses_time_and_no_way() -> None:
    line, time_s = line_of(*stadium()), np.arange(0, 60.05, 0.1)
    standing = (time_s > 20) & (time_s < 30)
    fixes = drive_with(line, np.where(standing, 0.0, 25.0), time_s)
    progress = placed(line, fixes)
    at_m = progress.distance_at(np.array([21.0, 29.0]))
    assert at_m[1] - at_m[0] < 0.5
    times = progress.time_at(np.array([at_m[0] - 5, at_m[1] + 5]))
    assert times[1] - times[0] == pytest.approx(10, abs=0.6)
    time_dense, dense_m = progress.dense
    assert (np.diff(dense_m) > 0).all()
    assert dense_m[-1] == pytest.approx(line.length_m, abs=1e-4)
    assert np.diff(time_dense).max() <= 0.04 + 1e-9


def test_time_at_a_place_and_place_at_a_time_are_inverse() -> None:
    line, time_s = line_of(*stadium()), np.arange(0, 50.05, 0.1)
    progress = placed(line, drive_with(line, 25 + 12 * np.sin(2 * np.pi * time_s / 17), time_s))
    somewhere = np.linspace(1, line.length_m - 1, 300)
    assert progress.distance_at(progress.time_at(somewhere)) == pytest.approx(somewhere, abs=1e-6)


def test_dense_samples_go_through_the_fixes_own() -> None:
    line = line_of(*stadium())
    progress = placed(line, driven(line, rate_hz=7.0))
    assert progress.distance_at(progress.time_s) == pytest.approx(progress.distance_m, abs=1e-5)


def test_a_speed_that_cannot_be_does_not_make_the_lap_turn_back_between_two_fixes() -> None:
    line = line_of(*stadium())
    progress = placed(line, driven(line))
    wild = replace(
        progress, pace_mps=np.where(np.arange(progress.time_s.size) == 100, 500, progress.pace_mps)
    )
    assert wild.distance_at(progress.time_s) == pytest.approx(progress.distance_m, abs=1e-5)
    assert wild.distance_at(progress.time_s + 0.05) == pytest.approx(
        progress.distance_at(progress.time_s + 0.05), abs=1.5
    )


@pytest.mark.parametrize('gap_s', [2.0, 5.0, 9.0])
def test_through_a_gap_the_speed_carries_the_lap(gap_s: float) -> None:
    line = line_of(*stadium())
    fixes = driven(line, speed_mps=25.0)
    there = (fixes.time_s < 12) | (fixes.time_s > 12 + gap_s)
    progress = placed(line, fixes.taken(there))
    assert progress.gap_s == pytest.approx(gap_s, abs=0.25)
    inside_s = np.linspace(12, 12 + gap_s, 50)
    assert progress.distance_at(inside_s) == pytest.approx(25 * inside_s, abs=0.3)


def test_known_crossings_let_an_error_of_the_receiver_be_taken_off() -> None:
    line = line_of(*stadium())
    fixes = driven(line)
    shifted = replace(fixes, east_m=fixes.east_m + 3.0, north_m=fixes.north_m - 2.0)
    progress = placed(line, shifted)
    truth_m = 25 * progress.time_s
    # An error that stands quite still is doubted: real ones wander, and positions would part from the speed.
    assert 2 < progress.drift_m < np.hypot(3, 2)
    assert np.sqrt(np.mean((progress.distance_m - truth_m) ** 2)) < 1.1  # of 2.2 m
    as_seen = placed(line, shifted, as_seen=True)
    assert np.sqrt(np.mean((as_seen.distance_m - truth_m) ** 2)) > 2
    assert as_seen.drift_m == 0


def test_a_single_position_far_along_the_track_does_not_move_the_lap() -> None:
    line = line_of(*stadium())
    fixes = driven(line)
    astray = fixes.north_m.copy()
    astray[20] += 18.0  # on the first straight
    progress = placed(line, replace(fixes, north_m=astray))
    assert progress.distance_m == pytest.approx(25 * progress.time_s, abs=0.3)


def test_a_speed_that_reads_too_high_all_the_way_is_scaled() -> None:
    line = line_of(*stadium())
    fixes = driven(line)
    progress = placed(line, replace(fixes, speed_mps=fixes.speed_mps * 1.02))
    assert progress.scale == pytest.approx(1 / 1.02, rel=1e-3)
    assert progress.distance_m == pytest.approx(25 * progress.time_s, abs=0.05)


def test_an_open_course_is_gone_along_from_end_to_end() -> None:
    line = line_of(straight(300), arc(60, 70), straight(200), arc(40, -120), straight(150), closed=False)
    progress = placed(line, driven(line, speed_mps=22.0))
    assert progress.distance_m == pytest.approx(22 * progress.time_s, abs=0.1)
    assert progress.distance_m[-1] == line.length_m


def test_only_the_fixes_between_the_crossings_count() -> None:
    line = line_of(*stadium())
    fixes = driven(line, laps=3)
    lap_s = line.length_m / 25
    progress = progress_by_position(line, fixes, lap_s, 2 * lap_s, crossings_known=True)
    assert (progress.time_s[0], progress.time_s[-1]) == (lap_s, 2 * lap_s)
    assert progress.distance_m == pytest.approx(25 * (progress.time_s - lap_s), abs=0.05)
