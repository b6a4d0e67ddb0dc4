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


async def window(api: httpx.AsyncClient, laps: list[int], **query: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {'laps': ','.join(map(str, laps)), 'from': 0, 'to': 1e6} | query
    answer = await api.get('/compare/columns', params=asked)
    assert answer.status_code == 200, answer.text
    return dict(unpack(answer.content))


async def test_laps_come_together_in_si_and_the_reference_has_no_delta(kart: Kart) -> None:
    laps = kart.ids(3, 1)
    found = await window(kart.api, laps, names=['speed_mps', 'gear'], points=20_000)
    truth = compare(read_session(simulated_log(), 'kart.csv'), [3, 1], 3, points=5000)
    assert {name for name in found if name.startswith('0/')} == {
        '0/speed_mps/x',
        '0/speed_mps',
        '0/gear/x',
        '0/gear',
    }
    trace = truth.laps[1].traces['speed_mps']
    assert found['1/speed_mps/x'] == pytest.approx(trace.distance_m, abs=1e-3)
    assert found['1/speed_mps'] == pytest.approx(trace.values, rel=1e-6)
    assert found['1/delta'] == pytest.approx(truth.laps[1].delta_t_s, abs=1e-6)
    assert found['1/sigma'] == pytest.approx(truth.laps[1].sigma_s, abs=1e-6)


async def test_where_one_looks_nothing_is_left_out_and_around_it_no_extreme(kart: Kart) -> None:
    (lap,) = kart.ids(2)
    whole = await window(kart.api, [lap], names='accel_x_g', points=20_000)
    part = await window(kart.api, [lap], names='accel_x_g', points=200, **{'from': 200, 'to': 240})
    x, y = part['0/accel_x_g/x'], part['0/accel_x_g']
    inside = (whole['0/accel_x_g/x'] >= 200) & (whole['0/accel_x_g/x'] <= 240)
    assert y[(x >= 200) & (x <= 240)] == pytest.approx(whole['0/accel_x_g'][inside])
    assert y.size <= 200 < whole['0/accel_x_g'].size
    assert (y.min(), y.max()) == (whole['0/accel_x_g'].min(), whole['0/accel_x_g'].max())
    assert (np.diff(x) >= 0).all()


async def test_any_of_the_laps_is_the_reference(kart: Kart) -> None:
    first, second = kart.ids(1, 2)
    found = await window(kart.api, [first, second], ref=second, names='')
    assert list(found) == ['0/x', '0/delta', '0/sigma']


@pytest.mark.parametrize(
    ('query', 'status'),
    [
        ('laps=&from=0&to=9', 422),
        ('laps=1;2&from=0&to=9', 422),
        ('laps=1,2&from=9&to=9', 422),
        ('laps=1,2&from=nan&to=9', 422),
        ('laps=1,2&ref=3&from=0&to=9', 422),
        ('laps=1,2&from=0&to=9&points=39', 422),
        (f'laps={",".join(map(str, range(21)))}&from=0&to=9', 422),
        ('laps=1,99&from=0&to=9', 404),
        (f'laps={10**17}&from=0&to=9', 404),
    ],
)
async def test_a_question_that_is_badly_put_is_a_sentence(kart: Kart, query: str, status: int) -> None:
    answer = await kart.api.get(f'/compare/columns?{query}')
    assert answer.status_code == status
    assert answer.json()['detail']


async def test_an_out_lap_is_not_comparable_and_that_is_said(kart: Kart) -> None:
    out, best = kart.ids(0, 3)
    answer = await kart.api.get(f'/compare/columns?laps={best},{out}&from=0&to=9')
    assert answer.status_code == 409
