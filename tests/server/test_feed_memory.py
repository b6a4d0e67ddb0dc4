"""What a feed takes of memory in a long day: after the twelfth hour hardly more than after the first."""

import gc
import gzip
import tracemalloc
from collections.abc import Iterable
from typing import Final

from racetrace.live.broadcast import Broadcast
from racetrace.live.reader import Reader
from racetrace.simulation.apex import apex_frames
from racetrace.simulation.race import simulate_race
from racetrace.timing.apex import Apex
from racetrace.timing.recording import Frame, frames
from tests.recordings import recording

HOUR_MS: Final = 3_600_000
MOST_GROWTH_BYTES: Final = 10_000_000
TICK_MS: Final = 5_000  # of the feed's time; more often changes nothing but how long this takes


def held_bytes(received: Iterable[Frame], hours: tuple[int, int]) -> list[int]:
    """Return what is held after so many hours: by the board, and by what its viewers may go back to."""
    reader, now_s = Reader(Apex()), [0.0]
    broadcast = Broadcast(reader.sessions, now_s=lambda: now_s[0])
    held: list[int] = []
    start_ms = told_ms = None
    tracemalloc.start()
    try:
        for at_ms, raw in received:
            start_ms = at_ms if start_ms is None else start_ms
            told_ms = at_ms if told_ms is None else told_ms
            if at_ms - start_ms >= hours[len(held)] * HOUR_MS:
                held.append(_held())
                if len(held) == len(hours):
                    break
            reader.read(raw, at_ms)
            if at_ms - told_ms >= TICK_MS:
                told_ms, now_s[0] = at_ms, at_ms / 1000
                broadcast.tick()
                reader.sessions.board.passings.clear()  # as the store takes them
                reader.sessions.ended.clear()
    finally:
        tracemalloc.stop()
    return held


def _held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_a_race_of_three_hours_grows_no_faster_than_twelve_may() -> None:
    meeting = simulate_race(karts=16, minutes=3 * 60 + 20, seed=2, qualifying=False)
    received = [(one.at_ms, one.data) for one in apex_frames(meeting)]  # held before it is measured
    first, last = held_bytes(received, (1, 3))
    assert last - first < MOST_GROWTH_BYTES * 2 / 11


def test_a_day_of_a_circuit_takes_little_more_than_its_first_hour() -> None:
    packed = recording('apex/santos_2026-04-25.log.gz').read_bytes()
    received = list(frames(gzip.decompress(packed), 'santos'))
    first, last = held_bytes(received, (1, 12))
    assert last - first < MOST_GROWTH_BYTES
