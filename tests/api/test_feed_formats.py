"""How a feed is read, for programs of its owner: the versions, a look at a draft, and the way back."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from racetrace.services.instance import Instance
from racetrace.store import feed_formats, feed_log

PROFILE = {
    'columns': [{'column': 'bib', 'field': 'number'}, {'column': 'lap', 'field': 'laps'}],
    'key': 'bib',
    'rows': ['rows'],
    'times_in': 'ms',
}
FORMATS = '/circuits/1/formats'
PREVIEW = '/circuits/1/format/preview'
FRAME = b'{"rows": [{"bib": "7", "lap": 12}, {"bib": "13", "lap": 11}]}'


@pytest.fixture
async def formats(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """Asks, after a circuit was made that nobody has mapped yet."""
    said = {'name': 'South', 'provider': 'unknown', 'address': 'ws://x/'}
    assert (await api.post('/circuits/', json=said)).json()['id'] == 1
    return api


def heard(house: FastAPI, *, profile: dict[str, Any] | None) -> None:
    """Note down what an analysis would have heard."""
    instance: Instance = house.state.instance
    report = {'provider': 'json', 'columns': {}, 'profile': profile}
    feed_log.write_analysis(instance.engine, 1, 1, report)
    feed_formats.write_sample(instance.engine, 1, [(1, FRAME)])


async def test_each_that_is_kept_is_a_version_and_an_older_one_is_put_in_force_again(
    formats: httpx.AsyncClient,
) -> None:
    assert (await formats.get(FORMATS)).json() == []
    first = await formats.post(FORMATS, json={'profile': PROFILE})
    assert (first.status_code, first.json()['version'], first.json()['provider']) == (201, 1, 'json')
    assert first.headers['Location'].endswith('/formats/1')
    assert first.json()['who']
    await formats.post(FORMATS, json={'profile': PROFILE | {'times_in': 's'}})
    again = (await formats.post(f'{FORMATS}/1/use')).json()
    assert (again['version'], again['is_in_force']) == (3, True)
    assert again['profile'] == first.json()['profile']
    listed = (await formats.get(FORMATS)).json()
    assert [(one['version'], one['is_in_force']) for one in listed] == [(3, True), (2, False), (1, False)]
    assert (await formats.get(f'{FORMATS}/2')).json() == listed[1]


async def test_a_draft_is_looked_at_and_nothing_is_kept(house: FastAPI, formats: httpx.AsyncClient) -> None:
    heard(house, profile=None)
    made = (await formats.post(PREVIEW, json={'profile': PROFILE})).json()
    assert [(row['number'], row['laps']) for row in made['rows']] == [('7', 12), ('13', 11)]
    assert made['columns'] == [
        {'column': 'bib', 'samples': ['7', '13'], 'doubt': ''},
        {'column': 'lap', 'samples': ['12', '11'], 'doubt': ''},
    ]
    doubted = PROFILE | {'columns': [{'column': 'bib', 'field': 'state'}]}
    (column, _) = (await formats.post(PREVIEW, json={'profile': doubted})).json()['columns']
    assert column['doubt'].startswith('None of its values is a state that is known')
    assert (await formats.get(FORMATS)).json() == []


async def test_without_a_draft_the_one_is_looked_at_that_was_proposed(
    house: FastAPI, formats: httpx.AsyncClient
) -> None:
    none = await formats.post(PREVIEW, json={})
    assert (none.status_code, 'have it analysed' in none.json()['detail']) == (409, True)
    heard(house, profile=PROFILE)
    made = (await formats.post(PREVIEW, json={})).json()
    assert (made['profile'], made['entries']) == (PROFILE, 2)
    empty = await formats.post(PREVIEW, json={'profile': {}})
    assert empty.status_code == 422, 'a draft that is none is not another one'


@pytest.mark.parametrize(
    'body', [{}, {'profile': None}, {'profile': {'columns': 3}}, {'profile': PROFILE, 'x': 1}]
)
async def test_what_is_no_profile_is_refused(formats: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await formats.post(FORMATS, json=body)).status_code == 422
    assert (await formats.get(FORMATS)).json() == []


@pytest.mark.parametrize(
    ('number', 'status'), [('9', 404), ('0', 422), ('-1', 422), ('x', 422), ('9' * 30, 422)]
)
async def test_a_version_that_is_not_there_is_neither_read_nor_used(
    formats: httpx.AsyncClient, number: str, status: int
) -> None:
    assert (await formats.get(f'{FORMATS}/{number}')).status_code == status
    assert (await formats.post(f'{FORMATS}/{number}/use')).status_code == status
