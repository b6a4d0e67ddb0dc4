import numpy as np
import pytest

from racetrace.simulation.path import Vertex, apexes, circle, closed_path, rounded_polygon


def test_a_circle_has_its_length_and_turns_right_everywhere() -> None:
    path = circle(100)
    assert path.length_m == pytest.approx(200 * np.pi, abs=0.001)
    assert path.curvature_per_m == pytest.approx(np.full(path.nodes, 0.01), abs=1e-5)
    assert path.heading_rad[0] == pytest.approx(np.pi / 2, abs=1e-4)  # eastwards at the northern end


def test_nodes_are_evenly_spaced_however_the_points_were() -> None:
    angle = 2 * np.pi * np.linspace(0, 1, 3000, endpoint=False) ** 1.3
    path = closed_path(200 * np.sin(angle), 90 * np.cos(angle))
    gaps = np.abs(np.diff(path.east_m + 1j * path.north_m))
    assert gaps == pytest.approx(np.full(gaps.size, path.step_m), abs=1e-4)


def test_a_rounded_square_is_as_long_as_its_sides_and_arcs() -> None:
    square = [
        Vertex(east_m=x, north_m=y, radius_m=50) for x, y in ((200, 0), (200, 300), (-200, 300), (-200, 0))
    ]
    path = closed_path(*rounded_polygon(square), smoothing_m=0.5)
    assert path.length_m == pytest.approx(2 * (300 + 200) + 2 * np.pi * 50, abs=0.1)
    assert (path.east_m[0], path.north_m[0]) == pytest.approx((0, 0), abs=0.01)
    # 150 m of straight, then a quarter of a circle each.
    assert apexes(path) == pytest.approx(150 + 50 * np.pi / 4 + np.array([0, 278.5, 657.1, 935.6]), abs=40)


def test_a_path_is_scaled_to_a_length() -> None:
    angle = np.linspace(0, 2 * np.pi, 5000, endpoint=False)
    path = closed_path(np.sin(angle), np.cos(angle), smoothing_m=0, length_m=1000)
    assert path.nodes == 2000
    assert np.hypot(path.east_m, path.north_m) == pytest.approx(np.full(2000, 500 / np.pi), abs=0.01)
