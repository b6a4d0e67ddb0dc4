from typing import Any

import httpx
import pytest

from tests.api.imported import imported
from tests.simulated_log import simulated_log

NOT_THERE = (99, -1, 2**63)


async def made(api: httpx.AsyncClient, path: str, **said: Any) -> dict[str, Any]:
    response = await api.post(path, json=said)
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


async def test_a_car_is_made_changed_listed_and_deleted(api: httpx.AsyncClient) -> None:
    car = await made(api, '/cars/', make='Mazda', model='MX-5', year=2016, category='Cup')
    where = f'/cars/{car["id"]}'
    changed = (await api.patch(where, json={'power_hp': 160.5, 'notes': 'Nul \0'})).json()
    assert (changed['make'], changed['power_hp']) == ('Mazda', 160.5)
    assert [one['id'] for one in (await api.get('/cars')).json()] == [car['id']]
    assert (await api.delete(where)).status_code == 204
    assert (await api.get(where)).status_code == 404
    assert (await api.get('/cars/')).json() == []


async def test_a_list_of_cars_has_pages(api: httpx.AsyncClient) -> None:
    ids = [(await made(api, '/cars/', make=f'{number}'))['id'] for number in range(3)]
    first = await api.get('/cars/?limit=2')
    assert [one['id'] for one in first.json()] == [ids[2], ids[1]]
    assert first.headers['Link'] == f'</api/v1/cars/?limit=2&before={ids[1]}>; rel="next"'
    rest = await api.get(f'/cars/?limit=2&before={ids[1]}')
    assert ([one['id'] for one in rest.json()], 'Link' in rest.headers) == ([ids[0]], False)
    assert (await api.get(f'/cars/?before={2**63 - 1}')).status_code == 200


@pytest.mark.parametrize('path', ['/cars', '/events', '/teams', '/tracks'])
async def test_what_is_not_there_is_said(api: httpx.AsyncClient, path: str) -> None:
    for number in NOT_THERE:
        for method, said in (('GET', None), ('PATCH', {'name': 'x'} if path != '/cars' else {'make': 'x'})):
            answer = await api.request(method, f'{path}/{number}', json=said)
            assert (answer.status_code, 'There is no such' in answer.json()['detail']) == (404, True)


@pytest.mark.parametrize(
    ('path', 'said'),
    [
        ('/cars/', {'year': 1500}),
        ('/cars/', {'power_hp': -1}),
        ('/cars/', {'engine_cc': 2**40}),
        ('/cars/', {'owner_id': 2}),
        ('/cars/', {'make': 'x' * 201}),
        ('/events/', {}),
        ('/events/', {'name': ''}),
        ('/events/', {'name': 'Day', 'starts_on': '1800-01-01'}),
        ('/events/1/sessions', {'session_ids': []}),
        ('/teams/', {'name': ''}),
        ('/tracks/', {'name': 'x', 'latitude': 91, 'longitude': 0}),
        ('/tracks/', {'name': 'x', 'latitude': 0, 'longitude': 0, 'is_published': True}),
        ('/sessions/1/shares', {'scope': 'all'}),
    ],
)
async def test_what_nobody_could_mean_is_refused(
    api: httpx.AsyncClient, path: str, said: dict[str, Any]
) -> None:
    assert (await api.post(path, json=said)).status_code == 422


async def test_an_event_holds_sessions(api: httpx.AsyncClient) -> None:
    session = await made(api, '/sessions/', name='Morning')
    event = await made(api, '/events/', name='Day', starts_on='2026-05-01', ends_on='2026-05-02')
    held = await api.post(f'/events/{event["id"]}/sessions', json={'session_ids': [session['id']]})
    assert held.json()['session_ids'] == [session['id']]
    assert (await api.get(f'/sessions/{session["id"]}')).json()['event_id'] == event['id']
    backwards = await api.patch(f'/events/{event["id"]}', json={'ends_on': '2026-04-01'})
    assert backwards.status_code == 409
    assert (await api.delete(f'/events/{event["id"]}')).status_code == 204
    assert (await api.get(f'/sessions/{session["id"]}')).json()['event_id'] is None


async def test_a_session_belongs_to_a_car_and_a_team_and_is_public(api: httpx.AsyncClient) -> None:
    session = await made(api, '/sessions/', name='Morning')
    car, team = await made(api, '/cars/', make='Mazda'), await made(api, '/teams/', name='Blue')
    where = f'/sessions/{session["id"]}'
    said = {'car_id': car['id'], 'team_id': team['id'], 'visibility': 'team', 'notes': 'Dry.'}
    changed = (await api.patch(where, json=said)).json()
    assert {name: changed[name] for name in said} == said
    assert changed['is_public'] is False
    assert (await api.patch(where, json={'is_public': True})).json()['visibility'] == 'public'
    assert (await api.patch(where, json={'car_id': None})).json()['car_id'] is None
    assert (await api.patch(where, json={'car_id': 99})).status_code == 404
    alone = await api.patch(where, json={'team_id': None, 'visibility': 'team'})
    assert (alone.status_code, 'which team' in alone.json()['detail']) == (409, True)


async def test_a_team_has_members(api: httpx.AsyncClient) -> None:
    team = await made(api, '/teams/', name='Blue')
    where = f'/teams/{team["id"]}'
    assert [(one['name'], one['role']) for one in team['members']] == [('local', 'manager')]
    assert (await api.put(f'{where}/members', json={'name': 'nobody'})).status_code == 404
    assert (await api.delete(f'{where}/members/1')).status_code == 409
    assert (await api.patch(where, json={'name': 'Red'})).json()['name'] == 'Red'
    assert [one['name'] for one in (await api.get('/teams/')).json()] == ['Red']
    assert (await api.delete(where)).status_code == 204


async def test_a_link_opens_a_session(api: httpx.AsyncClient) -> None:
    session = await made(api, '/sessions/', name='Morning')
    where = f'/sessions/{session["id"]}/shares'
    share = await made(api, where)
    opened = await api.get(f'/shared/{share["secret"]}')
    assert (opened.json()['name'], opened.headers['Cache-Control']) == ('Morning', 'no-store')
    listed = (await api.get(where)).json()
    assert [(one['id'], 'secret' in one) for one in listed] == [(share['id'], False)]
    assert (await api.post(where, json={'ends_at': '2020-01-01T00:00:00Z'})).status_code == 409
    assert (await api.delete(f'/shares/{share["id"]}')).status_code == 204
    assert (await api.get(f'/shared/{share["secret"]}')).status_code == 404


async def test_a_link_may_open_the_file_too(api: httpx.AsyncClient) -> None:
    session = await imported(api)
    where = f'/sessions/{session["id"]}/shares'
    view, file = (
        await made(api, where),
        await made(api, where, scope='file', ends_at='2199-12-31T23:59:59-12:00'),
    )
    assert (await api.get(f'/shared/{view["secret"]}/file')).status_code == 403
    answer = await api.get(f'/shared/{file["secret"]}/file')
    assert (answer.content, answer.headers['Cache-Control']) == (simulated_log(), 'no-store')


@pytest.mark.parametrize('at', ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', 'x'])
async def test_a_time_that_nobody_means_is_refused(api: httpx.AsyncClient, at: str) -> None:
    assert (await api.get('/leaderboard/', params={'course_id': 1, 'since': at})).status_code == 422
    assert (await api.post('/sessions/1/shares', json={'ends_at': at})).status_code == 422
