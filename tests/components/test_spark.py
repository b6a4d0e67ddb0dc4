import numpy as np

from components.spark import sparks


def test_all_laps_are_drawn_on_one_scale() -> None:
    found = sparks({5: np.array([10.0, 30.0, 10.0]), 6: np.array([20.0, 20.0])})
    assert found == {5: 'M0 18.5L50 1.5L100 18.5', 6: 'M0 10.0L100 10.0'}


def test_a_car_that_never_changes_its_speed_is_a_level_line() -> None:
    assert sparks({5: np.array([20.0, 20.0])}) == {5: 'M0 18.5L100 18.5'}
    assert sparks({}) == {}
