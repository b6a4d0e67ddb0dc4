import numpy as np
import pytest

from racetrace.telemetry.path import hermite, path
from tests.telemetry.made import fixes_of
from tests.telemetry.shapes import arc, driven, line_of


@pytest.mark.parametrize('power', [0, 1, 2, 3])
def test_powers_up_to_the_third_are_followed_exactly(power: int) -> None:
    x = np.array([-2.0, -1.5, 0.3, 1.0, 4.0])  # uneven, on purpose
    slope = power * x ** max(power - 1, 0)
    at = np.linspace(-2, 4, 97)
    assert hermite(at, x, x**power, slope) == pytest.approx(at**power, abs=1e-12)


def test_the_curve_goes_through_its_points() -> None:
    x, y, slope = np.arange(6.0), np.array([0.0, 3, -1, 4, 4, 2]), np.array([1.0, -2, 0, 9, -5, 0])
    assert hermite(x, x, y, slope) == pytest.approx(y, abs=1e-12)


def test_even_acceleration_on_a_straight_is_followed_exactly() -> None:
    time_s, at = np.arange(0.0, 11.0), np.linspace(0, 10, 201)
    fixes = fixes_of(time_s, 0.0, 12 * time_s + 1.5 * time_s**2, 12 + 3 * time_s)
    east_m, north_m = path(fixes, at)
    assert east_m == pytest.approx(0)
    assert north_m == pytest.approx(12 * at + 1.5 * at**2, abs=1e-9)


def test_once_a_second_round_a_circle_the_path_strays_by_a_millimetre() -> None:
    radius_m, speed_mps = 100.0, 25.0
    turned = speed_mps * np.arange(30.0) / radius_m
    fixes = fixes_of(np.arange(30.0), radius_m * (1 - np.cos(turned)), radius_m * np.sin(turned), speed_mps)
    at = np.linspace(1, 28, 1000)  # the two ends have only one neighbour to tell their direction
    east_m, north_m = path(fixes, at)
    worst_m = speed_mps**4 / (384 * radius_m**3)  # h⁴/384 of the fourth derivative
    assert np.hypot(east_m - radius_m, north_m) == pytest.approx(radius_m, abs=1.1 * worst_m)
    truth = radius_m * (1 - np.cos(speed_mps * at / radius_m)), radius_m * np.sin(speed_mps * at / radius_m)
    assert np.hypot(east_m - truth[0], north_m - truth[1]).max() < 2 * worst_m


def test_a_speed_that_cannot_be_bends_the_path_only_so_far() -> None:
    fixes = driven(line_of(arc(100.0, 360)), speed_mps=25.0)
    wild = fixes_of(fixes.time_s, fixes.east_m, fixes.north_m, 1000.0)
    at = np.linspace(fixes.time_s[0], fixes.time_s[-1], 777)
    assert np.hypot(*(a - b for a, b in zip(path(wild, at), path(fixes, at), strict=True))).max() < 0.5


def test_a_standing_car_stays_where_it_is() -> None:
    fixes = fixes_of(np.arange(5.0), 3.0, 4.0, 0.0)
    east_m, north_m = path(fixes, np.linspace(0, 4, 33))
    assert east_m == pytest.approx(3)
    assert north_m == pytest.approx(4)
