import numpy as np
import pytest

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.reference_line import line_of_lap, line_through, median_line
from tests.telemetry.shapes import ORIGIN, arc, driven, line_of, stadium, straight


def end_s(fixes: Fixes) -> float:
    return float(fixes.time_s[-1])


def right_of(line: Line, truth: Line) -> Samples:
    """Return how far the nodes of a line lie to the right of the true one's nearest."""
    away = np.hypot(line.east_m[:, None] - truth.east_m, line.north_m[:, None] - truth.north_m)
    near = away.argmin(axis=1)
    east, north = line.east_m - truth.east_m[near], line.north_m - truth.north_m[near]
    heading = truth.heading_rad[near]
    right: Samples = east * np.cos(heading) - north * np.sin(heading)
    return right


def drifting(line: Line, drift_m: float) -> Fixes:
    """Return one lap whose receiver moves north-east by `drift_m` from its first fix to its last."""
    fixes = driven(line)
    moved = np.sqrt(0.5) * drift_m * fixes.time_s / end_s(fixes)
    return Fixes(
        time_s=fixes.time_s,
        east_m=fixes.east_m + moved,
        north_m=fixes.north_m + moved,
        speed_mps=fixes.speed_mps,
        heading_rad=fixes.heading_rad,
        accuracy_m=fixes.accuracy_m,
        origin=fixes.origin,
    )


def test_the_line_of_a_clean_lap_is_its_path() -> None:
    truth = line_of(*stadium())
    fixes = driven(truth)
    line = line_of_lap(fixes, 0.0, end_s(fixes))
    assert line is not None
    assert line.closed
    assert line.origin == fixes.origin
    assert line.length_m == pytest.approx(truth.length_m, rel=0.001)
    assert np.abs(right_of(line, truth)).max() < 0.15  # 3 m of smoothing cut bends of 60 m by 3²/2·60


def test_smoothing_makes_a_circle_smaller_by_what_theory_says() -> None:
    truth = line_of(arc(50.0, 360))
    fixes = driven(truth, rate_hz=50.0)
    line = line_of_lap(fixes, 0.0, end_s(fixes))
    assert line is not None
    smaller_m = 50 * np.exp(-0.5 * (3 / 50) ** 2)
    assert np.hypot(line.east_m - 50, line.north_m) == pytest.approx(smaller_m, abs=0.01)


@pytest.mark.parametrize('closed', [True, False])
def test_nodes_stand_evenly_about_a_metre_apart(closed: bool) -> None:
    truth = line_of(arc(40, 90), straight(333.3), arc(70, -130), straight(100), closed=False)
    fixes = driven(line_of(*stadium()) if closed else truth)
    line = line_of_lap(fixes, 0.0, end_s(fixes), closed=closed)
    assert line is not None
    assert line.step_m == pytest.approx(1.0, abs=0.001)
    apart_m = np.hypot(np.diff(line.east_m), np.diff(line.north_m))
    assert apart_m == pytest.approx(line.step_m, rel=0.005)
    if closed:
        seam_m = np.hypot(line.east_m[0] - line.east_m[-1], line.north_m[0] - line.north_m[-1])
        assert seam_m == pytest.approx(line.step_m, rel=0.005)


def test_the_gap_between_both_crossings_is_spread_over_the_lap() -> None:
    truth = line_of(*stadium())
    line = line_of_lap(drifting(truth, 8.0), 0.0, end_s(driven(truth)))
    assert line is not None
    seam_m = np.hypot(line.east_m[0] - line.east_m[-1], line.north_m[0] - line.north_m[-1])
    assert seam_m == pytest.approx(line.step_m, rel=0.02)
    assert np.abs(right_of(line, truth)).max() < 0.2  # the drift was even: all of it is gone


@pytest.mark.parametrize(('drift_m', 'is_line'), [(9.9, True), (10.1, False), (-10.1, False)])
def test_a_lap_that_ends_more_than_ten_metres_off_makes_no_line(drift_m: float, is_line: bool) -> None:
    truth = line_of(*stadium())
    assert (line_of_lap(drifting(truth, drift_m), 0.0, end_s(driven(truth))) is not None) is is_line


def test_an_open_course_need_not_close() -> None:
    truth = line_of(straight(300), arc(60, 70), straight(200), closed=False)
    fixes = driven(truth)
    line = line_of_lap(fixes, 0.0, end_s(fixes), closed=False)
    assert line is not None
    assert not line.closed
    assert line.length_m == pytest.approx(truth.length_m, rel=0.001)
    ends = (line.east_m[0], line.north_m[0], line.east_m[-1], line.north_m[-1])
    wanted = (truth.east_m[0], truth.north_m[0], truth.east_m[-1], truth.north_m[-1])
    assert ends == pytest.approx(wanted, abs=0.01)
    assert np.abs(right_of(line, truth)).max() < 0.15


def test_a_lap_that_the_positions_do_not_cover_makes_no_line() -> None:
    fixes = driven(line_of(*stadium()))
    late = fixes.taken(fixes.time_s > 1)
    assert line_of_lap(late, 0.0, end_s(fixes)) is None
    assert line_of_lap(fixes, 0.0, end_s(fixes) + 1) is None
    assert line_of_lap(fixes.taken(slice(3)), 0.0, 0.1) is None


@pytest.mark.parametrize('length_m', [0.0, 40.0, 120_000.0])
def test_what_is_too_short_or_endless_makes_no_line(length_m: float) -> None:
    way_m = np.linspace(0, length_m, 1000)
    assert line_through(way_m, np.zeros(1000), ORIGIN, closed=False) is None


def test_points_that_repeat_do_not_matter() -> None:
    way_m = np.repeat(np.linspace(0, 100, 51), 3)
    line = line_through(way_m, np.zeros(way_m.size), ORIGIN, closed=False)
    assert line is not None
    assert line.east_m == pytest.approx(np.arange(101.0), abs=1e-6)


@pytest.mark.parametrize('closed', [True, False])
def test_of_three_laps_side_by_side_the_middle_one_is_the_median(closed: bool) -> None:
    hill = (straight(300), arc(60, 70), straight(200))
    truth = line_of(*stadium()) if closed else line_of(*hill, closed=False)
    offsets_m = np.array([[-1.0], [3.0], [0.4]]) * np.ones(truth.nodes)
    line = median_line(truth, offsets_m)
    inner = slice(None) if closed else slice(5, -5)
    assert right_of(line, truth)[inner] == pytest.approx(0.4, abs=0.15)
    assert np.median(right_of(line, truth)) == pytest.approx(0.4, abs=0.05)
    assert line.closed is closed


def test_where_one_lap_alone_strays_the_line_does_not() -> None:
    truth = line_of(*stadium())
    offsets_m = np.zeros((3, truth.nodes))
    offsets_m[1, 300:500] = 6.0
    assert np.abs(right_of(median_line(truth, offsets_m), truth)).max() < 0.15


def test_its_first_node_stays_on_the_gate() -> None:
    truth = line_of(*stadium())
    line = median_line(truth, np.full((3, truth.nodes), 2.0))
    assert (line.east_m[0], line.north_m[0]) == pytest.approx((2, 0), abs=0.02)
