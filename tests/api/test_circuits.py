from typing import Any

import httpx
import pytest

Circuit = dict[str, Any]


async def made(api: httpx.AsyncClient, **said: Any) -> Circuit:
    answer = await api.post('/circuits/', json={'name': 'South', **said})
    assert answer.status_code == 201, answer.text
    found: Circuit = answer.json()
    assert answer.headers['location'] == f'/api/v1/circuits/{found["id"]}'
    return found


async def test_a_circuit_is_made_changed_and_put_out_of_sight(api: httpx.AsyncClient) -> None:
    one = await made(api, labels={'c1': 'Clt'}, address='wss://feed.example:7913/?t=1')
    assert (one['provider'], one['visibility'], one['is_followed']) == ('apex', 'private', False)
    assert one['address'] == 'wss://feed.example:7913/?t=1'  # its owner sees it
    path = f'/circuits/{one["id"]}'
    changed = (await api.patch(path, json={'keep_days': 7})).json()
    assert (changed['keep_days'], changed['labels'], changed['name']) == (7, {'c1': 'Clt'}, 'South')
    assert (await api.delete(path)).status_code == 204
    assert (await api.get(path)).status_code == 404
    assert (await api.get('/circuits/')).json() == []


async def test_a_circuit_says_where_it_is_and_takes_no_course_that_is_not_there(
    api: httpx.AsyncClient,
) -> None:
    one = await made(api, latitude_deg=50.5, longitude_deg=8.25)
    assert (one['course_id'], one['latitude_deg'], one['longitude_deg']) == (None, 50.5, 8.25)
    path = f'/circuits/{one["id"]}'
    refused = await api.patch(path, json={'course_id': 999})
    assert (refused.status_code, refused.json()['detail']) == (422, 'The track directory has no such course.')
    assert (await api.patch(path, json={'latitude_deg': 91.0, 'longitude_deg': 0.0})).status_code == 422
    gone = await api.patch(path, json={'latitude_deg': None, 'longitude_deg': None})
    assert gone.json()['latitude_deg'] is None


async def test_the_list_goes_on_where_it_ended(api: httpx.AsyncClient) -> None:
    ids = [(await made(api, name=name))['id'] for name in 'abc']
    first = await api.get('/circuits/', params={'limit': 2})
    assert [one['id'] for one in first.json()] == ids[:0:-1]
    rest = await api.get('/circuits/', params={'limit': 2, 'before': ids[1]})
    assert [one['id'] for one in rest.json()] == ids[:1]
    assert 'rel="next"' in first.headers['link']


@pytest.mark.parametrize(
    'said',
    [
        {'name': ''},
        {'name': 'x', 'provider': 'nobody'},
        {'name': 'x', 'visibility': 'team'},
        {'name': 'x', 'labels': {'c15': 'x'}},
        {'name': 'x', 'labels': {'c1': 'x' * 61}},
        {'name': 'x', 'keep_days': 0},
        {'name': 'x', 'is_followed': True},
        {'name': 'x', 'page_url': 'javascript:alert(1)'},
    ],
)
async def test_what_is_no_circuit_is_refused(api: httpx.AsyncClient, said: Circuit) -> None:
    assert (await api.post('/circuits/', json=said)).status_code == 422


@pytest.mark.parametrize(
    'said',
    [
        {'provider': 'apex', 'address': 'file:///etc/passwd'},
        {'provider': 'rmonitor', 'address': ''},
        {'provider': 'racemonitor', 'address': 'no number'},
        {'provider': 'json', 'address': 'ws://127.0.0.1:1/'},
        {'provider': 'openf1', 'address': 'ws://127.0.0.1:1/'},
    ],
)
async def test_what_cannot_be_followed_is_said_and_not_followed_later(
    api: httpx.AsyncClient, said: Circuit
) -> None:
    path = f'/circuits/{(await made(api, **said))["id"]}'
    assert (await api.put(f'{path}/feed')).status_code == 422
    assert not (await api.get(path)).json()['is_followed']
    assert (await api.get(f'{path}/feed')).json()['state'] == 'stopped'


async def test_a_feed_is_followed_until_that_is_ended(api: httpx.AsyncClient) -> None:
    path = f'/circuits/{(await made(api, address="ws://127.0.0.1:1/"))["id"]}'
    for _ in range(2):  # once more does nothing
        assert (await api.put(f'{path}/feed')).is_success
    assert (await api.get(path)).json()['is_followed']
    assert (await api.get(f'{path}/feed')).json()['state'] != 'stopped'
    assert (await api.delete(f'{path}/feed')).status_code == 204
    assert (await api.get(f'{path}/feed')).json()['state'] == 'stopped'
    assert [one['kind'] for one in (await api.get(f'{path}/log')).json()] in ([], ['error'])


async def test_nothing_came_of_a_circuit_that_is_new(api: httpx.AsyncClient) -> None:
    path = f'/circuits/{(await made(api))["id"]}'
    assert (await api.get(f'{path}/statistics')).json() == {
        'total_frames': 0,
        'frames_24h': 0,
        'newest_at': None,
        'is_active': False,
    }
    assert (await api.get(f'{path}/log')).json() == []
