"""Everybody who may come to RaceTrace, and one of each thing that they may want."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import httpx
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.accounts.roles import Scope
from racetrace.services import administer, personal_tokens, places, sign_out
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials
from racetrace.services.register import NewAccount, register
from racetrace.services.sign_in import sign_in
from racetrace.services.step_up import step_up
from racetrace.services.viewer import LOCAL, Caller, Viewer
from racetrace.services.viewers import viewer_of
from racetrace.settings import Settings
from racetrace.store import feed_log, timing_sessions
from racetrace.store.database import writing
from racetrace.store.identities import link
from racetrace.store.standing_rows import StandingRow
from racetrace.store.timing_sessions import Keeping
from racetrace.timing.board import Board
from racetrace.timing.events import Said
from racetrace.timing.words import Field
from tests.api.imported import imported
from tests.conftest import HERE, running_house
from tests.simulated_log import simulated_log

PASSWORD: Final = 'five red lights'
PEOPLE: Final = ('other', 'member', 'coach', 'manager', 'owner', 'admin', 'locked', 'revoked')
COLUMNS: Final = ('anonymous', 'link', *PEOPLE)
NOW_MS: Final = 1_790_000_000_000
CALLER: Final = Caller(address='127.0.0.1')
ANALYSIS: Final = {
    'provider': 'unknown',
    'confidence': 0,
    'seen': 'Nothing was received.',
    'samples': [],
    'frames': 0,
    'took_ms': 0,
    'is_recorded': False,
    'columns': {},
    'profile': None,
}

PROFILE: Final = {
    'columns': [{'column': 'bib', 'field': 'number'}],
    'key': 'bib',
    'rows': ['rows'],
    'times_in': 'ms',
}
Things = dict[str, Any]  # ids by the names that addresses give them


@dataclass(kw_only=True)
class House:
    app: FastAPI
    kept: sqlite3.Connection  # the file as the cast left it
    watched: sqlite3.Connection  # the file, only looked at
    shown: dict[str, dict[str, str]] = field(default_factory=dict)  # headers, by column
    at_the_door: dict[str, dict[str, str]] = field(default_factory=dict)  # cookies of pages, by column
    ids: Things = field(default_factory=dict)
    scenes: dict[str, Things] = field(default_factory=dict)  # other ones of the same names

    @property
    def instance(self) -> Instance:
        instance: Instance = self.app.state.instance
        return instance

    @property
    def version(self) -> int:
        """A number that is another one after each change of what is kept."""
        return int(self.watched.execute('PRAGMA data_version').fetchone()[0])

    def put_back(self) -> None:
        with _file(self.instance) as live:
            self.kept.backup(live)


@asynccontextmanager
async def cast(folder: Path) -> AsyncIterator[House]:
    settings = Settings(
        data=folder / 'racetrace.db', workers=1, demo=False, mode=Mode.LAN, private_feeds=True
    )
    async with running_house(settings) as app:
        watched = sqlite3.connect(str(settings.data))
        house = House(app=app, kept=sqlite3.connect(':memory:'), watched=watched)
        _people(house)
        await _things(house)
        _turned_away(house)
        with _file(house.instance) as live:
            live.backup(house.kept)
        yield house
        for connection in (house.kept, house.watched):
            connection.close()


@contextmanager
def _file(instance: Instance) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(str(instance.data))
    connection.execute('PRAGMA synchronous=OFF')  # it is put back a thousand times, and made anew by each run
    try:
        yield connection
    finally:
        connection.close()


def _people(house: House) -> None:
    house.shown['anonymous'] = house.at_the_door['anonymous'] = {}
    for name in PEOPLE:
        new = NewAccount(name=name, email=f'{name}@club.example', password=PASSWORD)
        house.ids[name] = register(house.instance, CALLER, new).id
        session = sign_in(house.instance, CALLER, Credentials(name=name, password=PASSWORD)).session
        house.shown[name] = house.at_the_door[name] = {'Cookie': f'rt={session}'}
    administer.set_admin(house.instance, LOCAL, int(house.ids['admin']), True)
    step_up(house.instance, viewer(house, 'admin'), Credentials(password=PASSWORD))


def viewer(house: House, name: str) -> Viewer:
    return viewer_of(house.instance, house.shown[name]['Cookie'].removeprefix('rt='))


def _turned_away(house: House) -> None:
    """Take from two of them what they came with."""
    given = Credentials(password=PASSWORD)
    revoked = viewer(house, 'revoked')
    token, text = personal_tokens.make_token(
        house.instance, revoked, given, name='a script', scopes=[Scope.WRITE]
    )
    personal_tokens.end_token(house.instance, revoked, token.id)
    house.shown['revoked'] = {'Authorization': f'Bearer {text}'}
    sign_out.sign_out(house.instance, revoked)
    administer.lock(house.instance, LOCAL, int(house.ids['locked']))


async def _things(house: House) -> None:
    async with _client(house, 'owner') as owner, _client(house, 'manager') as manager:
        ids, scenes = house.ids, house.scenes
        ids['team_id'] = await made(manager, '/teams/', name='Blue')
        for name, role in (('owner', 'member'), ('member', 'member'), ('coach', 'coach')):
            said = {'name': name, 'role': role}
            assert (await manager.put(f'/teams/{ids["team_id"]}/members', json=said)).is_success
            async with _client(house, name) as asked:
                assert (await asked.post(f'/teams/{ids["team_id"]}/invitation')).is_success
        said = {'name': 'other'}  # is asked in, and does not answer: sees what every other stranger does
        assert (await manager.put(f'/teams/{ids["team_id"]}/members', json=said)).is_success
        ids['car_id'] = await made(owner, '/cars/', make='Mazda')
        ids['event_id'] = await made(owner, '/events/', name='Day')
        session = await imported(owner)
        ids['session_id'], ids['track_id'] = session['id'], 1
        ids['lap_id'], ids['other_lap_id'] = (lap['id'] for lap in session['laps'][1:3])
        ids['course_id'], ids['job_id'] = session['course_id'], session['job_id']
        belongs = {'team_id': ids['team_id'], 'event_id': ids['event_id'], 'visibility': 'team'}
        assert (await owner.patch(f'/sessions/{session["id"]}', json=belongs)).is_success
        ids |= await _corrected(owner, session)
        assert (await owner.put(f'/sessions/{session["id"]}/official', json={})).is_success
        ids['into_id'] = await made(owner, '/tracks/', name='Second', latitude=1, longitude=1)
        await _shared(house, owner)
        scenes['private'] = {'session_id': await made(owner, '/sessions/', name='Mine')}
        scenes['deleted'] = {'session_id': await made(owner, '/sessions/', name='Gone')}
        assert (await owner.delete(f'/sessions/{scenes["deleted"]["session_id"]}')).is_success
        scenes['public'] = await _public(owner)
        ids |= await _circuit(house, owner)
        scenes['public'] |= await _circuit(house, owner, visibility='public')
        scenes['own'], scenes['mate'] = {'user_id': '{me}'}, {'user_id': ids['member']}
        scenes['failed'] = {'job_id': (await _refused(owner))['job_id']}
        scenes['into-public'] = {'into_id': scenes['public']['track_id']}
        scenes['merged'] = {'track_id': await made(owner, '/tracks/', name='Third', latitude=1, longitude=1)}
        moved = f'/tracks/{scenes["merged"]["track_id"]}/merge'
        assert (await owner.post(moved, json={'into_id': ids['into_id']})).is_success
        ids['course_file'] = (await owner.get(f'/courses/{ids["course_id"]}/geojson')).json()
        ids |= await _of_the_account(house, owner)
        ids['user_id'] = ids['other']
    places.publish(house.instance, LOCAL, int(scenes['public']['track_id']), is_published=True)
    with writing(house.instance.engine) as db:
        row = db.get_one(StandingRow, 1)
        row.held = 'Too fast.'
        ids['standing_id'] = 1


def _client(house: House, name: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(house.app)
    return httpx.AsyncClient(transport=transport, base_url=f'{HERE}/api/v1', headers=house.shown[name])


async def made(api: httpx.AsyncClient, path: str, **said: Any) -> int:
    answer = await api.post(path, json=said)
    assert answer.is_success, answer.text
    return int(answer.json()['id'])


async def _corrected(owner: httpx.AsyncClient, session: dict[str, Any]) -> Things:
    last = session['laps'][-1]
    moment_s = (last['start_s'] + last['end_s']) / 2
    said = {'kind': 'exclude', 'at_s': moment_s, 'reason': 'traffic'}
    correction = await made(owner, f'/sessions/{session["id"]}/corrections', **said)
    return {'correction_id': correction, 'moment_s': moment_s}


async def _refused(owner: httpx.AsyncClient) -> dict[str, Any]:
    sent = await owner.put('/sessions/upload', params={'name': 'x.csv', 'wait': 60}, content=b'no log')
    assert sent.status_code == 422, sent.text
    refused: dict[str, Any] = sent.json()
    return refused


async def _shared(house: House, owner: httpx.AsyncClient) -> None:
    where = f'/sessions/{house.ids["session_id"]}/shares'
    view, file = [(await owner.post(where, json={'scope': scope})).json() for scope in ('view', 'file')]
    house.ids |= {'share_id': view['id'], 'secret': view['secret']}
    house.scenes['file-link'] = {'secret': file['secret']}
    house.shown['link'] = {'Authorization': f'Bearer {view["secret"]}'}
    house.at_the_door['link'] = {'Cookie': f'rt_links={view["secret"]}'}


async def _public(owner: httpx.AsyncClient) -> Things:
    session = await imported(owner, simulated_log(kind='car', seed=5), name='public.csv')
    event = await made(owner, '/events/', name='Open day')
    said = {'visibility': 'public', 'event_id': event}
    assert (await owner.patch(f'/sessions/{session["id"]}', json=said)).is_success
    lap, other = (one['id'] for one in session['laps'][1:3])
    tracks = (await owner.get('/tracks/')).json()
    (track,) = [t for t in tracks if session['course_id'] in {c['id'] for c in t['configurations']}]
    ids = {'session_id': session['id'], 'lap_id': lap, 'other_lap_id': other, 'event_id': event}
    return {**ids, 'course_id': session['course_id'], 'track_id': track['id'], 'into_id': track['id']}


async def _circuit(house: House, owner: httpx.AsyncClient, **said: Any) -> Things:
    """Make a circuit whose feed nobody answers, with a session that was kept."""
    where = {'name': 'South', 'address': 'ws://127.0.0.1:1/', 'profile': PROFILE}
    circuit_id = await made(owner, '/circuits/', **where, **said)
    board, keeping = Board(started_ms=NOW_MS), Keeping()
    board.apply(Said('r7', Field.NUMBER, '7'), NOW_MS)
    kept = timing_sessions.told(board, keeping)
    timing_sessions.keep(house.instance.engine, circuit_id, kept, keeping, is_ended=True)
    feed_log.write_analysis(house.instance.engine, circuit_id, NOW_MS, ANALYSIS)
    ids = {'circuit_id': circuit_id, 'feed_id': circuit_id, 'timing_id': keeping.session_id}
    return {**ids, 'version': 1}


async def _of_the_account(house: House, owner: httpx.AsyncClient) -> Things:
    (browser,) = (await owner.get('/users/me/browsers')).json()
    said = {'name': 'a script', 'scopes': ['read'], 'password': PASSWORD}
    token = await made(owner, '/users/me/tokens', **said)
    again = sign_in(house.instance, replace(CALLER, device='x'), Credentials(name='owner', password=PASSWORD))
    assert again.session_id != browser['id']
    with writing(house.instance.engine) as db:
        link(
            db,
            int(house.ids['owner']),
            'google',
            'a-number',
            shown='ana@club.example',
            now=house.instance.clock(),
        )
    return {'browser_id': again.session_id, 'token_id': token, 'identity_id': 1}
