import json
import struct
from typing import Any

import httpx
import numpy as np
import pytest

from racetrace.telemetry.compare import compare
from racetrace.telemetry.packing import unpack
from racetrace.telemetry.session import read_session
from tests.api.imported import Kart
from tests.simulated_log import simulated_log

pytestmark = pytest.mark.asyncio(loop_scope='module')


async def columns(api: httpx.AsyncClient, lap_id: int, **query: Any) -> dict[str, Any]:
    answer = await api.get(f'/laps/{lap_id}/columns', params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers['content-type'] == 'application/octet-stream'
    assert answer.headers['content-encoding'] == 'identity'
    return dict(unpack(answer.content))


async def test_native_samples_come_packed_and_in_si(kart: Kart) -> None:
    reference, lap = kart.ids(3, 1)
    found = await columns(kart.api, lap, ref=reference, names='speed_mps,gear', points=20_000)
    truth = compare(read_session(simulated_log(), 'kart.csv'), [3, 1], 3, points=5000)
    assert list(found) == ['speed_mps/x', 'speed_mps', 'gear/x', 'gear', 'delta/x', 'delta', 'sigma']
    trace = truth.laps[1].traces['speed_mps']
    assert found['speed_mps/x'] == pytest.approx(trace.distance_m, abs=1e-3)
    assert found['speed_mps'] == pytest.approx(trace.values, rel=1e-6)
    assert found['delta'] == pytest.approx(truth.laps[1].delta_t_s, abs=1e-6)
    assert found['sigma'] == pytest.approx(truth.laps[1].sigma_s, abs=1e-6)


async def test_a_stretch_holds_its_samples_and_a_neighbour_at_either_end(kart: Kart) -> None:
    (lap,) = kart.ids(2)
    whole = await columns(kart.api, lap, names='speed_mps', points=20_000)
    part = await columns(kart.api, lap, names='speed_mps', **{'from': 200, 'to': 300})
    inside = np.flatnonzero((whole['speed_mps/x'] >= 200) & (whole['speed_mps/x'] <= 300))
    assert part['speed_mps'] == pytest.approx(whole['speed_mps'][inside[0] - 1 : inside[-1] + 2])


async def test_thinned_it_keeps_its_extremes(kart: Kart) -> None:
    (lap,) = kart.ids(2)
    whole = (await columns(kart.api, lap, points=20_000))['accel_x_g']
    few = (await columns(kart.api, lap, points=40))['accel_x_g']
    assert few.size <= 40 < whole.size
    assert (few.min(), few.max()) == (whole.min(), whole.max())


async def test_every_channel_comes_where_none_is_named_also_of_an_out_lap(kart: Kart) -> None:
    out, best = kart.ids(0, 3)
    assert (await columns(kart.api, out)).keys() == (await columns(kart.api, best)).keys()
    assert await columns(kart.api, out, names='of nobody') == {}
    assert 'Predicted Lap Time' in await columns(kart.api, out, names=['gear', 'Predicted Lap Time'])


async def test_a_lap_loses_nothing_to_itself(kart: Kart) -> None:
    (lap,) = kart.ids(2)
    found = await columns(kart.api, lap, ref=lap, names='')
    assert list(found) == ['delta/x', 'delta', 'sigma']
    assert (found['delta'].any(), found['sigma'].any()) == (False, False)


async def test_it_is_sent_once_until_it_changes(kart: Kart) -> None:
    (lap,) = kart.ids(2)
    first = await kart.api.get(f'/laps/{lap}/columns')
    again = {'If-None-Match': first.headers['etag']}
    assert (await kart.api.get(f'/laps/{lap}/columns', headers=again)).status_code == 304
    assert (await kart.api.get(f'/laps/{lap}/columns?to=9', headers=again)).status_code == 200
    assert first.headers['cache-control'] == 'private, no-cache'


async def test_the_head_says_what_follows(kart: Kart) -> None:
    (lap,) = kart.ids(2)
    packed = (await kart.api.get(f'/laps/{lap}/columns', params={'names': 'gear'})).content
    (length,) = struct.unpack_from('<I', packed)
    head = json.loads(packed[4 : 4 + length])
    assert [name for name, _ in head] == ['gear/x', 'gear']
    assert len(packed) == 4 + length + 4 * sum(samples for _, samples in head)


@pytest.mark.parametrize('query', ['points=3', 'points=20001', 'from=nan', 'to=inf', 'from=9&to=9', 'ref=x'])
async def test_a_question_that_is_badly_put_is_a_sentence(kart: Kart, query: str) -> None:
    answer = await kart.api.get(f'/laps/1/columns?{query}')
    assert answer.status_code == 422
    assert answer.json()['detail'].startswith('query.')


async def test_a_reference_that_is_not_there_or_not_comparable_is_said(kart: Kart) -> None:
    out, best = kart.ids(0, 3)
    assert (await kart.api.get(f'/laps/{best}/columns?ref=99')).status_code == 404
    assert (await kart.api.get(f'/laps/{out}/columns?ref={best}')).status_code == 409
