from dataclasses import replace

import numpy as np
import pytest

from racetrace.simulation.vehicle import CAR, KART

PLAIN = replace(
    CAR, power_w_per_kg=1e6, traction_mps2=5.0, braking_mps2=10.0, drag_per_m=0.0, rolling_mps2=0.0
)


def test_without_drag_speed_follows_the_two_parabolas() -> None:
    travelled = np.arange(0, 301.0)
    limit = np.where(travelled < 300, 100.0, 20.0)
    speed = PLAIN.speed_mps(travelled, limit, from_rest=True)
    pulling, braking = np.sqrt(2 * 5 * travelled), np.sqrt(20**2 + 2 * 10 * (300 - travelled))
    assert speed == pytest.approx(np.minimum(pulling, braking), abs=0.02)


def test_a_slow_corner_is_braked_for_and_left_again() -> None:
    travelled = np.arange(0, 1000.0)
    limit = np.where(np.abs(travelled - 500) < 20, 15.0, 60.0)
    speed = CAR.speed_mps(travelled, limit, from_rest=False)
    assert (speed <= np.minimum(limit, CAR.top_mps) + 1e-6).all()
    assert speed[481:520].max() == pytest.approx(15, abs=0.01)
    gained = np.diff(speed**2) / 2
    assert gained.max() <= CAR.traction_mps2
    assert gained.min() >= -(CAR.braking_mps2 + CAR.resistance_mps2(np.array([60.0]))[0])


def test_pedals_exclude_each_other_and_full_throttle_is_all_there_is() -> None:
    speed = np.full(3, 30.0)
    pull = np.array([CAR.pull_mps2(speed)[0], 0.0, -8.0])
    throttle, brake = CAR.throttle_pct(speed, pull), CAR.brake_pct(speed, pull)
    assert throttle[0] == pytest.approx(100)
    assert 0 < throttle[1] < 30
    assert (throttle * brake == 0).all()
    assert brake[2] > 50


def test_revs_stay_below_the_limit_and_fall_at_a_shift() -> None:
    speed = np.linspace(0, CAR.top_mps, 2000)
    rpm, gear = CAR.rpm(speed), CAR.gear(speed)
    assert rpm.max() <= CAR.limit_rpm
    assert rpm.min() >= CAR.idle_rpm
    assert gear[0] == 1
    assert (np.diff(rpm)[np.diff(gear) > 0] < 0).all()
    assert set(KART.gear(speed)) == {1.0}
