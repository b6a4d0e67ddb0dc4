from collections.abc import Sequence
from contextlib import aclosing
from itertools import pairwise

import pytest

from racetrace.live.patience import Patience
from racetrace.live.reader import Reader
from racetrace.services import demo_feed
from racetrace.services.demo_feed import CYCLE_MS, DemoFeed
from racetrace.timing.apex import Apex
from racetrace.timing.words import Kind

NS = 1_000_000
START_MS = 1_000 * CYCLE_MS


async def heard(at_ms: Sequence[int], frames: int) -> Reader:
    """Return what is known after so many frames of who connects at the first of these times, and waits."""
    times = iter(at_ms)
    now = [next(times)]

    def now_ns() -> int:
        now[0] = next(times, now[0])
        return now[0] * NS

    reader = Reader(Apex())
    async with aclosing(DemoFeed(now_ns=now_ns).frames()) as received:
        for _ in range(frames):
            reader.read(await anext(received), now[0])
    return reader


async def test_who_connects_comes_into_the_race_that_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_feed, 'STEP_S', 0.0)
    at_ms = START_MS + 12 * 60_000
    one, other = [(await heard([at_ms] * 3, 1)).sessions.board for _ in range(2)]
    assert one.kind is Kind.RACE
    assert len(one.entries) == demo_feed.KARTS
    assert [entry.number for entry in one.ranked()] == [entry.number for entry in other.ranked()]


async def test_laps_are_driven_while_time_goes_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_feed, 'STEP_S', 0.0)
    at_ms = START_MS + 12 * 60_000
    reader = await heard(range(at_ms, at_ms + 1_800_000, 1_000), 200)
    assert reader.failures == reader.noise == 0
    assert sum(len(entry.done) for entry in reader.sessions.board.entries.values()) > demo_feed.KARTS


def test_it_is_never_silent_while_something_is_run() -> None:
    feed = demo_feed._feed(1_000, -1)
    told_ms = [frame.at_ms for frame in feed.advance(CYCLE_MS)]
    for session in feed.meeting.sessions:
        run_ms = [session.green_ms, *(ms for ms in told_ms if session.green_ms < ms < session.finish_ms)]
        assert max(later - before for before, later in pairwise(run_ms)) < 1000 * Patience().stale_s
