"""Sources before servers that behave as the providers' do."""

import asyncio
from contextlib import aclosing

from racetrace.live.apex_source import ApexSource
from racetrace.live.race_monitor import RaceMonitor
from racetrace.live.reach import Reach
from racetrace.live.reader import Reader
from racetrace.live.source import Source
from racetrace.timing.apex import Apex
from racetrace.timing.rmonitor import RMonitor
from tests.live.twins.apex import ApexTwin
from tests.live.twins.feed_twin import FeedTwin
from tests.live.twins.racemonitor import RACE_ID, RaceMonitorTwin
from tests.simulation.tiny_race import tiny_race

ANYWHERE = Reach(is_private_allowed=True)
END_MS = 250_000


async def followed(twin: FeedTwin, source: Source, reader: Reader) -> dict[str, int]:
    """Follow a tiny race from its beginning; return the laps by number once all are there."""
    frames_of = source.frames()
    async with aclosing(frames_of) as frames, asyncio.timeout(10):
        reader.read(await anext(frames), 1)
        for to_ms in range(0, END_MS + 1, 10_000):
            await twin.advance_to(to_ms)
        while laps(reader) != {'7': 3, '12': 3}:
            reader.read(await anext(frames), twin.now_ms)
    return laps(reader)


def laps(reader: Reader) -> dict[str, int]:
    return {entry.number: entry.laps_done for entry in reader.sessions.board.entries.values()}


async def test_a_circuit_without_a_websocket_is_polled() -> None:
    async with ApexTwin(tiny_race()) as twin:
        await twin.advance_to(0)
        source = ApexSource(page=twin.url, reach=ANYWHERE, poll_s=0.01)
        assert await followed(twin, source, Reader(Apex()))
        assert twin.polls >= 2


async def test_a_race_of_race_monitor_is_joined() -> None:
    async with RaceMonitorTwin(tiny_race()) as twin:
        await twin.advance_to(0)
        source = RaceMonitor(race_id=RACE_ID, reach=ANYWHERE, asked=f'{twin.url}/Info/WebRaceList')
        assert await followed(twin, source, Reader(RMonitor(are_lines_whole=True)))
        assert twin.refused == 0
