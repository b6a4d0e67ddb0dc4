"""The paths of the older karting program, asked as its clients ask them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.services import circuits
from racetrace.services.viewer import LOCAL
from racetrace.settings import Settings
from racetrace.store import feed_log, frames
from racetrace.store.feed_log import LogLine
from racetrace.store.uid import uid_of
from tests.conftest import HERE, running_house
from tests.live.karts import init, lap
from tests.live.twins.by_hand import ByHand

LABELS = {'c1': 'Kart', 'c2': 'Equipe', 'c3': 'Tours', 'c4': 'Dernier T.', 'c5': 'Non utilisé'}


@pytest_asyncio.fixture
async def root(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(house)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


def circuit(house: FastAPI, **said: Any) -> int:
    new = {'name': 'South', 'provider': 'apex', 'page_url': 'https://live.example/south', **said}
    return circuits.add(house.state.instance, LOCAL, new).id


async def test_it_says_that_it_is_well(root: httpx.AsyncClient) -> None:
    said = (await root.get('/health')).json()
    assert said['status'] == 'healthy'
    assert set(said) == {'status', 'version', 'timestamp'}


async def test_circuits_have_the_names_that_they_had(house: FastAPI, root: httpx.AsyncClient) -> None:
    circuit(house, name='Zandvoort')
    one = circuit(house, name='arena', labels=LABELS, address='wss://live.example:7913/')
    listed = (await root.get('/circuits')).json()
    assert [each['nom'] for each in listed] == ['arena', 'Zandvoort']
    said = (await root.get(f'/circuits/{one}')).json()
    assert said['liveTimingUrl'] == 'https://live.example/south'
    assert said['wssUrl'] == 'wss://live.example:7913/'
    assert said['mappings']['C4'] == said['c4'] == 'Dernier T.'
    assert said['createdAt'].endswith('+00:00')


async def test_a_circuit_is_found_by_the_id_that_its_app_knows(
    house: FastAPI, root: httpx.AsyncClient
) -> None:
    circuit(house, uid=uid_of('Xb7kQ'))
    assert (await root.get('/circuits/Xb7kQ')).json()['id'] == 'Xb7kQ'
    assert (await root.get('/circuits/Xb7kQ/status')).json()['circuit_id'] == 'Xb7kQ'


@pytest.mark.parametrize(
    'path', ['/circuits/99', '/circuits/nobody', '/circuits/1/status', '/circuits/1/x/y']
)
async def test_what_is_not_there_is_not_found(root: httpx.AsyncClient, path: str) -> None:
    answer = await root.get(path)
    assert answer.status_code == 404
    assert answer.json()['detail'].startswith('There is no ')


async def test_timing_starts_once_and_stops_as_often_as_it_is_told(
    house: FastAPI, root: httpx.AsyncClient
) -> None:
    async with ByHand(init({'7': 1})) as twin:
        one = f'/circuits/{circuit(house, address=twin.ws_url)}'
        started = (await root.post(f'{one}/start-timing')).json()
        assert (started['status'], started['websocket_url']) == ('started', twin.ws_url)
        assert (await root.post(f'{one}/start-timing')).json()['status'] == 'already_running'
        await twin.has_joined()
        said = (await root.get(f'{one}/status')).json()
        assert said['collector_status']['is_running']
        assert (await root.get('/status')).json()['total_active_circuits'] == 1
        for _ in range(2):
            assert (await root.post(f'{one}/stop-timing')).json()['status'] == 'stopped'
        said = (await root.get(f'{one}/status')).json()
        assert (said['timing_active'], said['collector_status'], said['connected_clients']) == (
            False,
            None,
            0,
        )


async def test_without_an_address_timing_does_not_start(house: FastAPI, root: httpx.AsyncClient) -> None:
    answer = await root.post(f'/circuits/{circuit(house, page_url="")}/start-timing')
    assert answer.status_code == 400
    assert answer.json()['detail'] == 'Circuit has no WebSocket URL configured'


async def test_what_was_received_is_told_the_newest_first(house: FastAPI, root: httpx.AsyncClient) -> None:
    one = circuit(house)
    frames.add(house.state.instance.engine, one, [(1_000, b'title1||a'), (2_000, b'r1c4|tn|A|B')])
    feed_log.add(house.state.instance.engine, one, LogLine(at_ms=5, kind='connect', message='Here.'))
    (newest,) = (await root.get(f'/circuits/{one}/data?limit=1')).json()
    assert newest['raw_data'] == {'frame': 'r1c4|tn|A|B'}
    assert newest['timestamp'] == '1970-01-01T00:00:02+00:00'
    counted = (await root.get(f'/circuits/{one}/statistics')).json()
    assert (counted['total_records'], counted['recent_records_24h'], counted['is_active']) == (2, 0, False)
    (line,) = (await root.get(f'/circuits/{one}/logs?limit=50')).json()
    assert (line['event_type'], line['message'], line['details']) == ('connect', 'Here.', {})
    assert (await root.get(f'/circuits/{one}/data?limit=0')).status_code == 422


async def test_the_format_is_analysed_and_the_finding_kept(house: FastAPI, root: httpx.AsyncClient) -> None:
    async with ByHand(b'\n'.join((init({'7': 1}), lap('7', 2)))) as twin:
        one = f'/circuits/{circuit(house, address=twin.ws_url)}'
        assert (await root.get(f'{one}/analysis')).status_code == 404
        await root.post(f'{one}/start-timing')
        await twin.has_joined()
        said = (await root.post(f'{one}/analyze-format')).json()
    assert (said['detected_format'], said['parser_code'], said['is_active']) == ('apex', None, True)
    assert (await root.get(f'{one}/analysis')).json() == said


@pytest_asyncio.fixture
async def stranger(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Nobody, at a club that has one public circuit and a private one."""
    async with running_house(replace(settings, mode=Mode.LAN)) as house:
        circuit(house, visibility='public', address='wss://live.example/?token=secret')
        circuit(house)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as client:
            yield client


async def test_who_is_nobody_sees_what_is_public_and_changes_nothing(stranger: httpx.AsyncClient) -> None:
    assert [one['id'] for one in (await stranger.get('/circuits')).json()] == ['1']
    assert (await stranger.get('/circuits/1')).status_code == 200
    assert (await stranger.get('/circuits/2')).status_code == 404
    for path in ('/circuits', '/circuits/1', '/circuits/1/status', '/status'):
        assert 'secret' not in (await stranger.get(path)).text, 'the address may hold a token'
    for verb in ('start-timing', 'stop-timing', 'analyze-format'):
        assert (await stranger.post(f'/circuits/1/{verb}')).status_code == 401


@pytest.mark.parametrize('path', ['/status/x', '/healthy', '/circuitsx', '/health/', '/sessions'])
async def test_no_other_path_is_opened_by_these(stranger: httpx.AsyncClient, path: str) -> None:
    assert (await stranger.get(path)).headers['location'].startswith('/login')


async def test_below_circuits_there_is_no_page(stranger: httpx.AsyncClient) -> None:
    for path in ('/circuits/', '/circuits/../sessions', '/circuits/1/live', '/circuits/1/%2e%2e/%2e%2e/me'):
        answer = await stranger.get(path)
        assert answer.status_code in {303, 404}, path
        assert 'html' not in answer.headers.get('content-type', '')
