import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import islice

from racetrace.live.broadcast import Broadcast
from racetrace.live.checkpoints import MOST, Checkpoints
from racetrace.live.reader import Reader
from racetrace.live.replay import Replay
from racetrace.timing.apex import Apex
from racetrace.timing.board import Board
from racetrace.timing.recording import Frame, frames
from racetrace.timing.sessions import Sessions
from tests.live.clocks import HandClock, until
from tests.live.karts import init, lap
from tests.live.test_broadcast import drained
from tests.recordings import recording

T = 1_700_000_000_000
MINUTE = 60_000


def race(minutes: int = 120) -> list[Frame]:
    """Return a lap a minute."""
    return [(T, init({'7': 0, '8': 0})), *((T + MINUTE * n, lap('7', n)) for n in range(1, minutes + 1))]


class Playing:
    def __init__(self, recorded: Sequence[Frame], speed: float) -> None:
        self.clock = HandClock()
        self.opened: list[int] = []
        self.recorded = recorded
        self.broadcast = Broadcast(Sessions(), now_s=self.clock.now_s)
        self.replay = Replay(
            self._from,
            span_ms=(recorded[0][0], recorded[-1][0]),
            parser=Apex,
            broadcast=self.broadcast,
            clock=self.clock,
            speed=speed,
        )

    def _from(self, index: int) -> Iterator[Frame]:
        self.opened.append(index)
        return islice(iter(self.recorded), index, None)

    @property
    def laps(self) -> int:
        entry = self.broadcast.sessions.board.entries.get('r7')
        return len(entry.done) if entry else 0

    async def at(self, laps: int) -> None:
        await until(lambda: self.laps == laps and self.clock.sleepers <= 1)


@asynccontextmanager
async def playing(recorded: Sequence[Frame], speed: float = 1.0) -> AsyncIterator[Playing]:
    one = Playing(recorded, speed)
    running = asyncio.create_task(one.replay.run())
    yield one
    assert not running.done()
    running.cancel()
    await asyncio.wait({running})


def read(recorded: Sequence[Frame]) -> Board:
    reader = Reader(Apex())
    for at_ms, raw in recorded:
        reader.read(raw, at_ms)
    return reader.sessions.board


async def test_it_goes_as_the_race_went() -> None:
    async with playing(race()) as one:
        await until(lambda: one.clock.sleepers)
        for laps in (1, 2, 3):
            one.clock.pass_by(60)
            await one.at(laps)
        assert one.replay.position_ms == T + 3 * MINUTE
        assert one.replay.told() == {
            'state': 'replay',
            'now_ms': T + 3 * MINUTE,
            'from_ms': T,
            'to_ms': T + 120 * MINUTE,
            'speed': 1.0,
            'is_playing': True,
            'is_over': False,
            'marks': [],
        }


async def test_it_goes_as_fast_as_one_likes() -> None:
    async with playing(race(), speed=10.0) as one:
        await until(lambda: one.clock.sleepers)
        one.clock.pass_by(6)
        await one.at(1)
        one.replay.speed = 60.0
        await until(lambda: one.clock.sleepers == 1)
        one.clock.pass_by(5)
        await one.at(6)
        one.replay.speed = 1e9
        assert one.replay.speed == 1000.0


async def test_while_it_is_paused_nothing_comes() -> None:
    async with playing(race()) as one:
        await until(lambda: one.clock.sleepers)
        one.clock.pass_by(90)
        await one.at(1)
        one.replay.pause()
        one.clock.pass_by(3600)
        await drained()
        assert (one.laps, one.replay.position_ms) == (1, T + 90_000)
        one.replay.play()
        await until(lambda: one.clock.sleepers)
        one.clock.pass_by(30)
        await one.at(2)


async def test_it_can_be_set_forwards_and_back() -> None:
    recorded = race()
    async with playing(recorded) as one:
        for minute in (100, 3, 50, 0, 119):
            one.replay.seek(T + minute * MINUTE + 5)
            await one.at(minute)
            assert one.replay.position_ms == T + minute * MINUTE + 5
            assert one.broadcast.sessions.board.entries == read(recorded[: minute + 1]).entries


async def test_at_the_end_it_stands_and_can_be_set_back() -> None:
    async with playing(race(5)) as one:
        one.replay.seek(T + 99 * MINUTE)
        await one.at(5)
        await until(lambda: one.replay.is_over)
        one.clock.pass_by(1000)
        assert one.replay.position_ms == T + 5 * MINUTE
        one.replay.seek(T)
        await one.at(0)
        assert not one.replay.is_over


async def test_to_go_back_is_not_to_begin_again() -> None:
    recorded = race(5000)
    async with playing(recorded) as one:
        one.replay.seek(recorded[-1][0])
        await one.at(5000)
        one.replay.seek(T + 4500 * MINUTE)
        await one.at(4500)
        assert one.opened == [0, 4000]
        assert one.broadcast.sessions.board.entries == read(recorded[:4501]).entries
        one.replay.seek(T + 10 * MINUTE)
        await one.at(10)
        one.replay.seek(T + 4999 * MINUTE)
        await one.at(4999)
        assert one.opened == [0, 4000, 0, 4000]


async def test_the_states_that_are_kept_are_few_and_all_along() -> None:
    kept, reader = Checkpoints(every=10), Reader(Apex())
    for frames_read in range(1, 20_001):
        kept.offer(reader, frames_read, frames_read)
    found = {state[1] for at_ms in range(0, 20_001, 10) if (state := kept.before(at_ms)) is not None}
    assert MOST / 2 <= len(found) <= MOST
    assert max(b - a for a, b in zip(sorted(found), sorted(found)[1:], strict=False)) <= 1280
    assert kept.before(5) is None


async def test_a_real_race_can_be_gone_through_in_both_directions() -> None:
    path = recording('apex/santos_2026-04-25.log.gz')
    recorded = list(frames(gzip.decompress(path.read_bytes()), path.name))[:12_000]
    whole = read(recorded)
    async with playing(recorded) as one:
        before = one.broadcast.sessions
        one.replay.seek(recorded[-1][0])
        await until(lambda: one.replay.is_over, tries=60_000)
        assert before.board.entries == whole.entries
        half = len(recorded) // 2
        one.replay.seek(recorded[half][0])
        await until(lambda: one.broadcast.sessions is not before, tries=60_000)
        assert one.broadcast.sessions.board.heard_ms == read(recorded[: half + 1]).heard_ms
