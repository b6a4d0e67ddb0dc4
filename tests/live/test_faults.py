"""Feeds over a bad network: a real server, a proxy that does harm, and the board beside the truth."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from racetrace.live.address import Address
from racetrace.live.boards import Boards
from racetrace.live.clock import SteadyClock
from racetrace.live.feed import Feed
from racetrace.live.feed_status import FeedState
from racetrace.live.patience import Patience
from racetrace.live.reach import Reach
from racetrace.live.reader import Reader
from racetrace.live.recorder import Happening, Recorder
from racetrace.live.source import Source
from racetrace.live.tcp_lines import TcpLines
from racetrace.live.web_socket import WebSocket
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import KartRun, Meeting, SessionTruth
from racetrace.timing.apex import Apex
from racetrace.timing.board import Board
from racetrace.timing.providers import Parser
from racetrace.timing.rmonitor import RMonitor
from tests.live.test_recorder import Shelf
from tests.live.twins.apex import ApexTwin
from tests.live.twins.faults import FaultProxy
from tests.live.twins.feed_twin import FeedTwin
from tests.live.twins.rmonitor import RMonitorTwin

RIGHT_S = 3.0  # until the state is right
BACK_S = 10.0  # until the board is right again
JOINED_MS = 150_000  # some laps are done when we come
STEP_MS = 20_000
LATE_MS = 1_000  # a server gathers what happens
ANYWHERE = Reach(is_private_allowed=True)
HASTY = Patience(first_s=0.01, most_s=0.05, stale_s=0.2, dead_s=0.6)


@dataclass(kw_only=True)
class Track:
    """A race that is told through a bad network, and who follows it."""

    twin: FeedTwin
    proxy: FaultProxy
    feed: Feed
    reader: Reader
    shelf: Shelf
    race: SessionTruth

    @property
    def board(self) -> Board:
        return self.reader.sessions.board

    async def go_on(self) -> None:
        """Let the race go on, and wait until the board has all of it."""
        await self.twin.advance_to(self.twin.now_ms + STEP_MS)
        await self.until(self.is_right)

    def is_right(self) -> bool:
        """Return whether the board counts the laps of everybody as they are, or were a second ago."""
        now_ms, laps = self.twin.now_ms, self.laps()
        if self.feed.state not in {FeedState.LIVE, FeedState.STALE}:  # 20 s at once may be a silence
            return False
        return all(
            laps.get(str(run.entrant.number), 0) in {_laps(run, now_ms), _laps(run, now_ms - LATE_MS)}
            for run in self.race.runs
        )

    def laps(self) -> dict[str, int]:
        return {entry.number: entry.laps_done for entry in self.board.entries.values()}

    async def until(self, condition: Callable[[], bool], within_s: float = BACK_S) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.005)

    async def has_seen(self, *states: FeedState) -> None:
        await self.until(lambda: self.feed.state in states, RIGHT_S)

    def is_true(self) -> None:
        """Every lap that we have is one of the race, and none is there twice."""
        truth = {
            (str(run.entrant.number), lap.number): lap.time_ms for run in self.race.runs for lap in run.laps
        }
        had = [
            (entry.number, lap.number, lap.ms) for entry in self.board.entries.values() for lap in entry.done
        ]
        assert len(had) == len({one[:2] for one in had})
        known = [one for one in had if one[2] is not None]  # a lap during a gap may be known by its number
        assert [one for one in known if truth.get(one[:2]) != one[2]] == []


def _laps(run: KartRun, at_ms: int) -> int:
    return sum(lap.end_ms <= at_ms for lap in run.laps)


class RaceClock(SteadyClock):
    """Time passes as in the race, which is moved on by hand, and by itself besides."""

    def __init__(self, twin: FeedTwin) -> None:
        super().__init__()
        self._twin = twin

    def now_ns(self) -> int:
        return super().now_ns() + self._twin.now_ms * 1_000_000


Server = tuple[Callable[[Meeting], ApexTwin | RMonitorTwin], Callable[[int], Source], Callable[[], Parser]]


def websocket(port: int) -> Source:
    return WebSocket(address=Address(scheme='ws', host='127.0.0.1', port=port), reach=ANYWHERE)


def tcp(port: int) -> Source:
    return TcpLines(address=Address(scheme='tcp', host='127.0.0.1', port=port), reach=ANYWHERE)


SERVERS: dict[str, Server] = {'apex': (ApexTwin, websocket, Apex), 'rmonitor': (RMonitorTwin, tcp, RMonitor)}


@pytest.fixture(scope='module')
def meeting() -> Meeting:
    return simulate_race('sprint', karts=10, minutes=12, qualifying=False, uneventful=True)


@pytest.fixture(params=SERVERS)
async def track(request: pytest.FixtureRequest, meeting: Meeting) -> AsyncIterator[Track]:
    async with followed(meeting, SERVERS[request.param]) as one:
        yield one


@asynccontextmanager
async def followed(meeting: Meeting, server: Server) -> AsyncIterator[Track]:
    make, source, parser = server
    twin = make(meeting)
    (race,) = meeting.sessions
    reader, clock, shelf, boards = Reader(parser()), RaceClock(twin), Shelf(), Boards(every_s=0.01)
    async with twin:
        await twin.advance_to(race.green_ms + JOINED_MS)
        async with (
            FaultProxy(twin.ws_port if isinstance(twin, ApexTwin) else twin.port) as proxy,
            boards.opened(1, reader.sessions) as broadcast,
        ):
            feed = Feed(
                source=source(proxy.port),
                reader=reader,
                recorder=Recorder(shelf, clock, every_s=0.01),
                broadcast=broadcast,
                clock=clock,
                patience=HASTY,
            )
            running = asyncio.create_task(feed.run())
            one = Track(twin=twin, proxy=proxy, feed=feed, reader=reader, shelf=shelf, race=race)
            await one.until(lambda: feed.state is FeedState.LIVE)
            await one.go_on()
            yield one
            assert not running.done()
            running.cancel()
            await asyncio.wait({running})


async def test_a_quiet_network_tells_the_race_as_it_was(track: Track) -> None:
    for _ in range(20):
        await track.go_on()
    track.is_true()
    assert sum(len(entry.done) for entry in track.board.entries.values()) >= 60


async def test_after_each_of_ten_lost_connections_the_board_is_right_again(track: Track) -> None:
    for _ in range(10):
        await track.go_on()
        track.proxy.drop()
        await track.has_seen(FeedState.DOWN, FeedState.CONNECTING)
        await track.twin.advance_to(track.twin.now_ms + STEP_MS)
        await track.until(track.is_right)
    track.is_true()
    happenings = [entry.happening for entry in track.feed.log]
    assert happenings.count(Happening.RECONNECT) == 10
    assert not track.reader.sessions.ended


async def test_a_server_that_is_away_is_down_and_comes_back(track: Track) -> None:
    await track.go_on()
    track.proxy.refuse()
    await track.has_seen(FeedState.DOWN)
    await track.until(lambda: track.feed.status().attempts >= 3)
    assert 'cannot be reached' in track.feed.status().sentence
    await track.proxy.accept()
    await track.go_on()
    track.is_true()


async def test_a_stall_is_stale_and_what_was_held_up_comes_after(track: Track) -> None:
    await track.go_on()
    track.proxy.stall()
    await track.has_seen(FeedState.STALE)
    track.proxy.resume()
    await track.go_on()
    track.is_true()


async def test_a_connection_that_died_without_a_word_is_made_anew(track: Track) -> None:
    await track.go_on()
    track.proxy.stall()
    await track.until(lambda: Happening.DISCONNECT in {entry.happening for entry in track.feed.log})
    track.proxy.resume()
    await track.go_on()
    track.is_true()


async def duplicate(track: Track) -> None:
    track.proxy.duplicate(5)


async def halve(track: Track) -> None:
    track.proxy.halve()
    await track.twin.advance_to(track.twin.now_ms + STEP_MS)
    await track.proxy.is_holding()
    track.proxy.resume()


async def cut(track: Track) -> None:
    track.proxy.cut()
    await track.twin.advance_to(track.twin.now_ms + STEP_MS)
    await track.until(lambda: track.proxy.connected > 1)


async def garbage(track: Track) -> None:
    track.proxy.inject(
        b'GET / HTTP/1.1\r\nHost: a\r\n\r\n\x00\xff\xfe$G,1,"1",999,"00:00:01"\x16\x03\x01' * 20
    )


async def strange_frames(track: Track) -> None:
    for frame in (
        b'\x16\x03\x01\x02\n',
        b'MGLNDD_1\n',
        b'r1c1|tn|\n',
        b'|||\n',
        b'$\n',
        b'\xff' * 5000 + b'\n',
    ):
        track.twin.send(frame)


@pytest.mark.parametrize('fault', [duplicate, halve, cut, garbage, strange_frames])
async def test_no_fault_spoils_the_board_or_makes_a_lap(
    track: Track, fault: Callable[[Track], Awaitable[None]]
) -> None:
    await track.go_on()
    await fault(track)
    for _ in range(5):
        await track.go_on()
    track.is_true()
    assert track.feed.status().failures == 0


async def test_what_was_recorded_makes_the_same_board(meeting: Meeting) -> None:
    for name, server in SERVERS.items():
        async with followed(meeting, server) as track:
            for _ in range(3):
                await track.go_on()
                track.proxy.drop()
                await track.has_seen(FeedState.DOWN, FeedState.CONNECTING)
                await track.until(track.is_right)
            await track.go_on()
        again = Reader(server[2]())
        await again.read_all(
            (frame.at_ms, frame.raw) for batch in track.shelf.batches for frame in batch.frames if frame.raw
        )
        assert again.sessions.board.entries == track.board.entries, name
