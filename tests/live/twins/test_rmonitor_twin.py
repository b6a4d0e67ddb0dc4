import asyncio

from racetrace.simulation.rmonitor import rmonitor_frames, rmonitor_init_at
from tests.live.twins.feed_twin import HOST
from tests.live.twins.rmonitor import RMonitorTwin
from tests.simulation.tiny_race import tiny_race


async def test_who_connects_is_told_everything_and_then_each_second() -> None:
    async with RMonitorTwin(tiny_race()) as twin:
        await twin.advance_to(70_500)
        reader, writer = await asyncio.open_connection(HOST, twin.port)
        known = rmonitor_init_at(tiny_race(), 70_500)
        assert await reader.readexactly(len(known)) == known
        await twin.advance_to(100_000)
        news = b''.join(
            frame.data for frame in rmonitor_frames(tiny_race()) if 70_500 < frame.at_ms <= 100_000
        )
        assert await reader.readexactly(len(news)) == news
        writer.close()
        await writer.wait_closed()
        await twin.is_left()
        assert twin.joined == 1


async def test_a_drop_ends_the_connection() -> None:
    async with RMonitorTwin(tiny_race()) as twin:
        reader, writer = await asyncio.open_connection(HOST, twin.port)
        await twin.has_joined()
        twin.drop()
        assert await reader.read() == rmonitor_init_at(tiny_race(), -1)
        writer.close()
