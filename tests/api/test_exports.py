import csv
import zipfile
from io import BytesIO, StringIO

import polars as pl
import pytest

from tests.api.imported import NOT_THERE, Kart

pytestmark = pytest.mark.asyncio(loop_scope='module')


async def test_the_channels_of_a_session_come_as_parquet(kart: Kart) -> None:
    answer = await kart.api.get(f'/sessions/{kart.session["id"]}/export')
    assert answer.headers['content-type'] == 'application/vnd.apache.parquet'
    assert 'channels.parquet' in answer.headers['content-disposition']
    table = pl.read_parquet(BytesIO(answer.content))
    laps = {lap['lap_number']: lap for lap in kart.session['laps']}
    assert set(table['lap_number'].drop_nulls()) == set(laps)
    of_one = table.filter(pl.col('lap_number') == 1)['time_s']
    assert laps[1]['start_s'] <= of_one.min() < of_one.max() <= laps[1]['end_s']  # type: ignore[operator]
    speed = table.filter(pl.col('lap_number') == 1)['speed_mps'].max()
    assert speed * 3.6 == pytest.approx(laps[1]['max_speed_kmh'], rel=0.05)  # type: ignore[operator]


async def test_the_laps_of_a_session_come_as_csv(kart: Kart) -> None:
    answer = await kart.api.get(f'/sessions/{kart.session["id"]}/export?format=csv&part=laps')
    assert answer.headers['content-type'].startswith('text/csv')
    rows = list(csv.DictReader(StringIO(answer.text)))
    wanted = [(lap['lap_number'], lap['kind'], lap['lap_time_ms']) for lap in kart.session['laps']]
    said = [(int(row['lap_number']), row['kind'], row['lap_time_s']) for row in rows]
    assert [(number, kind) for number, kind, _ in said] == [(number, kind) for number, kind, _ in wanted]
    assert [round(float(time) * 1000) if time else None for *_, time in said] == [ms for *_, ms in wanted]


async def test_csv_and_parquet_say_the_same(kart: Kart) -> None:
    path = f'/sessions/{kart.session["id"]}/export'
    one = pl.read_parquet(BytesIO((await kart.api.get(path)).content))
    other = pl.read_csv(
        BytesIO((await kart.api.get(f'{path}?format=csv')).content), schema_overrides=one.schema
    )
    assert other.equals(one)


@pytest.mark.parametrize(('number', 'status'), NOT_THERE.items())
async def test_what_is_not_there_is_not_exported(kart: Kart, number: str, status: int) -> None:
    assert (await kart.api.get(f'/sessions/{number}/export')).status_code == status


MANY = ','.join(map(str, range(1, 52)))


@pytest.mark.parametrize('query', ['', 'ids=', 'ids=a', 'ids=1,', 'ids=1&format=xls', f'ids={MANY}'])
async def test_what_is_no_list_of_sessions_is_refused(kart: Kart, query: str) -> None:
    assert (await kart.api.get(f'/sessions/export?{query}')).status_code == 422


async def test_one_that_is_not_there_spoils_the_zip(kart: Kart) -> None:
    assert (await kart.api.get('/sessions/export?ids=1,99')).status_code == 404


async def test_several_sessions_come_in_one_zip(kart: Kart) -> None:
    api, first = kart.api, kart.session
    bare = (await api.post('/sessions/', json={'name': '../../=evil'})).json()
    answer = await api.get(f'/sessions/export?ids={bare["id"]},{first["id"]}&format=csv')
    assert answer.headers['content-type'] == 'application/zip'
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        laps = archive.read(names[1]).decode()
    assert names[0] == f'{bare["id"]} =evil/laps.csv'
    assert [name.rpartition('/')[2] for name in names[1:]] == ['laps.csv', 'channels.csv']
    assert len(laps.splitlines()) == 1 + len(first['laps'])


async def test_a_session_without_samples_has_no_channels(kart: Kart) -> None:
    api = kart.api
    bare = (await api.post('/sessions/', json={'name': 'By hand'})).json()
    answer = await api.get(f'/sessions/{bare["id"]}/export')
    assert (answer.status_code, 'not there' in answer.json()['detail']) == (409, True)
    assert (await api.get(f'/sessions/{bare["id"]}/export?part=laps')).status_code == 200
