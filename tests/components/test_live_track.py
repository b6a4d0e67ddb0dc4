import math

from components.live_track import MOST_POINTS, path


def test_an_outline_fills_the_square_with_north_up() -> None:
    drawn = path([(0, 0), (200, 0), (200, 100), (0, 100)])
    assert drawn == [(6.0, 72.0), (94.0, 72.0), (94.0, 28.0), (6.0, 28.0)]


def test_a_long_outline_is_no_finer_than_a_screen_shows() -> None:
    round_it = [(math.cos(i / 1000), math.sin(i / 1000)) for i in range(6283)]
    assert 1000 < len(path(round_it)) <= MOST_POINTS


def test_what_goes_nowhere_is_no_outline() -> None:
    assert path([]) == []
    assert path([(0, 0), (1, 1)]) == []
    assert path([(5, 5)] * 9) == []
