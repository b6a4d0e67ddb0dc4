"""Boards: kept, and told live on a socket, as long as who watches may."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.services import administer, circuits, delete_account, sign_out
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials
from racetrace.services.register import NewAccount, register
from racetrace.services.sign_in import sign_in
from racetrace.services.viewer import LOCAL, Caller, Viewer
from racetrace.services.viewers import viewer_of
from racetrace.settings import Settings
from racetrace.store import frames, timing_sessions
from racetrace.store.timing_sessions import Keeping
from racetrace.timing.events import Said
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Field
from tests.asgi_socket import AsgiSocket, asgi_socket
from tests.conftest import HERE, running_house
from tests.store.test_timing import NOW, grid, told

PASSWORD = 'five red lights'
CALLER = Caller(address='127.0.0.1')


@dataclass(frozen=True, kw_only=True)
class Place:
    app: FastAPI
    ana: dict[str, str]  # cookies: she owns the circuit
    ben: dict[str, str]
    circuit_id: int

    @property
    def instance(self) -> Instance:
        instance: Instance = self.app.state.instance
        return instance

    def viewer(self, shown: dict[str, str]) -> Viewer:
        return viewer_of(self.instance, shown['Cookie'].removeprefix('rt='))

    def asking(self, shown: dict[str, str]) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=f'{HERE}/api/v1', headers=shown)

    @asynccontextmanager
    async def watched(self, shown: dict[str, str], query: str = '') -> AsyncIterator[AsgiSocket]:
        """Watch the board, of which the first was told already."""
        path = f'/api/v1/live/{self.circuit_id}/ws{query}'
        async with asgi_socket(self.app, path, shown) as socket:
            assert (await socket.told())['type'] == 'snapshot'
            yield socket


@pytest.fixture
async def place(settings: Settings) -> AsyncIterator[Place]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        instance = app.state.instance
        ana, ben = (_signed_in(instance, name) for name in ('ana', 'ben'))
        viewer = viewer_of(instance, ana['Cookie'].removeprefix('rt='))
        made = circuits.add(instance, viewer, {'name': 'South', 'provider': 'apex', 'visibility': 'public'})
        async with instance.boards.opened(made.id, Sessions()):
            yield Place(app=app, ana=ana, ben=ben, circuit_id=made.id)


def _signed_in(instance: Instance, name: str) -> dict[str, str]:
    register(instance, CALLER, NewAccount(name=name, email=f'{name}@club.example', password=PASSWORD))
    session = sign_in(instance, CALLER, Credentials(name=name, password=PASSWORD)).session
    return {'Cookie': f'rt={session}'}


async def test_what_is_made_private_is_told_no_more_to_others_and_on_to_its_owner(place: Place) -> None:
    async with place.watched(place.ana) as own, place.watched(place.ben) as other, place.watched({}) as guest:
        circuits.write(place.instance, place.viewer(place.ana), place.circuit_id, {'visibility': 'private'})
        assert await other.end() == 4004
        assert await guest.end() == 4004
        own.say('ping')
        while (await own.told())['type'] != 'pong':
            pass


@pytest.mark.parametrize('way', ['sign-out', 'lock'])
async def test_who_signs_out_or_is_locked_watches_no_more(place: Place, way: str) -> None:
    async with place.watched(place.ben) as socket:
        ben = place.viewer(place.ben)
        if way == 'lock':
            administer.set_admin(place.instance, LOCAL, place.viewer(place.ana).user_id, True)
            administer.lock(place.instance, LOCAL, ben.user_id)
        else:
            sign_out.sign_out(place.instance, ben)
        assert await socket.end() == 4003


async def test_an_account_that_is_deleted_takes_its_circuits_with_it(place: Place) -> None:
    async with place.watched(place.ben) as socket:
        ana = place.viewer(place.ana)
        delete_account.delete_account(place.instance, ana, Credentials(password=PASSWORD))
        assert await socket.end() == 4004


async def test_who_floods_or_sends_bytes_is_answered_and_nothing_breaks(place: Place) -> None:
    async with place.watched(place.ben) as socket:
        socket.says.put_nowait({'type': 'websocket.receive', 'bytes': b'\xff'})
        for said in ('{', '[' * 5_000, 'null', '{"type":"delay","seconds":1e999}'):
            socket.say(said)
        heard: list[dict[str, Any]] = []
        while len(heard) < 5:
            if (message := await socket.told())['type'] in {'pong', 'delay'}:
                heard.append(message)
        assert [one['type'] for one in heard] == ['pong'] * 4 + ['delay']


@pytest.mark.parametrize('query', ['?delay=nan', '?delay=-1', '?delay=301', '?seq=x'])
async def test_a_delay_that_is_none_is_refused_before_anything_is_told(place: Place, query: str) -> None:
    path = f'/api/v1/live/{place.circuit_id}/ws{query}'
    async with asgi_socket(place.app, path, place.ben) as socket:
        assert set(await socket.told()) == {'code'}


@pytest.mark.parametrize('number', [0, 999, -1, 10**30])
async def test_a_circuit_that_is_not_there_ends_the_socket_with_4004(place: Place, number: int) -> None:
    async with asgi_socket(place.app, f'/api/v1/live/{number}/ws', place.ben) as socket:
        assert await socket.told() == {'code': 4004}


async def test_a_circuit_that_is_deleted_while_it_is_watched_ends(place: Place) -> None:
    async with place.watched(place.ben) as socket:
        await circuits.delete(place.instance, place.viewer(place.ana), place.circuit_id)
        assert await socket.end() == 4004


@pytest.mark.parametrize('path', ['/api/v1/live/{}/ws', '/circuits/{}/live'])
async def test_who_watches_from_many_windows_leaves_room_for_others(settings: Settings, path: str) -> None:
    async with running_house(replace(settings, mode=Mode.LAN, viewers_of_one=1)) as app:
        instance: Instance = app.state.instance
        ana = viewer_of(instance, _signed_in(instance, 'ana')['Cookie'].removeprefix('rt='))
        made = circuits.add(instance, ana, {'name': 'South', 'provider': 'apex', 'visibility': 'public'})
        where = path.format(made.id)
        async with (
            instance.boards.opened(made.id, Sessions()),
            asgi_socket(app, where, address='2001:db8::1') as first,
        ):
            assert 'type' in await first.told()
            async with asgi_socket(app, where, address='2001:db8::2') as same_house:
                assert await same_house.end() == 1013
            async with asgi_socket(app, where, address='2001:db8:0:1::1') as another:
                assert 'type' in await another.told()


async def test_a_session_is_read_with_its_board_laps_and_recording(place: Place) -> None:
    engine, keeping = place.instance.engine, Keeping()
    board = told(*grid('7', '8'))
    timing_sessions.keep(engine, place.circuit_id, timing_sessions.told(board, keeping), keeping)
    frames.add(engine, place.circuit_id, [(NOW - 1, b'before'), (NOW, 'Größe'.encode()), (NOW, b'\xff')])
    async with place.asking(place.ben) as api:
        (session,) = (await api.get(f'/circuits/{place.circuit_id}/sessions')).json()
        assert (session['name'], session['kind'], session['is_ended']) == ('Race', 'race', False)
        one = f'/live/sessions/{session["id"]}'
        assert (await api.get(one)).json() == session
        shown = (await api.get(f'{one}/board')).json()
        assert shown['order'] == ['r7', 'r8']
        assert (await api.get(f'{one}/laps')).json() == []
        kept = (await api.get(f'{one}/recording')).text.splitlines()
    assert [json.loads(line) for line in kept] == [{'t': NOW, 'raw': 'Größe'}, {'t': NOW, 'latin1': 'ÿ'}]


async def test_a_session_is_had_as_a_file_of_its_own_name(place: Place) -> None:
    engine, keeping = place.instance.engine, Keeping()
    board = told(*grid('7', '8'), Said('r7', Field.NAME, '=1+1'))
    timing_sessions.keep(engine, place.circuit_id, timing_sessions.told(board, keeping), keeping)
    one = f'/live/sessions/{keeping.session_id}/export'
    async with place.asking(place.ben) as api:
        laps = await api.get(one)
        entries = await api.get(f'{one}?part=entries&format=csv')
        said = await api.get(f'{one}?part=entries&format=json')
        assert (await api.get(f'{one}?format=xls')).status_code == 422
        assert (await api.get('/live/sessions/99/export')).status_code == 404
    assert laps.headers['content-type'].startswith('text/csv')
    assert 'filename="6 Hours Race laps.csv"' in laps.headers['content-disposition']
    assert '"\'=1+1"' in entries.text or ",'=1+1," in entries.text
    assert [row['name'] for row in said.json()] == ['=1+1', '']
