"""A request that is sent again makes nothing twice."""

import asyncio
from dataclasses import replace
from threading import Event
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from racetrace.accounts.mode import Mode
from racetrace.errors import KeyUsed, StillAtIt
from racetrace.services import cars
from racetrace.settings import Settings
from racetrace.store import answers, ended
from racetrace.store.answers import Answer, Asked
from racetrace.store.database import writing
from racetrace.store.moment import now
from tests.conftest import HERE, running_house

KEY = {'Idempotency-Key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
CAR = {'make': 'Mazda', 'model': 'MX-5'}
MADE = Answer(status=201, location='/api/v1/cars/1', body='{}')


async def test_the_same_request_gets_the_same_answer_and_makes_one_thing(api: httpx.AsyncClient) -> None:
    first = await api.post('/cars/', json=CAR, headers=KEY)
    again = await api.post('/cars/', json=CAR, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers['Location'] == first.headers['Location']
    assert ('Idempotency-Replayed' in first.headers, again.headers['Idempotency-Replayed']) == (False, 'true')
    assert len((await api.get('/cars/')).json()) == 1


async def test_a_key_without_quotes_is_the_same_key(api: httpx.AsyncClient) -> None:
    await api.post('/cars/', json=CAR, headers=KEY)
    await api.post('/cars/', json=CAR, headers={'Idempotency-Key': KEY['Idempotency-Key'].strip('"')})
    assert len((await api.get('/cars/')).json()) == 1


async def test_another_request_under_the_same_key_is_refused(api: httpx.AsyncClient) -> None:
    await api.post('/cars/', json=CAR, headers=KEY)
    for path, said in (('/cars/', CAR | {'year': 2016}), ('/teams/', {'name': 'Blue'})):
        answer = await api.post(path, json=said, headers=KEY)
        assert answer.status_code == 422
        assert answer.json()['detail'].startswith('This Idempotency-Key came with another request')
    assert (await api.get('/teams/')).json() == []


async def test_two_at_once_are_one_and_the_other_is_told(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, add = Event(), Event(), cars.add

    def slow(*args: Any) -> Any:
        begun.set()
        assert may_end.wait(60)
        return add(*args)

    monkeypatch.setattr(cars, 'add', slow)
    first = asyncio.create_task(api.post('/cars/', json=CAR, headers=KEY))
    assert await asyncio.to_thread(begun.wait, 60)
    other = await api.post('/cars/', json=CAR, headers=KEY)
    may_end.set()
    assert (other.status_code, (await first).status_code) == (409, 201)


async def test_what_was_refused_may_be_put_right_under_its_key(api: httpx.AsyncClient) -> None:
    bad = await api.post('/cars/', json={'year': 1500}, headers=KEY)
    good = await api.post('/cars/', json=CAR, headers=KEY)
    assert (bad.status_code, good.status_code) == (422, 201)


@pytest.mark.parametrize('key', ['', '""', 'x' * 256, 'a\tb'])
async def test_what_is_no_key_is_refused(api: httpx.AsyncClient, key: str) -> None:
    answer = await api.post('/cars/', json=CAR, headers={'Idempotency-Key': key})
    assert (answer.status_code, 'header.Idempotency-Key' in answer.json()['detail']) == (400, True)


async def test_a_key_is_of_one_person(settings: Settings) -> None:
    async with running_house(replace(settings, mode=Mode.LAN)) as house:
        ids = [await _made_by(house, name) for name in ('ana', 'ben', 'ana')]
        assert (len(set(ids)), ids[0]) == (2, ids[2])


async def _made_by(house: FastAPI, name: str) -> int:
    own = {'name': name, 'email': f'{name}@club.example', 'password': 'five red lights'}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as web:
        await web.post('/register', data=own)
        await web.post('/login', data={'username': name, 'password': own['password']})
        made = await web.post('/api/v1/cars/', json=CAR, headers=KEY)
        assert made.status_code == 201
        return int(made.json()['id'])


async def test_nobody_gets_an_answer_of_somebody_else(settings: Settings) -> None:
    async with running_house(replace(settings, mode=Mode.LAN)) as house:
        await _made_by(house, 'ana')
        async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as web:
            assert (await web.post('/api/v1/cars/', json=CAR, headers=KEY)).status_code == 401


async def test_every_post_that_makes_something_takes_a_key(house: FastAPI) -> None:
    posts = {
        path.removeprefix('/api/v1'): [one['name'] for one in methods['post'].get('parameters', ())]
        for path, methods in house.openapi()['paths'].items()
        if 'post' in methods
    }
    without = {path for path, names in posts.items() if 'Idempotency-Key' not in names}
    # A comparison makes nothing; the same file is the same session; what a link opens is kept nowhere; an
    # analysis takes the place of the one before, and of a preview nothing is kept.
    assert without == {
        '/laps/compare',
        '/circuits/{circuit_id}/analysis',
        '/circuits/{circuit_id}/format/preview',
        '/sessions/upload',
        '/sessions/{session_id}/shares',
        '/admin/leaderboard/held/{standing_id}/free',
    }


ASKED = Asked(user_id=1, key_sha256='a', request_sha256='b')


@pytest.fixture
def kept(store_engine: Engine) -> Engine:
    with writing(store_engine) as db:
        assert answers.begin(db, ASKED, now()) is None
    return store_engine


def test_an_answer_is_kept_for_a_day(kept: Engine) -> None:
    with writing(kept) as db:
        answers.keep(db, ASKED, MADE)
    with writing(kept) as db:
        assert answers.begin(db, ASKED, now()) == MADE
        with pytest.raises(KeyUsed):
            answers.begin(db, replace(ASKED, request_sha256='c'), now())
        assert answers.begin(db, ASKED, now() + answers.LIFE) is None


def test_what_a_crash_left_unanswered_is_tried_again_after_the_next_start(kept: Engine) -> None:
    with writing(kept) as db, pytest.raises(StillAtIt):
        answers.begin(db, ASKED, now())
    ended.sweep(kept, now())
    with writing(kept) as db:
        assert answers.begin(db, ASKED, now()) is None
