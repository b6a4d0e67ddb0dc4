import numpy as np
import pytest

from racetrace.telemetry.session import read_session
from tests.api.imported import NOT_THERE, Kart
from tests.simulated_log import simulated_log

pytestmark = pytest.mark.asyncio(loop_scope='module')


async def test_a_lap_names_its_session(kart: Kart) -> None:
    session = kart.session
    for lap in session['laps']:
        assert (await kart.api.get(f'/laps/{lap["id"]}')).json() == {**lap, 'session_id': session['id']}


async def test_its_telemetry_is_over_metres_in_kmh(kart: Kart) -> None:
    session = kart.session
    (best,) = kart.ids(3)
    telemetry = (await kart.api.get(f'/laps/{best}/telemetry', params={'points': 300})).json()
    assert telemetry.keys() == {'lap_id', 'lap_number', 'lap_time_ms', 'channels', 'distance_m', 'gps_track'}
    assert (telemetry['lap_id'], telemetry['lap_number']) == (best, 3)
    assert telemetry['distance_m'] == pytest.approx(np.linspace(0, session['length_m'], 300), abs=1e-3)
    channels = {channel['name']: channel for channel in telemetry['channels']}
    assert {'speed_kmh', 'wheel_speed_kmh', 'throttle_pct', 'rpm', 'gear', 'accel_x_g'} <= channels.keys()
    for channel in channels.values():
        assert channel.keys() == {'name', 'unit', 'data', 'timestamps'}
        assert channel['timestamps'] == telemetry['distance_m']
        assert len(channel['data']) == 300
    assert channels['speed_kmh']['unit'] == 'km/h'
    lap = next(lap for lap in session['laps'] if lap['id'] == best)
    assert max(channels['speed_kmh']['data']) == pytest.approx(lap['max_speed_kmh'], rel=0.02)


async def test_its_track_is_every_fix_that_was_received(kart: Kart) -> None:
    (best,) = kart.ids(3)
    track = np.array((await kart.api.get(f'/laps/{best}/telemetry')).json()['gps_track'])
    session = read_session(simulated_log(), 'kart.csv')
    lap, fixes = session.lap(3), session.fixes
    inside = (fixes.time_s >= lap.start_s) & (fixes.time_s <= lap.end_s)
    assert track[:, 0] == pytest.approx(fixes.time_s[inside] - lap.start_s, abs=1e-3)
    assert track[:, 1:] == pytest.approx(
        np.stack(fixes.origin.to_degrees(fixes.east_m[inside], fixes.north_m[inside]), axis=1), abs=1e-7
    )


async def test_an_out_lap_is_over_the_metres_that_it_drove(kart: Kart) -> None:
    session = kart.session
    out = session['laps'][0]
    telemetry = (await kart.api.get(f'/laps/{out["id"]}/telemetry')).json()
    assert telemetry['lap_time_ms'] is None
    assert telemetry['distance_m'][-1] == pytest.approx(out['length_m'], rel=0.01)
    assert len(telemetry['gps_track']) > 10 * (out['end_s'] - out['start_s']) - 10


@pytest.mark.parametrize(('lap', 'status'), NOT_THERE.items())
async def test_what_is_not_there_is_a_sentence(kart: Kart, lap: str, status: int) -> None:
    for address in (f'/laps/{lap}', f'/laps/{lap}/telemetry', f'/laps/{lap}/columns'):
        answer = await kart.api.get(address)
        assert answer.status_code == status
        assert answer.json()['detail'].endswith('.')


async def test_fewer_than_two_points_are_no_axis(kart: Kart) -> None:
    for points in ('1', '5001', 'x'):
        assert (await kart.api.get('/laps/1/telemetry', params={'points': points})).status_code == 422
