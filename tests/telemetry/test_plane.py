import numpy as np
import pytest

from racetrace.telemetry.plane import Origin
from tests.telemetry.made import fixes_of
from tests.telemetry.shapes import ORIGIN

# As printed in tables of the ellipsoid WGS 84, to the metre
TABLE = [
    (0.0, 111_320, 110_574),
    (45.0, 78_847, 111_132),
    (60.0, 55_800, 111_412),
    (-60.0, 55_800, 111_412),
]


@pytest.mark.parametrize(('latitude_deg', 'east_m', 'north_m'), TABLE)
def test_a_degree_is_as_long_as_on_the_ellipsoid(latitude_deg: float, east_m: float, north_m: float) -> None:
    found = Origin(latitude_deg=latitude_deg, longitude_deg=7.0).metres_per_degree()
    assert found == pytest.approx((east_m, north_m), abs=0.6)


@pytest.mark.parametrize('latitude_deg', [0.0, 45.0, 60.0, 89.0])
def test_a_degree_agrees_with_the_radii_of_curvature(latitude_deg: float) -> None:
    a, f = 6_378_137.0, 1 / 298.257223563
    b, phi = a * (1 - f), np.radians(latitude_deg)
    w_2 = (a * np.cos(phi)) ** 2 + (b * np.sin(phi)) ** 2
    east_m, north_m = np.radians(a**2 * np.cos(phi) / np.sqrt(w_2)), np.radians((a * b) ** 2 / w_2**1.5)
    found = Origin(latitude_deg=latitude_deg, longitude_deg=0.0).metres_per_degree()
    assert found == pytest.approx((east_m, north_m), rel=1e-12)


@pytest.mark.parametrize('latitude_deg', [-51.0, 0.0, 45.0, 60.0])
@pytest.mark.parametrize('longitude_deg', [-179.9999, -0.3, 0.0, 11.0, 179.9999])
def test_there_and_back_is_the_same_place(latitude_deg: float, longitude_deg: float) -> None:
    origin = Origin(latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    east_m, north_m = np.meshgrid(np.linspace(-5000, 5000, 21), np.linspace(-5000, 5000, 21))
    again = origin.to_metres(*origin.to_degrees(east_m.ravel(), north_m.ravel()))
    assert np.abs(again[0] - east_m.ravel()).max() < 1e-6
    assert np.abs(again[1] - north_m.ravel()).max() < 1e-6


def test_east_and_north_are_positive() -> None:
    origin = Origin(latitude_deg=50.0, longitude_deg=8.0)
    east_m, north_m = origin.to_metres(np.array([50.001]), np.array([8.001]))
    assert (east_m[0], north_m[0]) == pytest.approx((71.70, 111.23), abs=0.01)


def test_a_track_on_the_date_line_stays_in_one_piece() -> None:
    origin = Origin(latitude_deg=-17.0, longitude_deg=179.999)
    east_m, _ = origin.to_metres(np.full(2, -17.0), np.array([179.998, -179.999]))
    per_degree = origin.metres_per_degree()[0]
    assert east_m == pytest.approx([-0.001 * per_degree, 0.002 * per_degree], abs=1e-6)
    _, longitude_deg = origin.to_degrees(east_m, np.zeros(2))
    assert longitude_deg == pytest.approx([179.998, -179.999], abs=1e-11)


def test_fixes_know_their_number_and_their_usual_interval() -> None:
    nothing = np.zeros(5)
    fixes = fixes_of(np.array([0.0, 0.1, 0.2, 0.3, 5.0]), nothing, nothing, 0.0)
    assert fixes.count == 5
    assert fixes.interval_s == pytest.approx(0.1)
    assert np.isnan(fixes.taken(slice(1)).interval_s)


def test_fixes_can_be_taken_by_place_by_mask_and_by_range() -> None:
    fixes = fixes_of(np.arange(4.0), np.arange(4.0) * 10, np.arange(4.0) * 100, np.arange(4.0))
    for index in (np.array([1, 3]), np.array([False, True, False, True]), slice(1, None, 2)):
        taken = fixes.taken(index)
        assert taken.time_s.tolist() == [1, 3]
        assert taken.east_m.tolist() == [10, 30]
        assert taken.north_m.tolist() == [100, 300]
        assert taken.speed_mps.tolist() == [1, 3]
        assert taken.origin == fixes.origin


def test_fixes_are_the_same_places_in_the_metres_of_another_origin() -> None:
    fixes = fixes_of(np.arange(3.0), np.array([0.0, 50.0, 900.0]), np.array([0.0, -20.0, 700.0]), 20.0)
    there = Origin(latitude_deg=ORIGIN.latitude_deg + 0.001, longitude_deg=ORIGIN.longitude_deg - 0.001)
    moved = fixes.about(there)
    assert moved.origin == there
    assert moved.east_m - fixes.east_m == pytest.approx(74.6, abs=0.1)
    assert moved.north_m - fixes.north_m == pytest.approx(-111.2, abs=0.1)
    assert fixes.about(fixes.origin) is fixes
