import numpy as np
import pytest

from racetrace.telemetry.gates import crossings
from racetrace.telemetry.log import FileGate
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.start_finish import find_gate, gate_of_file
from racetrace.telemetry.travel import integral
from tests.telemetry.made import fixes_of
from tests.telemetry.shapes import ORIGIN, arc, driven, line_of, stadium, straight


def northwards(time_s: Samples, north_m: Samples, speed_mps: Samples | float, east_m: float = 0.0) -> Fixes:
    return fixes_of(time_s, east_m, north_m, speed_mps)


def laps_of_stadium(laps: float = 3.2, *, backwards: bool = False) -> Fixes:
    """Begin in the middle of the western straight, northwards; laps of 1,177 m at 25 m/s."""
    return driven(line_of(*stadium()), laps=laps, backwards=backwards)


def stated(
    east_m: float, north_m: float, heading_deg: float | None = None, end: tuple[float, float] | None = None
) -> FileGate:
    latitude_deg, longitude_deg = ORIGIN.to_degrees(np.array([east_m]), np.array([north_m]))
    ends = ORIGIN.to_degrees(np.array([end[0]]), np.array([end[1]])) if end else None
    return FileGate(
        latitude_deg=float(latitude_deg[0]),
        longitude_deg=float(longitude_deg[0]),
        heading_deg=heading_deg,
        end_latitude_deg=float(ends[0][0]) if ends else None,
        end_longitude_deg=float(ends[1][0]) if ends else None,
    )


@pytest.mark.parametrize('ends', [((-6.0, 30.0), (8.0, 30.0)), ((8.0, 30.0), (-6.0, 30.0))])
@pytest.mark.parametrize('backwards', [False, True])
def test_a_line_given_by_its_ends_is_crossed_as_the_car_does(
    ends: tuple[tuple[float, float], tuple[float, float]], backwards: bool
) -> None:
    fixes = laps_of_stadium(backwards=backwards)
    gate = gate_of_file(stated(*ends[0], end=ends[1]), fixes)
    assert gate is not None
    assert (gate.east_m, gate.north_m) == pytest.approx((1, 30), abs=1e-6)
    assert gate.half_width_m == pytest.approx(7 + 2, abs=1e-6)
    assert np.cos(gate.heading_rad) == pytest.approx(-1 if backwards else 1)
    assert crossings(fixes, gate).size == (3 if backwards else 4)


def test_a_line_given_by_its_ends_reaches_hardly_beyond_them() -> None:
    assert gate_of_file(stated(3.0, 30.0, end=(20.0, 30.0)), laps_of_stadium()) is None


def test_a_point_with_a_heading_is_crossed_in_that_direction() -> None:
    fixes = laps_of_stadium()
    gate = gate_of_file(stated(3.0, 30.0, heading_deg=5.0), fixes)
    assert gate is not None
    assert gate.heading_rad == pytest.approx(np.radians(5))
    assert crossings(fixes, gate).size == 4
    assert gate_of_file(stated(3.0, 30.0, heading_deg=185.0), fixes) is None


@pytest.mark.parametrize('backwards', [False, True])
def test_a_point_alone_takes_its_direction_from_the_car(backwards: bool) -> None:
    fixes = laps_of_stadium(backwards=backwards)
    gate = gate_of_file(stated(5.0, 30.0), fixes)
    assert gate is not None
    assert (gate.east_m, gate.north_m) == pytest.approx((5, 30), abs=1e-6)
    assert np.cos(gate.heading_rad) == pytest.approx(-1 if backwards else 1, abs=1e-6)


def test_at_a_point_passed_both_ways_the_more_frequent_one_counts() -> None:
    time_s = np.arange(0, 27, 0.1)
    north_m = np.interp(time_s, [0, 9, 18, 27], [0, 180, 0, 180])  # there, back and there again
    gate = gate_of_file(stated(0.0, 90.0), northwards(time_s, north_m, 20.0))
    assert gate is not None
    assert gate.heading_rad == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize('heading_deg', [None, 0.0])
def test_a_line_that_the_car_never_crossed_is_no_gate(heading_deg: float | None) -> None:
    assert gate_of_file(stated(600.0, 30.0, heading_deg=heading_deg), laps_of_stadium()) is None
    assert gate_of_file(stated(600.0, 30.0, end=(620.0, 30.0)), laps_of_stadium()) is None


@pytest.mark.parametrize('rate_hz', [1.0, 10.0])
def test_on_a_circle_a_line_is_found_that_is_crossed_a_lap_apart(rate_hz: float) -> None:
    fixes = driven(line_of(arc(100, 360)), speed_mps=20.0, rate_hz=rate_hz, laps=5.5)
    gate = find_gate(fixes)
    assert gate is not None
    times = crossings(fixes, gate)
    assert times.size >= 5
    assert np.diff(times) == pytest.approx(2 * np.pi * 100 / 20, abs=0.01)


def test_on_an_oval_the_line_is_where_the_car_is_fast() -> None:
    line = line_of(*stadium())
    time_s = np.arange(0, 300, 0.1)
    # 30 m/s in the middle of the straights, 18 m/s in the middle of the bends
    way_m = np.linspace(0, line.length_m, 4000)
    slow = 24 + 6 * np.cos(4 * np.pi * way_m / line.length_m)
    when_s = integral(way_m, 1 / slow)
    at_m = np.interp(time_s % when_s[-1], when_s, way_m)
    east_m, north_m = line.position(at_m)
    fixes = fixes_of(time_s, east_m, north_m, np.interp(at_m, way_m, slow))
    gate = find_gate(fixes)
    assert gate is not None
    assert abs(gate.north_m) < 200  # on a straight, not in a bend
    assert np.diff(crossings(fixes, gate)) == pytest.approx(when_s[-1], abs=0.01)


def test_a_road_there_and_back_has_no_line() -> None:
    time_s = np.arange(0, 200, 0.1)
    assert find_gate(northwards(time_s, 2000 - 20 * np.abs(time_s - 100), 20.0)) is None


def test_one_lap_and_a_bit_has_no_line_and_neither_has_a_standing_car() -> None:
    assert find_gate(laps_of_stadium(1.4)) is None
    assert find_gate(fixes_of(np.arange(300.0) / 10, 1.0, 2.0, 0.0)) is None


def test_a_straight_run_has_no_line() -> None:
    assert find_gate(driven(line_of(straight(3000.0), closed=False))) is None
