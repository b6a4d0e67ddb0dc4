from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from racetrace.simulation.apex import apex_frames
from tests.live.twins.apex import CONFIG_PORT, ApexTwin
from tests.simulation.tiny_race import tiny_race

POLL = '/commonv2/functions/live_ajax.php'
REQUEST = '/commonv2/functions/request.php'


@pytest.fixture
async def twin() -> AsyncIterator[ApexTwin]:
    async with ApexTwin(tiny_race(), split_every=0) as running:
        yield running


@pytest.fixture
async def page(twin: ApexTwin) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=twin.url) as client:
        yield client


async def test_who_connects_is_sent_the_board_of_the_moment_then_what_changes(twin: ApexTwin) -> None:
    await twin.advance_to(70_000)
    async with connect(twin.ws_url) as client:
        assert 'class="tb">1:00.000<' in str(await client.recv())
        assert await twin.advance_to(71_500) == 1
        assert 'r12|*|61000|' in str(await client.recv())


async def test_who_reads_along_is_sent_every_frame_of_the_race(twin: ApexTwin) -> None:
    frames = [frame.data.decode() for frame in apex_frames(tiny_race(), split_every=0)]
    await twin.advance_to(0)
    async with connect(twin.ws_url) as client:
        await twin.advance_to(300_000)
        assert [await client.recv() for _ in frames] == frames


async def test_the_race_goes_on_by_itself_when_told_how_fast(twin: ApexTwin) -> None:
    async with connect(twin.ws_url) as client:
        await twin.run(speed=100_000, until_ms=100_000)
        assert twin.now_ms == 100_000
        assert str(await client.recv()).startswith('init|n|')


async def test_a_drop_is_seen_and_who_comes_back_starts_with_a_board(twin: ApexTwin) -> None:
    await twin.advance_to(0)
    async with connect(twin.ws_url) as client:
        await client.recv()
        twin.drop()
        with pytest.raises(ConnectionClosedError):
            await client.recv()
    await twin.is_left()
    async with connect(twin.ws_url) as client:
        assert str(await client.recv()).startswith('init|r|')
        await twin.has_joined(2)


async def test_what_a_client_says_is_heard_and_not_answered(twin: ApexTwin) -> None:
    async with connect(twin.ws_url) as client:
        await client.send('init')
        await twin.has_heard('init')
        twin.send(b'')
        assert [await client.recv() for _ in range(2)][-1] == ''


async def test_the_page_says_the_port(page: httpx.AsyncClient) -> None:
    assert f'configPort = {CONFIG_PORT};' in (await page.get('/javascript/config.js')).text


async def test_polling_tells_the_board_once_and_then_what_is_new(
    twin: ApexTwin, page: httpx.AsyncClient
) -> None:
    await twin.advance_to(70_000)
    asked = {'port': str(CONFIG_PORT + 4), 'init': '1', 'index': '0'}
    init, index, payload = (await page.get(POLL, params=asked)).text.split('@', 2)
    assert payload.startswith('init|r|')
    await twin.advance_to(71_500)
    for expected in ('r12|*|61000|', ''):
        answer = await page.get(POLL, params=asked | {'init': init, 'index': index})
        init, index, payload = answer.text.split('@', 2)
        assert expected in payload
    assert payload == ''
    assert twin.polls == 3


async def test_polling_at_the_wrong_port_or_with_nonsense_does_no_harm(
    twin: ApexTwin, page: httpx.AsyncClient
) -> None:
    await twin.advance_to(0)
    assert (await page.get(POLL)).text == 'error'
    asked = {'port': str(CONFIG_PORT + 4), 'init': '1', 'index': '99999'}
    assert (await page.get(POLL, params=asked)).text.startswith('0@1@init|r|')


async def test_laps_that_were_missed_can_be_asked_for(twin: ApexTwin, page: httpx.AsyncClient) -> None:
    await twin.advance_to(150_000)
    asked = {'port': str(CONFIG_PORT), 'request': 'D#-100#D7.L'}
    laps = (await page.post(REQUEST, data=asked)).text.splitlines()
    assert laps == ['D7.L0003#|||p59500', 'D7.L0002#|||60000', 'D7.L0001#|||']
    assert twin.requests == ['D#-100#D7.L']
