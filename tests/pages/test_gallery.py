from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from components.chart_stack import ChartStack
from components.corner_table import CornerTable
from components.track_map import TrackMap
from main import DEMO
from racetrace.services.samples import GPS, State, sample, without
from racetrace.settings import Settings
from racetrace.telemetry.comparison import Method
from tests.conftest import HERE, OpenScreen


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    return replace(settings, gallery='without' not in request.node.name)


@pytest.fixture
async def web(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as client:
        yield client


async def test_without_the_setting_it_is_not_there(web: httpx.AsyncClient) -> None:
    assert (await web.get('/gallery')).status_code == 404
    assert (await web.get('/gallery/map/one-lap')).status_code == 404


async def test_every_part_is_shown_in_every_state(web: httpx.AsyncClient) -> None:
    from pages.gallery import PARTS  # noqa: PLC0415  (pages are imported anew for every test)

    index = (await web.get('/gallery')).text
    for part in PARTS:
        for state in State:
            assert f'/gallery/{part}/{state}' in index
            assert (await web.get(f'/gallery/{part}/{state}')).status_code == 200
    assert (await web.get('/gallery/map/lost')).status_code == 404


async def test_ten_laps_have_ten_colours_in_their_gutter(open_screen: OpenScreen) -> None:
    screen = await open_screen('/gallery/telemetry-chart/ten-laps')
    (chart,) = screen.find(ChartStack).elements
    assert len(chart.props['laps']) == 10
    screen = await open_screen('/gallery/corner-table/no-gps')
    (table,) = screen.find(CornerTable).elements
    assert table.props['rows'] == ()
    for state, is_nowhere in (('no-gps', True), ('ten-laps', False)):
        screen = await open_screen(f'/gallery/map/{state}')
        (track,) = screen.find(TrackMap).elements
        assert track.props['is-nowhere'] is is_nowhere


def test_a_state_is_what_it_says() -> None:
    assert b'Latitude' not in without(DEMO.read_bytes(), GPS)
    assert sample(DEMO, State.NO_GPS).comparison.method is Method.DISTANCE
    assert len(sample(DEMO, State.ONE_LAP).comparison.laps) == 1
    assert all('brake_on' not in lap.traces for lap in sample(DEMO, State.NO_BRAKE).comparison.laps)
