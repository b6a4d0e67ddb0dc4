from contextlib import ExitStack

import pytest

from racetrace.errors import TooBusy
from racetrace.live.seats import Seats


def test_there_is_an_end_to_how_many_watch() -> None:
    seats = Seats(most=1)
    with seats.one('a'), pytest.raises(TooBusy, match='1 people watch already'):
        seats.one('b').__enter__()
    with seats.one('b'):
        assert seats.taken == 1
    assert seats.taken == 0


def test_one_address_does_not_take_what_is_there_for_all() -> None:
    seats = Seats(most=5, most_of_one=2)
    with ExitStack() as greedy:
        for _ in range(2):
            greedy.enter_context(seats.one('a'))
        with pytest.raises(TooBusy, match='2 people watch from your address already'):
            greedy.enter_context(seats.one('a'))
        with seats.one('b'):
            assert seats.taken == 3
    with seats.one('a'):
        assert seats.taken == 1
