import numpy as np
import pytest

from racetrace.telemetry.comparison import Corner, Trace
from racetrace.telemetry.cornering import DrivenLap, cornering
from racetrace.telemetry.corners import find_corners
from racetrace.telemetry.plane import Samples
from tests.telemetry.shapes import line_of, stadium

G = 9.80665
APEX_M = 400.0
FAST_MPS, SLOW_MPS = 40.0, 20.0
BRAKES_G, PULLS_G = 0.8, 0.25
BRAKES_AT_M = APEX_M - (FAST_MPS**2 - SLOW_MPS**2) / (2 * BRAKES_G * G)


def corner(start_m: float = 370, end_m: float = 440, apex_m: float = APEX_M) -> Corner:
    return Corner(
        number=1,
        start_m=start_m,
        end_m=end_m,
        apex_m=apex_m,
        angle_deg=90,
        section_start_m=100,
        section_end_m=700,
    )


def lap(time_s: Samples, speed_mps: Samples, *, coarse: bool = False, lost_s: float = 0.0) -> DrivenLap:
    way_m = np.concatenate([[0.0], np.cumsum((speed_mps[1:] + speed_mps[:-1]) / 2 * np.diff(time_s))])
    grid_m = np.linspace(0, way_m[-1], 400)
    return DrivenLap(
        distance_m=way_m,
        time_s=time_s,
        speed=Trace(unit='m/s', held=False, distance_m=way_m, values=speed_mps),
        grid_m=grid_m,
        delta_t_s=lost_s * grid_m / way_m[-1],
        sigma_between_s=lambda from_m, to_m: 0.001 * (to_m - from_m),
        coarse=coarse,
    )


def braked(*, coarse: bool = False) -> DrivenLap:
    """Return 40 m/s, then 0.8 g down to 20 m/s at the apex, then 0.25 g up to 30 m/s."""
    arrives_s = BRAKES_AT_M / FAST_MPS
    turns_s = arrives_s + (FAST_MPS - SLOW_MPS) / (BRAKES_G * G)
    full_s = turns_s + 10 / (PULLS_G * G)
    knots_s, speeds = [0, arrives_s, turns_s, full_s, 40], [FAST_MPS, FAST_MPS, SLOW_MPS, 30, 30]
    time_s = np.union1d(np.linspace(0, 40, 1001), knots_s)
    return lap(time_s, np.interp(time_s, knots_s, speeds), coarse=coarse, lost_s=0.6)


def test_speeds_are_those_of_the_closed_form() -> None:
    (done,) = cornering([corner()], braked())
    assert done.min_mps == pytest.approx(SLOW_MPS)
    assert done.entry_mps == pytest.approx(np.sqrt(SLOW_MPS**2 + 2 * BRAKES_G * G * 30), abs=0.01)
    assert done.exit_mps == pytest.approx(np.sqrt(SLOW_MPS**2 + 2 * PULLS_G * G * 40), abs=0.01)


def test_braking_and_throttle_are_found_within_a_quarter_of_a_second() -> None:
    (done,) = cornering([corner()], braked())
    assert done.braking_m == pytest.approx(APEX_M - BRAKES_AT_M, abs=0.25 * FAST_MPS)
    assert done.throttle_m == pytest.approx(0, abs=0.25 * SLOW_MPS)


def test_a_coarse_lap_has_its_speeds_but_no_braking_point() -> None:
    (done,) = cornering([corner()], braked(coarse=True))
    assert (done.braking_m, done.throttle_m) == (None, None)
    assert done.min_mps == pytest.approx(SLOW_MPS)


def test_braking_that_began_before_the_previous_corner_ended_is_not_told() -> None:
    before = corner(start_m=200, end_m=360, apex_m=280)
    _, done = cornering([before, corner()], braked())
    assert done.braking_m is None
    assert done.throttle_m is not None


def test_a_driver_who_eases_the_brake_still_braked_once() -> None:
    time_s = np.linspace(0, 30, 1201)
    accel_g = np.select(
        [time_s < 8, time_s < 9, time_s < 9.8, time_s < 10.6, time_s < 14], [0, -0.7, -0.1, -0.4, 0.1], 0
    )
    speed_mps = 40 + np.concatenate([[0.0], np.cumsum(accel_g[:-1] * G * np.diff(time_s))])
    slowing = lap(time_s, speed_mps)
    apex_m = float(slowing.distance_m[np.searchsorted(time_s, 10.6)])
    (done,) = cornering([corner(apex_m - 30, apex_m + 30, apex_m)], slowing)
    assert done.braking_m == pytest.approx(apex_m - 320, abs=10)


def test_a_car_that_never_slows_neither_brakes_nor_comes_back_on_the_throttle() -> None:
    time_s = np.linspace(0, 40, 401)
    (done,) = cornering([corner()], lap(time_s, np.full(401, 30.0)))
    assert (done.braking_m, done.throttle_m) == (None, None)
    assert done.entry_mps == done.min_mps == done.exit_mps == 30


@pytest.mark.parametrize('start_m', [0, 130, 295, 500])
def test_losses_and_times_of_all_corners_sum_to_those_of_the_lap(start_m: float) -> None:
    line = line_of(*stadium(400, 60), start_m=start_m)
    corners = find_corners(line)
    rng = np.random.default_rng(4)
    way_m = np.linspace(0, line.length_m, 500)
    time_s = np.concatenate([[0.0], np.cumsum(rng.uniform(0.05, 0.15, 499))])
    delta_t_s = np.concatenate([[0.0], np.cumsum(rng.normal(0, 0.02, 499))])
    done = cornering(
        corners,
        DrivenLap(
            distance_m=way_m,
            time_s=time_s,
            speed=Trace(unit='m/s', held=False, distance_m=way_m, values=rng.uniform(10, 40, 500)),
            grid_m=way_m,
            delta_t_s=delta_t_s,
            sigma_between_s=lambda from_m, to_m: 1e-5 * (to_m - from_m),
            coarse=False,
        ),
    )
    assert sum(corner.lost_s for corner in done) == pytest.approx(delta_t_s[-1], abs=1e-9)
    assert sum(corner.time_s for corner in done) == pytest.approx(time_s[-1], abs=1e-9)


def test_a_section_over_the_start_line_has_the_uncertainty_of_both_its_pieces() -> None:
    line = line_of(*stadium(400, 60), start_m=100)
    over, _ = find_corners(line)
    assert over.section_start_m > over.section_end_m
    time_s = np.linspace(0, line.length_m / 20, 500)
    done, _ = cornering(find_corners(line), lap(time_s, np.full(500, 20.0)))
    pieces = np.array([over.section_end_m, line.length_m - over.section_start_m])
    assert done.sigma_s == pytest.approx(0.001 * np.hypot(*pieces), rel=1e-6)
    assert done.time_s == pytest.approx(pieces.sum() / 20)
