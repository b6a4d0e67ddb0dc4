from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.services import places
from racetrace.services.viewer import LOCAL, NOBODY
from racetrace.settings import Settings
from tests.conftest import HERE, running_house
from tests.simulated_log import simulated_log

NEW = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        yield app


@pytest.fixture
async def guest(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as client:
        yield client


async def driven(house: FastAPI, visibility: str) -> int:
    """Let somebody drive, and an admin publish where. Return the id of the track."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE, timeout=40) as ana:
        await ana.post('/register', data=NEW)
        sent = '/api/v1/sessions/upload?name=kart.csv&wait=30'
        session = (await ana.put(sent, content=simulated_log())).json()
        changes = {'visibility': visibility, 'driver_name': 'Ana Alvarez'}
        assert (await ana.patch(f'/api/v1/sessions/{session["id"]}', json=changes)).is_success
        (track,) = (await ana.get('/api/v1/tracks/')).json()
    places.publish(house.state.instance, LOCAL, track['id'], is_published=True)
    return int(track['id'])


async def test_a_guest_sees_tracks_and_their_public_laps_and_is_offered_to_sign_in(
    house: FastAPI, guest: httpx.AsyncClient
) -> None:
    assert 'No track is published yet' in (await guest.get('/tracks')).text
    track_id = await driven(house, 'public')
    assert f'/tracks/{track_id}' in (await guest.get('/tracks')).text
    track = (await guest.get(f'/tracks/{track_id}')).text
    assert 'Ana Alvarez' in track
    assert '0:50.910' in track
    assert 'Sign in' in track
    assert '/api/v1/sessions/upload' not in track, 'there is nothing to drop a file on'


async def test_what_is_private_is_on_no_board(house: FastAPI, guest: httpx.AsyncClient) -> None:
    track = (await guest.get(f'/tracks/{await driven(house, "private")}')).text
    assert 'no public lap yet' in track
    assert 'Ana Alvarez' not in track


async def test_a_course_says_into_how_many_sectors_it_is_cut_where_somebody_said_so(
    house: FastAPI, guest: httpx.AsyncClient
) -> None:
    track_id = await driven(house, 'public')
    assert 'sectors' not in (await guest.get(f'/tracks/{track_id}')).text
    (course,) = (await guest.get(f'/api/v1/tracks/{track_id}')).json()['configurations']
    changed = {'num_sectors': 3}
    assert (await guest.patch(f'/api/v1/courses/{course["id"]}', json=changed)).status_code == 401
    places.write_course(house.state.instance, LOCAL, course['id'], {'sectors': 3})
    assert '3 sectors' in (await guest.get(f'/tracks/{track_id}')).text


async def test_a_track_that_is_not_there_is_said(guest: httpx.AsyncClient) -> None:
    for asked in ('/tracks/7', '/tracks/x'):
        assert (await guest.get(asked)).status_code == 404


async def test_beside_what_is_public_a_guest_stands_before_the_door(guest: httpx.AsyncClient) -> None:
    for asked in ('/', '/sessions/1', '/laps/1', '/compare', '/me', '/tracksandmore', '/tracks/../me'):
        assert (await guest.get(asked)).status_code == 303, asked


def test_nobody_is_no_user_of_ours() -> None:
    assert NOBODY.user_id == 0
    assert not NOBODY.is_admin
