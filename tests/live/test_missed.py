"""Asked seldom, of few at a time, and never in the way of the feed."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from itertools import pairwise

from racetrace.errors import ConnectionEnded
from racetrace.live.missed import AGAIN_S, MOST_AT_ONCE, MOST_TIMES, Missed
from racetrace.live.patience import Patience
from racetrace.timing.board import Board
from racetrace.timing.events import Lapped, Said
from racetrace.timing.words import Field


class Clock:
    """Moves on as far as somebody sleeps, up to its end."""

    def __init__(self, end_s: float) -> None:
        self.now_s, self._end_s = 0.0, end_s

    def now_ns(self) -> int:
        return int(self.now_s * 1e9)

    def settle(self) -> None: ...

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        if self.now_s > self._end_s:
            raise asyncio.CancelledError


class Kept:
    def __init__(self, clock: Clock, *, fails: bool = False) -> None:
        self._clock, self._fails = clock, fails
        self.asked: list[tuple[float, list[tuple[str, int]]]] = []

    async def recalled(self, wanted: Sequence[tuple[str, int]]) -> AsyncGenerator[bytes, None]:
        self.asked.append((self._clock.now_s, list(wanted)))
        if self._fails:
            raise ConnectionEnded('It cannot be reached.')
        for key, _ in wanted:
            yield key.encode()


def board(karts: int = 1, first: int = 20) -> Board:
    found = Board(started_ms=1)
    for kart in range(karts):
        for number in (first, first + 1):
            found.apply(Said(f'r{kart}', Field.LAPS, number), 1)
            found.apply(Lapped(f'r{kart}', number, 60_000), 1)
    return found


async def asked(of: Board, end_s: float, *, fails: bool = False) -> tuple[Kept, list[bytes]]:
    clock = Clock(end_s)
    kept, taken = Kept(clock, fails=fails), []

    async def take(frame: bytes) -> None:
        taken.append(frame)

    missed = Missed(kept, clock, Patience())
    try:
        await missed.run(lambda: of, take)
    except asyncio.CancelledError:
        return kept, taken
    raise AssertionError('it never ends by itself')


async def test_a_kart_whose_first_laps_are_missing_is_asked_for_with_as_many_as_there_were() -> None:
    kept, taken = await asked(board(), 60)
    assert kept.asked == [(10.0, [('r0', 23)])]
    assert taken == [b'r0']


async def test_who_was_heard_from_the_first_lap_is_not_asked_for() -> None:
    assert (await asked(board(first=1), 60))[0].asked == []


async def test_a_kart_is_asked_for_once_in_ten_minutes_and_not_for_ever() -> None:
    kept, _ = await asked(board(), 3 * 3600)
    times_s = [at_s for at_s, _ in kept.asked]
    assert len(times_s) == MOST_TIMES
    assert all(b - a >= AGAIN_S for a, b in pairwise(times_s))


async def test_a_few_karts_have_their_turn_at_a_time() -> None:
    kept, _ = await asked(board(karts=12), 60)
    assert [len(wanted) for _, wanted in kept.asked] == [MOST_AT_ONCE, MOST_AT_ONCE, 2]


async def test_who_does_not_answer_is_asked_more_and_more_seldom() -> None:
    kept, taken = await asked(board(karts=30), 120, fails=True)
    times_s = [at_s for at_s, _ in kept.asked]
    waits_s = [b - a for a, b in pairwise(times_s)]
    assert waits_s == sorted(waits_s)
    assert waits_s[-1] > waits_s[0]
    assert taken == []
