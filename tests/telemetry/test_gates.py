from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.gates import Gate, crossings, evenly_accelerated
from racetrace.telemetry.plane import Fixes, Samples
from tests.telemetry.made import fixes_of

NORTHWARDS = Gate(east_m=0.0, north_m=50.0, heading_rad=0.0)


def northwards(time_s: Samples, north_m: Samples, speed_mps: Samples | float, east_m: float = 0.0) -> Fixes:
    return fixes_of(time_s, east_m, north_m, speed_mps)


@pytest.mark.parametrize('interval_s', [0.04, 0.1, 1.0])
def test_at_constant_speed_the_time_of_crossing_is_exact(interval_s: float) -> None:
    time_s = np.arange(0, 6, interval_s)
    found = crossings(northwards(time_s, 22.0 * time_s + 1.3, 22.0), NORTHWARDS)
    assert found == pytest.approx([(50 - 1.3) / 22], abs=1e-12)


@pytest.mark.parametrize('acceleration', [-8.0, -4.0, 3.0, 5.0])
def test_under_constant_acceleration_it_is_exact_too(acceleration: float) -> None:
    time_s = np.arange(0.0, 4.0)
    fixes = northwards(time_s, 30 * time_s + acceleration / 2 * time_s**2, 30 + acceleration * time_s)
    truth_s = (-30 + np.sqrt(900 + 2 * acceleration * 50)) / acceleration
    assert crossings(fixes, NORTHWARDS) == pytest.approx([truth_s], abs=1e-12)


def test_a_fix_exactly_on_the_line_is_its_crossing() -> None:
    time_s = np.arange(6.0)
    assert crossings(northwards(time_s, 10 * time_s, 10.0), NORTHWARDS) == pytest.approx([5])


def test_share_of_time_from_rest_is_the_root_of_the_share_of_way() -> None:
    share, rest = np.array([0.0, 0.25, 1.0]), np.zeros(3)
    assert evenly_accelerated(share, rest, rest + 8) == pytest.approx([0, 0.5, 1])
    assert evenly_accelerated(share, rest + 8, rest) == pytest.approx([0, 1 - np.sqrt(0.75), 1])
    assert evenly_accelerated(share, rest + 8, rest + 8) == pytest.approx(share)


def test_between_two_standing_fixes_time_and_way_go_together() -> None:
    share, rest = np.array([0.0, 0.3, 1.0]), np.zeros(3)
    assert evenly_accelerated(share, rest, rest) == pytest.approx(share)


def test_a_gate_is_crossed_in_its_direction_only() -> None:
    time_s = np.arange(0, 10, 0.1)
    there_and_back = northwards(time_s, 100 - 20 * np.abs(time_s - 5), 20.0)
    assert crossings(there_and_back, NORTHWARDS) == pytest.approx([2.5])
    assert crossings(there_and_back, NORTHWARDS.reversed()) == pytest.approx([7.5])


@pytest.mark.parametrize(('angle_deg', 'counts'), [(0, 1), (40, 1), (-40, 1), (50, 0), (-50, 0), (90, 0)])
def test_a_car_that_goes_across_does_not_pass(angle_deg: float, counts: int) -> None:
    way_m, angle = np.linspace(-50, 50, 41), np.radians(angle_deg)
    fixes = fixes_of(np.arange(41.0) / 8, way_m * np.sin(angle), 51.3 + way_m * np.cos(angle), 20.0)
    assert crossings(fixes, NORTHWARDS).size == counts


@pytest.mark.parametrize(('east_m', 'counts'), [(-20.1, 0), (-19.9, 1), (0.0, 1), (19.9, 1), (20.1, 0)])
def test_a_gate_reaches_as_far_as_its_half_width(east_m: float, counts: int) -> None:
    time_s = np.arange(0, 5, 0.1)
    assert crossings(northwards(time_s, 20 * time_s, 20.0, east_m=east_m), NORTHWARDS).size == counts


@pytest.mark.parametrize(('speed_mps', 'counts'), [(2.9, 0), (3.1, 1)])
def test_pushing_a_car_over_the_line_is_no_crossing(speed_mps: float, counts: int) -> None:
    time_s = np.arange(0, 20, 0.1)
    fixes = northwards(time_s, 40.05 + speed_mps * time_s, speed_mps)
    assert crossings(fixes, NORTHWARDS).size == counts


@pytest.mark.parametrize(('gap_s', 'counts'), [(3.9, 1), (4.1, 0)])
def test_in_a_gap_of_more_than_four_seconds_nobody_knows_when(gap_s: float, counts: int) -> None:
    time_s = np.array([0.0, 1.0, 1 + gap_s, 2 + gap_s])
    assert crossings(northwards(time_s, 20 * time_s, 20.0), NORTHWARDS).size == counts


def test_right_of_a_gate_and_beyond_it_are_positive() -> None:
    eastwards = Gate(east_m=100.0, north_m=10.0, heading_rad=np.pi / 2)
    east_m, north_m = np.array([103.0]), np.array([8.0])
    assert eastwards.along_m(east_m, north_m) == pytest.approx([3])
    assert eastwards.aside_m(east_m, north_m) == pytest.approx([2])
    assert eastwards.reversed().aside_m(east_m, north_m) == pytest.approx([-2])


def test_a_reversed_gate_is_as_wide() -> None:
    assert replace(NORTHWARDS, half_width_m=7.0).reversed().half_width_m == 7
