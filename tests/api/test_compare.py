from typing import Any

import httpx
import numpy as np
import pytest

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.telemetry.compare import compare
from racetrace.telemetry.session import read_session
from tests.api.imported import Kart, imported
from tests.simulated_log import simulated_log
from tests.telemetry.edited import moved

WITHOUT_GPS = ['Time', 'UTC Time', 'Lap', 'OBD_Update', 'Vehicle Speed (km/h) *OBD', 'Gear *OBD']

pytestmark = pytest.mark.asyncio(loop_scope='module')


async def compared(api: httpx.AsyncClient, **body: Any) -> Any:
    answer = await api.post('/laps/compare', json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_comparison_is_that_of_the_same_file(kart: Kart) -> None:
    ids = kart.ids(1, 3, 2)
    found = await compared(kart.api, lap_ids=ids, reference_lap_id=ids[1], points=400)
    truth = compare(read_session(simulated_log(), 'kart.csv'), [1, 3, 2], 3, points=400)
    assert found.keys() == {
        'method',
        'course',
        'length_m',
        'distance_m',
        'reference_lap_id',
        'laps',
        'corners',
        'notes',
    }
    assert (found['method'], found['reference_lap_id']) == ('position', ids[1])
    assert found['distance_m'] == pytest.approx(truth.distance_m, abs=1e-3)
    for lap, lap_id, true in zip(found['laps'], ids, truth.laps, strict=True):
        assert (lap['lap_id'], lap['lap_number']) == (lap_id, true.lap.number)
        assert lap['lap_time_ms'] == round(1000 * true.lap_time_s)
        assert lap['gate_residual_ms'] == pytest.approx(true.gate_residual_ms)
        assert np.max(np.abs(np.array(lap['delta_t']) - true.delta_t_s)) < 1e-6
        assert np.max(np.abs(np.array(lap['sigma']) - true.sigma_s)) < 1e-6
        speed = next(channel for channel in lap['channels'] if channel['name'] == 'speed_kmh')
        assert speed['data'] == pytest.approx(3.6 * true.traces['speed_mps'].at(truth.distance_m))


async def test_its_corners_say_what_each_lap_did(kart: Kart) -> None:
    ids = kart.ids(3, 1)
    corners = (await compared(kart.api, lap_ids=ids))['corners']
    truth = compare(read_session(simulated_log(), 'kart.csv'), [3, 1], 3)
    assert [corner['name'] for corner in corners] == [row.corner.name for row in truth.corners]
    corner, row = corners[0], truth.corners[0]
    assert corner.keys() == {'name', 'start_m', 'apex_m', 'end_m', 'angle_deg', 'laps'}
    assert [lap['lap_id'] for lap in corner['laps']] == ids
    did, true = corner['laps'][1], row.laps[1]
    assert did.keys() == {
        'lap_id',
        'time_s',
        'lost_s',
        'sigma_s',
        'is_significant',
        'entry_kmh',
        'min_kmh',
        'exit_kmh',
        'braking_m',
        'throttle_m',
    }
    assert did['lost_s'] == pytest.approx(true.lost_s, abs=1e-6)
    assert did['min_kmh'] == pytest.approx(3.6 * true.min_mps, rel=1e-3)


async def test_the_first_lap_is_the_reference_and_500_points_are_usual(kart: Kart) -> None:
    ids = kart.ids(2, 1)
    found = await compared(kart.api, lap_ids=ids, channels=['gear', 'speed_kmh', 'of nobody'])
    assert found['reference_lap_id'] == ids[0]
    assert len(found['distance_m']) == len(found['laps'][1]['delta_t']) == 500
    for lap in found['laps']:
        assert {channel['name'] for channel in lap['channels']} == {'speed_kmh', 'gear'}
        assert lap.keys() == {
            'lap_id',
            'lap_number',
            'lap_time_ms',
            'gate_residual_ms',
            'channels',
            'delta_t',
            'sigma',
        }


async def test_laps_of_two_files_are_compared(kart: Kart) -> None:
    first, second = kart.session, await imported(kart.api, simulated_log(seed=4), 'other.csv')
    ids = [first['best_lap_id'], second['best_lap_id']]
    found = await compared(kart.api, lap_ids=ids, points=50)
    other = found['laps'][1]
    assert other['delta_t'][-1] == pytest.approx(
        (other['lap_time_ms'] - found['laps'][0]['lap_time_ms']) / 1000, abs=2e-3
    )


@pytest.mark.parametrize(
    ('body', 'said'),
    [
        ({'lap_ids': [1]}, 'A comparison takes from 2 to 20 laps; these are 1.'),
        ({'lap_ids': [1, 1]}, 'these are 1.'),
        ({'lap_ids': list(range(1, 22))}, 'these are 21.'),
        ({'lap_ids': [1, 2], 'reference_lap_id': 3}, 'reference_lap_id is not among lap_ids.'),
        ({'lap_ids': [1, 2], 'points': 1}, 'body.points'),
        ({'lap_ids': [1, 2], 'points': 5001}, 'body.points'),
        ({'lap_ids': ['x', 2]}, 'body.lap_ids.0'),
        ({'laps': [1, 2]}, 'body.lap_ids: Field required.'),
        ({'lap_ids': [1, 2], 'refrence': 1}, 'body.refrence'),
    ],
)
async def test_a_question_that_is_badly_put_is_a_sentence(
    kart: Kart, body: dict[str, Any], said: str
) -> None:
    answer = await kart.api.post('/laps/compare', json=body)
    assert answer.status_code == 422
    assert said in answer.json()['detail']


async def test_a_lap_that_is_not_there_is_said(kart: Kart) -> None:
    for ids in ([98, 99], [2**63, -1]):
        answer = await kart.api.post('/laps/compare', json={'lap_ids': ids})
        assert (answer.status_code, answer.json()['detail']) == (404, 'There is no such lap.')


async def test_an_out_lap_has_no_honest_difference(kart: Kart) -> None:
    answer = await kart.api.post('/laps/compare', json={'lap_ids': kart.ids(3, 0)})
    assert answer.status_code == 409
    assert 'no whole timed lap' in answer.json()['detail']


async def test_laps_of_two_places_have_no_honest_difference(kart: Kart) -> None:
    elsewhere = trackaddict_bytes(moved(simulate('kart', laps=2, seed=5), 47.0, 8.0))
    other = await imported(kart.api, elsewhere, 'elsewhere.csv')
    ids = [kart.session['best_lap_id'], other['best_lap_id']]
    answer = await kart.api.post('/laps/compare', json={'lap_ids': ids})
    assert answer.status_code == 409
    assert answer.json()['detail'].endswith('.')


async def test_without_positions_laps_are_compared_by_their_speed(kart: Kart) -> None:
    log = trackaddict_bytes(simulate('kart', laps=3, seed=8), columns=WITHOUT_GPS)
    session = await imported(kart.api, log, 'no-gps.csv')
    found = await compared(kart.api, lap_ids=[lap['id'] for lap in session['laps'][1:3]], points=77)
    assert (found['method'], len(found['distance_m'])) == ('distance', 77)
    assert any('no positions' in note for note in found['notes'])
    telemetry = (await kart.api.get(f'/laps/{session["laps"][1]["id"]}/telemetry')).json()
    assert telemetry['gps_track'] == []
    assert telemetry['distance_m'][-1] == pytest.approx(kart.session['length_m'], rel=0.03)  # by its wheels
