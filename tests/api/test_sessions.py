from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.api.imported import NOT_THERE, imported
from tests.simulated_log import simulated_log

SESSION = set(
    """
    id uid user_id date zone_source name notes session_type driver_name car_name car_id event_id
    track_configuration_id course_id track place length_m app_source device vehicle_hint file_name file_size
    team_id visibility is_public is_demo is_coarse fix_rate_hz tau_s warnings best_lap_id best_lap_ms
    """.split()  # noqa: SIM905 (one line for each would be a page)
)
LAP = set(
    """
    id lap_number kind lap_time_ms measured_by resolution_ms is_valid is_outlap is_inlap max_speed_kmh
    avg_speed_kmh length_m start_s end_s excluded_reason gate_residual_ms splits_s stated_time_ms
    """.split()  # noqa: SIM905
)


async def test_a_session_says_what_its_file_says(api: httpx.AsyncClient) -> None:
    await imported(api)
    session = (await api.get('/sessions/1')).json()
    assert session.keys() == SESSION | {'laps'}
    assert session['date'] == '2026-06-13T09:30:00Z'
    assert (session['app_source'], session['device']) == ('TrackAddict CSV', 'Simulated')
    assert (session['file_name'], session['file_size']) == ('kart.csv', len(simulated_log()))
    assert session['fix_rate_hz'] == pytest.approx(10)
    assert session['track_configuration_id'] == session['course_id'] is not None
    best = min((lap for lap in session['laps'] if lap['is_valid']), key=lambda lap: lap['lap_time_ms'])
    assert (session['best_lap_id'], session['best_lap_ms']) == (best['id'], best['lap_time_ms'])


async def test_its_laps_are_those_of_the_logger(api: httpx.AsyncClient) -> None:
    laps = (await imported(api))['laps']
    assert all(lap.keys() == LAP for lap in laps)
    assert [lap['lap_number'] for lap in laps] == [0, 1, 2, 3, 4]
    assert [lap['kind'] for lap in laps] == ['out', 'flying', 'flying', 'flying', 'open']
    assert [lap['is_outlap'] for lap in laps] == [True, False, False, False, False]
    assert [lap['is_valid'] for lap in laps] == [False, True, True, True, False]
    timed = laps[1]
    assert timed['lap_time_ms'] == pytest.approx(1000 * (timed['end_s'] - timed['start_s']), abs=1)
    assert timed['avg_speed_kmh'] == pytest.approx(3600 * timed['length_m'] / timed['lap_time_ms'])
    assert sum(timed['splits_s']) == pytest.approx(timed['lap_time_ms'] / 1000, abs=2e-3)
    assert (laps[0]['lap_time_ms'], laps[0]['splits_s']) == (None, [])


async def test_the_list_goes_on_where_a_page_ends(api: httpx.AsyncClient) -> None:
    for name in 'abc':
        await api.post('/sessions/', json={'name': name})
    page = await api.get('/sessions/', params={'limit': 2})
    assert [session['name'] for session in page.json()] == ['c', 'b']
    assert page.json()[0].keys() == SESSION
    assert page.headers['x-total-count'] == '3'
    address, relation = page.headers['link'].split('; ')
    assert relation == 'rel="next"'
    rest = await api.get(f'http://127.0.0.1:8000{address.strip("<>")}')
    assert [session['name'] for session in rest.json()] == ['a']
    assert 'link' not in rest.headers


async def test_both_ways_of_writing_the_address_are_answered(api: httpx.AsyncClient) -> None:
    for address in ('/sessions', '/sessions/'):
        assert (await api.post(address, json={})).status_code == 201
        assert (await api.get(address)).status_code == 200


async def test_a_session_can_be_made_without_a_file(api: httpx.AsyncClient) -> None:
    said = {
        'name': 'Wet',
        'notes': 'Cold.',
        'driver_name': 'Ana',
        'car_name': 'Kart 7',
        'session_type': 'test',
    }
    made = await api.post('/sessions/', json={**said, 'date': '2026-05-01T10:00:00+02:00'})
    assert made.status_code == 201
    session = made.json()
    assert made.headers['location'] == f'/api/v1/sessions/{session["id"]}'
    assert {name: session[name] for name in said} == said
    assert (session['date'], session['zone_source']) == ('2026-05-01T08:00:00Z', 'utc')
    assert (session['laps'], session['best_lap_id'], session['file_name']) == ([], None, '')
    local = (await api.post('/sessions/', json={'date': '2026-05-01T10:00:00'})).json()
    assert (local['date'], local['zone_source']) == ('2026-05-01T10:00:00', 'local')


