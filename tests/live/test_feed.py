import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from racetrace.errors import ConnectionEnded
from racetrace.live.broadcast import Broadcast
from racetrace.live.feed import Feed
from racetrace.live.feed_status import FeedState
from racetrace.live.patience import Patience
from racetrace.live.reader import Reader
from racetrace.live.recorder import Happening, Recorder
from racetrace.timing.apex import Apex
from racetrace.timing.events import Event
from racetrace.timing.recording import Frame
from tests.live.clocks import START_MS, QuickClock, until
from tests.live.karts import init, lap
from tests.live.test_recorder import Shelf

ORDINARY = Patience()
Said = bytes | float | Exception  # a frame, seconds that pass before the next, or the end


@dataclass(kw_only=True)
class Script:
    """A source whose connections are written down; after the last it says nothing more."""

    connections: list[list[Said]]
    clock: QuickClock
    name: str = 'script'
    is_through: asyncio.Event = field(default_factory=asyncio.Event)

    async def frames(self) -> AsyncGenerator[bytes, None]:
        for said in self.connections.pop(0):
            if isinstance(said, bytes):
                yield said
            elif isinstance(said, float):
                self.clock.ns += int(said * 1e9)
            else:
                raise said
        self.is_through.set()
        await asyncio.Event().wait()


@dataclass(kw_only=True)
class Followed:
    feed: Feed
    reader: Reader
    shelf: Shelf
    clock: QuickClock
    broadcast: Broadcast

    @property
    def happenings(self) -> list[Happening]:
        return [entry.happening for entry in self.feed.log]


