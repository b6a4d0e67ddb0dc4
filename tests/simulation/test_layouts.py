import numpy as np
import pytest

from racetrace.simulation.circuits import CIRCUITS, circuit, kart_track, riverside
from racetrace.simulation.layouts import layouts
from racetrace.simulation.session import simulate
from tests.recordings import recording


@pytest.mark.parametrize('name', ['riverside', 'kart'])
def test_fifty_layouts_differ_from_the_path_and_from_each_other(name: str) -> None:
    path = CIRCUITS[name]().centreline
    found = layouts(path.east_m, path.north_m, count=50)
    ratio = np.array([layout.length_ratio for layout in found])
    mean = np.array([layout.mean_m for layout in found])
    assert len(found) == 50
    assert len({(layout.from_m, layout.to_m) for layout in found}) == 50
    assert np.abs(ratio - 1).min() >= 0.02
    assert min(layout.worst_m for layout in found) >= 15
    assert ((np.abs(ratio - 1) < 0.05) & (mean < 4)).sum() >= 25
    assert (ratio < 1).any()
    assert (ratio > 1).any()
    assert mean.max() > 5


def test_a_layout_keeps_the_rest_of_the_path_and_its_start_gate() -> None:
    path = riverside().centreline
    for layout in layouts(path.east_m, path.north_m, count=10):
        whole = layout.path.east_m + 1j * layout.path.north_m
        before = (path.east_m + 1j * path.north_m)[: int((layout.from_m - 10) / path.step_m)]
        after = (path.east_m + 1j * path.north_m)[int((layout.to_m + 10) / path.step_m) :]
        kept = np.concatenate([before, after])[::20]
        assert np.abs(kept[:, None] - whole[None, :]).min(axis=1).max() < 0.6
        assert abs(whole[0] - complex(path.east_m[0], path.north_m[0])) < 0.5


def test_the_stated_deviation_is_that_of_the_paths() -> None:
    path = kart_track().centreline
    for layout in layouts(path.east_m, path.north_m, count=6):
        old, new = path.east_m + 1j * path.north_m, layout.path.east_m + 1j * layout.path.north_m
        away = np.abs(old[:, None] - new[None, :])
        worst = max(away.min(axis=0).max(), away.min(axis=1).max())
        assert worst == pytest.approx(layout.worst_m, abs=1.0)
        assert layout.path.length_m / path.length_m == pytest.approx(layout.length_ratio, abs=0.01)


def test_a_layout_can_be_driven_at_a_plausible_pace() -> None:
    path = riverside().centreline
    layout = layouts(path.east_m, path.north_m, count=1)[0]
    truth = simulate(circuit=circuit('cut', layout.path), laps=2).truth
    whole = simulate(laps=2).truth
    pace = (layout.path.length_m / truth.lap_times_s) / (2900 / whole.lap_times_s)
    assert (np.abs(pace - 1) < 0.1).all()
    assert truth.gate_m[-1] == pytest.approx(layout.path.length_m)


def test_layouts_of_a_real_lap() -> None:
    text = recording('vbo/racechrono-vbo-test.vbo').read_text(encoding='utf-8')
    rows = (
        np.array([line.split()[2:4] for line in text.split('[data]')[1].strip().splitlines()], dtype=float)
        / 60
    )
    north = (rows[:, 0] - rows[0, 0]) * 111_200
    east = (rows[0, 1] - rows[:, 1]) * 111_200 * np.cos(np.radians(rows[0, 0]))
    # One lap of 106.9 s at 10 Hz, from a place on the straight on.
    start = 4200
    lap = slice(start, start + 1069)
    gap = abs(complex(east[start] - east[start + 1069], north[start] - north[start + 1069]))
    assert gap < 60, 'this is not a lap'
    found = layouts(east[lap], north[lap], count=50)
    assert len(found) == 50
    assert all(1 / np.abs(layout.path.curvature_per_m).max() > 5 for layout in found)
