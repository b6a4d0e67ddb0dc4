import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from racetrace.errors import StoreAway
from racetrace.live.clock import Clock
from racetrace.live.recorder import Batch, Happening, Logged, Received, Recorder
from racetrace.timing.board import Board
from tests.live.clocks import HandClock, QuickClock, until


class Shelf:
    """Keeps batches; fails as often as it is told to."""

    def __init__(self, fails: int = 0) -> None:
        self.batches: list[Batch] = []
        self.fails = fails

    def append(self, batch: Batch) -> None:
        if self.fails:
            self.fails -= 1
            raise StoreAway('The database does not answer.')
        self.batches.append(batch)

    @property
    def frames(self) -> list[bytes]:
        return [frame.raw for batch in self.batches for frame in batch.frames]


@asynccontextmanager
async def writing(shelf: Shelf, clock: Clock, **options: int) -> AsyncIterator[Recorder]:
    recorder = Recorder(shelf, clock, **options)
    writer = asyncio.create_task(recorder.run())
    yield recorder
    recorder.end()
    await asyncio.wait_for(writer, 5)


def frame(n: int) -> Received:
    return Received(n, b'%d' % n)


async def test_all_is_kept_in_order_in_few_batches() -> None:
    shelf = Shelf()
    async with writing(shelf, QuickClock()) as recorder:
        for n in range(100):
            await recorder.keep(frame(n))
        await until(lambda: recorder.waiting == 0)
        assert recorder.written == 100
    assert shelf.frames == [b'%d' % n for n in range(100)]
    assert len(shelf.batches) == 1


async def test_frames_log_and_ended_sessions_go_together() -> None:
    shelf, board = Shelf(), Board(name='HEAT 1')
    async with writing(shelf, QuickClock()) as recorder:
        recorder.since_ns = 7
        await recorder.keep(Logged(1, Happening.CONNECT, 'hello'))
        await recorder.keep(frame(2))
        await recorder.keep(board)
    (batch,) = shelf.batches
    assert batch == Batch(
        frames=[frame(2)], log=[Logged(1, Happening.CONNECT, 'hello')], ended=[board], since_ns=7
    )


async def test_what_the_store_does_not_take_is_tried_again() -> None:
    shelf = Shelf(fails=3)
    clock = QuickClock()
    async with writing(shelf, clock) as recorder:
        await recorder.keep(frame(1))
        await until(lambda: recorder.failures == 0 and recorder.waiting == 0)
    assert shelf.frames == [b'1']
    assert clock.slept.count(1.0) == 3


async def test_who_brings_more_than_there_is_room_for_waits_and_nothing_is_lost() -> None:
    shelf, clock = Shelf(), HandClock()
    async with writing(shelf, clock, most_bytes=200) as recorder:
        for n in range(4):  # each counts 65 bytes
            await recorder.keep(frame(n))
        waiting = asyncio.ensure_future(recorder.keep(frame(4)))
        await until(lambda: clock.sleepers)
        assert not waiting.done()
        assert (recorder.held_up, recorder.waiting) == (1, 4)
        clock.pass_by(1)
        await asyncio.wait_for(waiting, 5)
    assert shelf.frames == [b'%d' % n for n in range(5)]


async def test_at_the_end_what_is_left_is_written_and_a_store_that_is_away_holds_up_nobody() -> None:
    shelf = Shelf(fails=1)
    async with writing(shelf, HandClock()) as recorder:
        await recorder.keep(frame(1))
    assert shelf.frames == []
    assert (recorder.waiting, recorder.sentence) == (1, 'The database does not answer.')
