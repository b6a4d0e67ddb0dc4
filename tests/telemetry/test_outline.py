import numpy as np
import pytest

from racetrace.telemetry.line import Line
from racetrace.telemetry.outline import outline
from tests.telemetry.shapes import ORIGIN, arc, figure_of_eight, line_of, stadium, straight


def test_a_quarter_round_goes_up_and_to_the_right() -> None:
    """Begins at the western end of a circle, northwards: to the left, in the middle, and up."""
    assert outline(line_of(arc(100, 360)), 4) == [(0, 50), (50, 0), (100, 50), (50, 100)]


def test_a_closed_line_does_not_repeat_its_first_place() -> None:
    places = outline(line_of(*stadium()), 40)
    assert len(places) == 40
    assert places[-1] != places[0]


def test_an_open_line_ends_on_its_last_place() -> None:
    bend = line_of(straight(100), arc(100, 90), straight(100), closed=False)
    places = outline(bend, 30)
    assert (places[0], places[-1]) == ((0, 100), (100, 0))


@pytest.mark.parametrize('turned_deg', [0.0, 90.0, 180.0])
def test_the_proportion_is_kept_and_the_shorter_side_is_centred(turned_deg: float) -> None:
    places = np.array(outline(line_of(*stadium(400.0, 60.0), turned_deg=turned_deg), 400))
    across, down = np.ptp(places, axis=0)
    assert (max(across, down), min(across, down)) == (100, pytest.approx(100 * 120 / 520, abs=1))
    assert (places.min(axis=0) + places.max(axis=0)).tolist() == pytest.approx([100, 100], abs=1)


def test_a_straight_is_a_stroke_in_the_middle() -> None:
    assert outline(line_of(straight(300), closed=False), 3) == [(50, 100), (50, 50), (50, 0)]


def test_a_line_without_extent_is_a_point() -> None:
    still = Line(east_m=np.zeros(5), north_m=np.zeros(5), length_m=4.0, closed=False, origin=ORIGIN)
    assert set(outline(still)) == {(50, 50)}


def test_places_are_whole_numbers_inside_the_box() -> None:
    places = outline(line_of(*figure_of_eight(), turned_deg=33))
    assert len(places) == 80
    assert all(type(each) is int and 0 <= each <= 100 for place in places for each in place)