async def test_only_what_is_given_is_changed(api: httpx.AsyncClient) -> None:
    made = (await api.post('/sessions/', json={'name': 'Wet', 'notes': 'Cold.'})).json()
    changed = await api.patch('/sessions/1', json={'notes': 'Dry <b>now</b> 🏁'})
    assert changed.json() == made | {'notes': 'Dry <b>now</b> 🏁'}


BAD: tuple[Mapping[str, Any] | list[int], ...] = (
    {'is_public': 'perhaps'},
    {'name': None},
    {'name': 'x' * 201},
    {'notes': 'x' * 10_001},
    {'car_name': 7},
    [1],
)


async def test_a_bad_change_is_refused_whole(api: httpx.AsyncClient) -> None:
    await api.post('/sessions/', json={'name': 'Wet'})
    for changes in BAD:
        answer = await api.patch('/sessions/1', json=changes)
        assert answer.status_code == 422, changes
        assert answer.json()['detail'].startswith('body')
    assert (await api.get('/sessions/1')).json()['name'] == 'Wet'


async def test_a_date_that_nobody_drove_on_is_refused(api: httpx.AsyncClient) -> None:
    for date in ('0001-01-01T00:00:00+10:00', '9999-12-31T23:59:59-10:00', 'yesterday', 1e300):
        assert (await api.post('/sessions/', json={'date': date})).status_code == 422, date


NO_DOCUMENTS = {
    b'{': 422,
    b'': 422,
    b'{"name": "\\ud800"}': 422,
    b'{"\\ud800": 1}': 422,
    b'{"name": ' + b'[' * 100_000: 400,
    b'\xff': 400,
    b'{"name": "' + b'x' * (1 << 20) + b'"}': 413,
}


async def test_a_body_that_is_no_document_is_a_sentence(api: httpx.AsyncClient) -> None:
    for body, status in NO_DOCUMENTS.items():
        answer = await api.post('/sessions/', content=body, headers={'Content-Type': 'application/json'})
        assert answer.status_code == status, body[:40]
        assert answer.json()['detail']


async def test_what_is_deleted_can_be_brought_back(api: httpx.AsyncClient) -> None:
    session = await imported(api)
    lap = f'/laps/{session["best_lap_id"]}'
    assert (await api.delete('/sessions/1')).status_code == 204
    for gone in (
        await api.get('/sessions/1'),
        await api.patch('/sessions/1', json={'name': 'x'}),
        await api.delete('/sessions/1'),
        await api.get('/sessions/1/file'),
        await api.get(lap),
        await api.get(f'{lap}/telemetry'),
        await api.get(f'{lap}/columns'),
    ):
        assert gone.status_code == 404
    assert (await api.get('/sessions')).json() == []
    back = await api.post('/sessions/1/restore')
    assert back.json()['laps'] == session['laps']


async def test_the_file_comes_back_as_it_was(api: httpx.AsyncClient) -> None:
    name = '../Ünter "2".csv'
    await imported(api, name=name)
    file = await api.get('/sessions/1/file')
    assert file.content == simulated_log()
    assert file.headers['content-length'] == str(len(file.content))
    assert file.headers['content-disposition'] == (
        'attachment; filename="..__nter _2_.csv"; filename*=UTF-8\'\'.._%C3%9Cnter%20%222%22.csv'
    )


async def test_a_session_without_a_file_has_none_to_give(api: httpx.AsyncClient) -> None:
    await api.post('/sessions/', json={})
    answer = await api.get('/sessions/1/file')
    assert (answer.status_code, answer.json()['detail']) == (
        404,
        'This session was made by hand: it has no file.',
    )


async def test_what_is_not_there_is_a_sentence(api: httpx.AsyncClient) -> None:
    for number, status in NOT_THERE.items():
        for answer in (
            await api.get(f'/sessions/{number}'),
            await api.patch(f'/sessions/{number}', json={'name': 'x'}),
            await api.delete(f'/sessions/{number}'),
            await api.post(f'/sessions/{number}/restore'),
            await api.get(f'/sessions/{number}/file'),
        ):
            assert answer.status_code == status
            assert answer.json()['detail'].endswith('.')


async def test_a_list_that_cannot_be_is_refused(api: httpx.AsyncClient) -> None:
    for query in ('limit=0', 'limit=201', 'before=0', f'before={2**63}', 'before=x'):
        assert (await api.get(f'/sessions/?{query}')).status_code == 422, query
