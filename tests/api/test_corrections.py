from typing import Any

import httpx
import pytest

from tests.api.imported import NOT_THERE, imported

NOWHERE = {'kind': 'gate', 'latitude_deg': 0.0, 'longitude_deg': 0.0}


async def laps(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    return list((await api.get('/sessions/1')).json()['laps'])


async def corrections(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    return list((await api.get('/sessions/1/corrections')).json())


async def further(api: httpx.AsyncClient, share: float = 0.4) -> dict[str, Any]:
    """Return a gate where lap 2 was after a share of its time."""
    lap = (await laps(api))[2]
    track = (await api.get(f'/laps/{lap["id"]}/telemetry')).json()['gps_track']
    _, latitude, longitude = track[int(share * len(track))]
    return {'kind': 'gate', 'latitude_deg': latitude, 'longitude_deg': longitude}


def middle(lap: dict[str, Any]) -> float:
    return float(lap['start_s'] + lap['end_s']) / 2


async def test_a_gate_is_moved_and_moved_back(api: httpx.AsyncClient) -> None:
    await imported(api)
    before = await laps(api)
    made = await api.post('/sessions/1/corrections', json=await further(api))
    assert made.status_code == 201, made.text
    assert made.headers['Location'] == '/api/v1/sessions/1/corrections/1'
    after = await laps(api)
    assert {lap['measured_by'] for lap in after if lap['lap_time_ms']} == {'gate'}
    assert all(lap['splits_s'] for lap in after if lap['lap_time_ms'])
    assert await corrections(api) == [made.json()]
    assert (await api.delete('/sessions/1/corrections/1')).status_code == 204
    assert (await laps(api), await corrections(api)) == (before, [])
    assert (await api.delete('/sessions/1/corrections/1')).status_code == 404


async def test_laps_are_merged_and_split(api: httpx.AsyncClient) -> None:
    await imported(api)
    before = await laps(api)
    answer = await api.post('/sessions/1/corrections', json={'kind': 'merge', 'at_s': middle(before[2])})
    assert answer.status_code == 201
    merged = await laps(api)
    assert [lap['lap_number'] for lap in merged] == [0, 1, 2, 3]
    assert merged[2]['kind'] == 'double'
    split = {'kind': 'split', 'at_s': before[2]['end_s'] + 0.5}
    assert (await api.post('/sessions/1/corrections', json=split)).status_code == 201
    assert [lap['id'] for lap in await laps(api)] == [lap['id'] for lap in before]


async def test_a_lap_is_excluded_and_included(api: httpx.AsyncClient) -> None:
    session = await imported(api)
    best = session['best_lap_id']
    lap = (await api.patch(f'/laps/{best}', json={'excluded_reason': 'Cut the chicane.'})).json()
    assert (lap['excluded_reason'], lap['is_valid']) == ('Cut the chicane.', False)
    assert (await api.get('/sessions/1')).json()['best_lap_id'] != best
    (said,) = await corrections(api)
    assert (said['kind'], said['reason']) == ('exclude', 'Cut the chicane.')
    lap = (await api.patch(f'/laps/{best}', json={'excluded_reason': ''})).json()
    assert (lap['excluded_reason'], lap['is_valid']) == ('', True)


async def test_a_course_is_one_of_those_nearby_or_none(api: httpx.AsyncClient) -> None:
    await imported(api)
    (nearby,) = (await api.get('/sessions/1/courses')).json()
    assert nearby['course_id'] == 1
    for course_id in (1, None):
        wanted = {'kind': 'course', 'course_id': course_id}
        assert (await api.post('/sessions/1/corrections', json=wanted)).status_code == 201
        assert (await api.get('/sessions/1')).json()['course_id'] == course_id


@pytest.mark.parametrize(
    ('wanted', 'status'),
    [
        ({'kind': 'split'}, 422),
        ({'kind': 'split', 'at_s': 1.0, 'reason': 'x'}, 422),
        ({'kind': 'split', 'at_s': 1e9}, 409),
        ({'kind': 'exclude', 'at_s': 70.0, 'reason': ''}, 422),
        ({'kind': 'gate', 'latitude_deg': 91, 'longitude_deg': 0}, 422),
        ({'kind': 'course', 'course_id': 9}, 409),
        ({'kind': 'course'}, 422),
        ({'kind': 'nothing'}, 422),
        ({'kind': 'merge', 'at_s': 'Infinity'}, 422),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(
    api: httpx.AsyncClient, wanted: dict[str, Any], status: int
) -> None:
    await imported(api)
    answer = await api.post('/sessions/1/corrections', json=wanted)
    assert (answer.status_code, await corrections(api)) == (status, []), answer.text
    assert answer.json()['detail'].endswith('.')


@pytest.mark.parametrize(('number', 'status'), NOT_THERE.items())
async def test_what_is_not_there_is_a_sentence(api: httpx.AsyncClient, number: str, status: int) -> None:
    for answer in (
        await api.get(f'/sessions/{number}/corrections'),
        await api.get(f'/sessions/{number}/courses'),
        await api.post(f'/sessions/{number}/corrections', json=NOWHERE),
        await api.delete(f'/sessions/{number}/corrections/1'),
        await api.patch(f'/laps/{number}', json={'excluded_reason': 'x'}),
    ):
        assert answer.status_code == status, answer.request.url
