from typing import Any

import httpx

from tests.api.imported import imported
from tests.api.test_garage import made
from tests.telemetry.test_geojson import line, way


async def test_a_public_lap_stands_on_the_leaderboard_and_in_the_directory(api: httpx.AsyncClient) -> None:
    session = await imported(api)
    assert (await api.get('/leaderboard/')).json() == []
    await api.patch(f'/sessions/{session["id"]}', json={'is_public': True, 'driver_name': 'Ana'})
    (track,) = (await api.get('/tracks/')).json()
    (course,) = track['configurations']
    assert course['best']['lap_id'] == session['best_lap_id']
    assert course['best']['lap_time_ms'] == session['best_lap_ms']
    for address in ('/leaderboard/', f'/leaderboard/?course_id={course["id"]}'):
        (one,) = (await api.get(address)).json()
        assert (one['driver_name'], one['lap_time_ms']) == ('Ana', session['best_lap_ms'])
    assert (await api.get(f'/leaderboard/?course_id={course["id"]}&since=2199-01-01')).json() == []
    assert (await api.get('/leaderboard/?course_id=99')).status_code == 404
    assert (await api.get(f'/leaderboard/?course_id={2**70}')).status_code == 404
    assert (await api.get('/admin/leaderboard/held')).json() == []
    assert (await api.post('/admin/leaderboard/held/99/free')).status_code == 404


async def test_a_track_is_made_edited_and_published(api: httpx.AsyncClient) -> None:
    track = await made(api, '/tracks/', name='Ring', latitude=50.0, longitude=8.0)
    edits = {'name': 'Great Ring', 'country': 'DE', 'is_published': True, 'is_protected': True}
    edited = (await api.patch(f'/admin/tracks/{track["id"]}', json=edits)).json()
    assert {name: edited[name] for name in edits} == edits
    listed = await api.get('/tracks/')
    assert ([one['name'] for one in listed.json()], listed.headers['X-Total-Count']) == (['Great Ring'], '1')


async def test_the_directory_has_pages(api: httpx.AsyncClient) -> None:
    for name in 'ABC':
        await made(api, '/tracks/', name=name, latitude=50.0, longitude=8.0)
    first = await api.get('/tracks/?limit=2')
    assert [one['name'] for one in first.json()] == ['A', 'B']
    assert first.headers['Link'] == '</api/v1/tracks/?limit=2&skip=2>; rel="next"'
    assert [one['name'] for one in (await api.get('/tracks/?limit=2&skip=2')).json()] == ['C']


async def test_tracks_are_merged_and_parted(api: httpx.AsyncClient) -> None:
    ids = [(await made(api, '/tracks/', name=n, latitude=50.0, longitude=8.0))['id'] for n in 'AB']
    merged = await api.post(f'/tracks/{ids[0]}/merge', json={'into_id': ids[1]})
    assert merged.json()['name'] == 'B'
    assert (await api.get(f'/tracks/{ids[0]}')).json()['id'] == ids[1]
    assert (await api.post(f'/tracks/{ids[0]}/merge', json={'into_id': ids[1]})).status_code == 409
    assert (await api.post(f'/tracks/{ids[0]}/unmerge')).json()['name'] == 'A'
    assert (await api.post(f'/tracks/{ids[0]}/unmerge')).status_code == 404


async def test_a_course_comes_in_and_goes_out_as_geojson(api: httpx.AsyncClient) -> None:
    track = await made(api, '/tracks/', name='Ring', latitude=50.0, longitude=8.0)
    where = f'/tracks/{track["id"]}/courses'
    (course,) = (await api.post(f'{where}?name=full', json=line(way()))).json()['configurations']
    assert (course['name'], course['is_default'], course['is_closed']) == ('full', True, True)
    assert round(course['length_meters']) == 628
    assert len(course['line']) == 400
    named = await api.patch(f'/courses/{course["id"]}', json={'name': 'long', 'num_sectors': 3})
    assert [(c['name'], c['num_sectors']) for c in named.json()['configurations']] == [('long', 3)]
    out = (await api.get(f'/courses/{course["id"]}/geojson')).json()
    assert [feature['properties']['kind'] for feature in out['features']] == ['course', 'gate']
    again: Any = await api.post(where, json=out)
    assert (again.status_code, len(again.json()['configurations'])) == (201, 2)
    refused = await api.post(where, json={'type': 'FeatureCollection', 'features': []})
    assert (refused.status_code, 'no LineString' in refused.json()['detail']) == (422, True)
