import numpy as np
import pytest

from racetrace.telemetry.corridor import corridor_of, place
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.trail import trail_of
from tests.telemetry.shapes import arc, driven, figure_of_eight, line_of, stadium, straight


def test_the_other_branch_of_a_stadium_is_two_radii_away() -> None:
    limit_m = corridor_of(line_of(*stadium(400, 9))).limit_m
    assert limit_m[[0, 50, 150]] == pytest.approx([9, 9, 9], abs=0.1)


def test_a_line_that_comes_near_no_other_part_of_itself_leaves_room() -> None:
    assert corridor_of(line_of(straight(900), closed=False)).limit_m.min() == 15


def test_limits_are_half_way_to_the_other_branch_between_5_and_15_m() -> None:
    assert corridor_of(line_of(*stadium(400, 6))).limit_m.min() == pytest.approx(6, abs=0.2)
    assert corridor_of(line_of(*figure_of_eight())).limit_m.min() == 5
    assert corridor_of(line_of(*stadium(400, 60))).limit_m == pytest.approx(15)


@pytest.mark.parametrize('aside_m', [-7.0, 0.0, 4.0])
def test_a_hairpin_with_straights_12_m_apart_keeps_its_branch(aside_m: float) -> None:
    line = line_of(straight(150), arc(6, 180), straight(300), arc(6, 180), straight(150))

    def on_straights(way_m: Samples) -> Samples:
        return np.where(way_m % (line.length_m / 2) < 140, aside_m, 0.0)  # at -7 m over the middle

    trail = trail_of(driven(line, speed_mps=15, aside_m=on_straights), 0, line.length_m / 15)
    assert trail is not None
    placed = place(corridor_of(line), trail)
    off_m = corridor_of(line).wrapped(placed.distance_m - 15 * trail.time_s)
    assert np.abs(off_m).max() < 6


def test_a_figure_of_eight_keeps_its_branch_at_the_crossing() -> None:
    line = line_of(*figure_of_eight(), start_m=40)
    trail = trail_of(driven(line, aside_m=3), 0, line.length_m / 25)
    assert trail is not None
    placed = place(corridor_of(line), trail)
    assert np.abs(corridor_of(line).wrapped(placed.distance_m - 25 * trail.time_s)).max() < 4
    assert placed.right_m == pytest.approx(3, abs=0.3)
    assert placed.away_m == pytest.approx(3, abs=0.3)