@asynccontextmanager
async def followed(
    *connections: list[Said], patience: Patience = ORDINARY, reader: Reader | None = None
) -> AsyncIterator[Followed]:
    """Yield a feed that has come to the end of its script; it is ended after."""
    clock, shelf, reader = QuickClock(), Shelf(), reader or Reader(Apex())
    script = Script(connections=list(connections), clock=clock)
    broadcast = Broadcast(reader.sessions)
    feed = Feed(
        source=script,
        reader=reader,
        recorder=Recorder(shelf, QuickClock()),
        broadcast=broadcast,
        clock=clock,
        patience=patience,
    )
    running = asyncio.create_task(feed.run())
    through = asyncio.create_task(script.is_through.wait())
    await asyncio.wait({running, through}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done()
    yield Followed(feed=feed, reader=reader, shelf=shelf, clock=clock, broadcast=broadcast)
    running.cancel()
    await asyncio.wait({running})


async def test_what_is_received_is_recorded_and_shown() -> None:
    frames = [init({'7': 3}), b'', lap('7', 4), b'\xff\x00 noise']
    async with followed([*frames]) as one:
        status = one.feed.status()
        assert (status.state, status.frames, status.noise, status.attempts) == (FeedState.LIVE, 3, 1, 0)
        assert one.reader.sessions.board.entries['r7'].laps == 4
        assert one.happenings == [Happening.CONNECT]
    assert one.shelf.frames == frames
    assert all(batch.since_ns == START_MS * 1_000_000 for batch in one.shelf.batches)


async def test_a_lost_connection_is_made_again_after_ever_longer_waits() -> None:
    lost: Said = ConnectionEnded('It broke off.')
    async with followed([init({'7': 3}), lost], [lost], [lost], [init({'7': 3})]) as one:
        assert one.happenings == [
            Happening.CONNECT,
            Happening.DISCONNECT,
            Happening.ERROR,
            Happening.ERROR,
            Happening.RECONNECT,
        ]
        waits = one.clock.slept
        assert all(longest / 2 <= wait <= longest for wait, longest in zip(waits, (5, 10, 20), strict=True))
        assert one.feed.status().attempts == 0
    assert [entry.message for batch in one.shelf.batches for entry in batch.log][1] == 'It broke off.'


async def test_connecting_alone_is_no_success() -> None:
    lost: Said = ConnectionEnded('It broke off.')
    async with followed([b'', lost], [b'', lost], [b'']) as one:
        assert one.feed.status().attempts == 2


async def test_it_is_given_up_visibly_and_still_asked_now_and_then() -> None:
    lost: list[Said] = [ConnectionEnded('Nobody is there.')]
    async with followed(*[lost] * 12, [b''], patience=Patience(attempts=10)) as one:
        waits = one.clock.slept
        assert all(wait <= 60 for wait in waits[:9])
        assert all(150 <= wait <= 300 for wait in waits[9:])
    async with followed(*[lost] * 10, [], patience=Patience(attempts=10)) as one:
        assert (one.feed.status().state, one.feed.told()['state']) == (FeedState.GAVE_UP, 'gave_up')
        assert one.feed.status().sentence == 'Nobody is there.'
    async with followed(*[lost] * 10, [init({'7': 3})], patience=Patience(attempts=10)) as one:
        assert one.feed.status().state is FeedState.LIVE


async def test_silence_of_a_race_is_stale_and_silence_after_it_is_quiet() -> None:
    async with followed([init({'7': 3}), 14.0]) as one:
        assert one.feed.state is FeedState.LIVE
        one.clock.ns += 2 * 10**9
        status = one.feed.status()
        assert (status.state, status.is_quiet, status.age_ms) == (FeedState.STALE, False, 16_000)
    async with followed([init({'7': 3}), b'light|lf|\n', 16.0]) as one:
        status = one.feed.status()
        assert (status.state, status.is_quiet) == (FeedState.LIVE, True)


async def test_who_says_that_there_is_nothing_to_say_is_alive_and_quiet() -> None:
    async with followed([init({'7': 3}), 60.0, b'', 30.0]) as one:
        status = one.feed.status()
        assert (status.state, status.is_quiet) == (FeedState.LIVE, True)


async def test_a_connection_that_says_nothing_at_all_is_made_anew() -> None:
    async with followed([init({'7': 3}), 0.0], patience=Patience(dead_s=0.02)) as one:
        await until(lambda: one.feed.log[-1].happening is Happening.DISCONNECT)
        assert one.feed.log[-1].message == 'script said nothing for 0.02 s.'


class Broken(Apex):
    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        if frame == b'bad':
            raise ZeroDivisionError('ours')
        return super().read(frame, at_ms)


async def test_a_fault_of_ours_is_recorded_counted_and_logged_and_the_race_goes_on() -> None:
    bad: list[Said] = [b'bad'] * 25
    async with followed([init({'7': 3}), *bad, lap('7', 4)], reader=Reader(Broken())) as one:
        assert one.reader.sessions.board.entries['r7'].laps == 4
        assert (one.feed.status().failures, one.feed.status().failure) == (25, 'ZeroDivisionError: ours')
        told = [entry.details for entry in one.feed.log if entry.happening is Happening.ERROR]
        assert len(told) == 2  # the first and the tenth: a fault that comes each second fills no log
    assert one.shelf.frames.count(b'bad') == 25


async def test_an_ended_session_is_handed_over_once() -> None:
    heats: list[Said] = [init({'7': 3}, title='HEAT 1'), lap('7', 4), init({'9': 0}, title='HEAT 2'), 0.0]
    async with followed(heats) as one:
        pass
    assert [board.name for batch in one.shelf.batches for board in batch.ended] == ['HEAT 1']


async def test_after_a_restart_the_board_is_that_of_a_replay_and_goes_on() -> None:
    recorded = [(START_MS - 60_000, init({'7': 3})), (START_MS - 30_000, lap('7', 4))]
    reader = Reader(Apex())
    broadcast = Broadcast(reader.sessions)
    clock, shelf = QuickClock(), Shelf()
    script = Script(connections=[[init({'7': 4}), lap('7', 5)]], clock=clock)
    feed = Feed(
        source=script,
        reader=reader,
        recorder=Recorder(shelf, QuickClock()),
        broadcast=broadcast,
        clock=clock,
        patience=Patience(),
    )
    await feed.recover(recorded)
    assert (feed.status().frames, len(reader.sessions.board.entries['r7'].done)) == (0, 1)
    running = asyncio.create_task(feed.run())
    await asyncio.wait_for(script.is_through.wait(), 5)
    running.cancel()
    await asyncio.wait({running})
    assert [one.number for one in reader.sessions.board.entries['r7'].done] == [4, 5]
    assert shelf.batches[0].since_ns == (START_MS - 60_000) * 1_000_000


async def test_viewers_are_told_nothing_of_the_address() -> None:
    async with followed([ConnectionEnded('wss://secret is away.')], [init({'7': 3})]) as one:
        assert set(one.feed.told()) == {'state', 'quiet', 'attempts', 'age_ms', 'now_ms'}


async def test_another_reader_reads_what_was_recorded_and_goes_on_and_no_frame_is_lost() -> None:
    async with followed([init({'7': 1}), lap('7', 2)]) as one:
        await until(lambda: len(one.shelf.frames) == 2)
        other = Reader(Apex())

        async def recorded() -> list[Frame]:
            return [(frame.at_ms, frame.raw) for batch in one.shelf.batches for frame in batch.frames]

        await one.feed.read_by(other, recorded)
        assert one.broadcast.sessions is other.sessions
        assert other.sessions.board.entries['r7'].laps == 2
        assert one.feed.status().frames == 2
