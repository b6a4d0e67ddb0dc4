from dataclasses import replace

import numpy as np

from components.demo_card import dearest, tones
from tests.compared import GRID_M, comparison


def test_the_dearest_corners_come_first_and_those_that_gained_not_at_all() -> None:
    assert [row.corner.name for row in dearest(comparison().corners, 1)] == ['T1', 'T2']


def test_the_track_is_red_where_time_was_lost_and_green_where_it_was_won() -> None:
    made = comparison()
    delta_t_s = np.interp(GRID_M, [0, 200, 400, 600, 800, 1000], [0, 0, 0.5, 0.5, 0.1, 0.1])
    laps = (made.laps[0], replace(made.laps[1], delta_t_s=delta_t_s), made.laps[2])
    found = tones(replace(made, laps=laps), 1, 10)
    assert found == ['even', 'even', 'lose', 'lose', 'lose', 'even', 'gain', 'gain', 'gain', 'even']


def test_two_equal_laps_have_no_colour() -> None:
    assert set(tones(comparison(), 0, 10)) == {'even'}
