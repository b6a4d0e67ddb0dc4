"""The charts as an instrument: zoom, finer samples, two cursors, keys and fingers."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes
from racetrace.telemetry.packing import unpack
from tests.e2e.test_compare import ADDRESS, painted
from tests.simulated_log import simulated_log

PEDAL: Final = 'Brake Pedal'
PHONE: Final = {'has_touch': True, 'is_mobile': True, 'viewport': {'width': 390, 'height': 844}}
# What ECharts is told from here on, by the names of its parts.
LISTEN: Final = """async () => {
    const { echarts } = await import("nicegui-echart");
    const chart = echarts.getInstanceByDom(document.querySelector(".stack__plot")), { setOption } = chart;
    window.told = [];
    chart.setOption = (option, ...rest) => {
        window.told.push(...Object.keys(option));
        return setOption.call(chart, option, ...rest);
    };
}"""
WHEEL: Final = """([delta, frames]) => new Promise((done) => {
    const plot = document.querySelector(".stack__plot"), box = plot.getBoundingClientRect();
    const turn = (i) => {
        if (i === frames) return done();
        plot.dispatchEvent(new WheelEvent("wheel", { deltaY: delta, clientX: box.left + box.width / 2,
            clientY: box.top + 50, bubbles: true, cancelable: true }));
        requestAnimationFrame(() => turn(i + 1));
    };
    turn(0);
})"""
# How high a colour reaches in the lowest chart, near a place [m]: 0 its floor, 1 its ceiling.
HEIGHT: Final = """([metres, token]) => {
    const canvas = document.querySelector(".stack__plot canvas"), ratio = canvas.width / canvas.clientWidth;
    const [from, to] = raceTrace.view.zoom ?? [0, raceTrace.view.columns.get("path").at(-1)];
    const body = document.querySelector(".stack__body"), reads = document.querySelectorAll(".read");
    const pane = reads[reads.length - 1].getBoundingClientRect(), top = body.getBoundingClientRect().top;
    const x = 136 + ((metres - from) / (to - from)) * (canvas.clientWidth - 136 - 42);
    const hex = getComputedStyle(document.body).getPropertyValue(token).trim();
    const wanted = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
    const w = Math.round(8 * ratio), h = Math.round(pane.height * ratio);
    const left = Math.round((x - 4) * ratio), above = Math.round((pane.top - top) * ratio);
    const { data } = canvas.getContext("2d").getImageData(left, above, w, h);
    for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 90 && wanted.every((v, c) => Math.abs(v - data[i + c]) < 60))
            return 1 - Math.floor(i / 4 / w) / h;
    return 0;
}"""

CLIPPED: Final = """boxes => boxes.flatMap((box) => {
    const room = box.getBoundingClientRect();
    return [...box.querySelectorAll(".read__value")].filter((value) => {
        const { bottom, right } = value.getBoundingClientRect();
        return bottom > room.bottom + 1 || right > room.right + 1;
    }).map((value) => value.textContent);
})"""
OVERLAPPING: Final = """boxes => boxes.map((box) => [box.getBoundingClientRect(), box.textContent])
    .filter(([box], i, all) => i && all[i - 1][0].bottom > box.top + 1).map(([, text]) => text)"""


def uploaded(base_url: str, log: bytes) -> dict[str, Any]:
    address = f'{base_url}/api/v1/sessions/upload?name=log.csv&wait=60'
    session: dict[str, Any] = httpx.put(address, content=log, timeout=90).raise_for_status().json()
    return session


@pytest.fixture(scope='module')
def many(base_url: str) -> Iterator[str]:
    """The address of a comparison of seven laps."""
    session = uploaded(base_url, simulated_log(7))
    laps = [str(lap['id']) for lap in session['laps'] if lap['lap_time_ms']]
    yield f'/compare?laps={",".join(laps)}&ref={laps[0]}'
    httpx.delete(f'{base_url}/api/v1/sessions/{session["session_id"]}').raise_for_status()


@pytest.fixture(scope='module')
def fast(base_url: str) -> Iterator[dict[str, Any]]:
    """Two laps at 100 Hz, whose brake is touched for one sample of the second; where that was [m]."""
    columns = [*(name for name in LEAN if name != 'OBD_Update'), 'GPS_Update']  # so that every row counts
    lines = trackaddict_bytes(simulate('car', laps=2), ticks_hz=100.0, columns=columns).decode().split('\n')
    pedal = columns.index('Brake Pedal (%) *OBD')
    rows = [i for i, line in enumerate(lines) if line[:1].isdigit()]
    for i in rows:
        cells = lines[i].split(',')
        cells[pedal] = '100' if i == rows[len(rows) * 7 // 10] else '0'
        lines[i] = ','.join(cells)
    session = uploaded(base_url, '\n'.join(lines).encode())
    first, second = (lap['id'] for lap in session['laps'] if lap['lap_time_ms'])
    asked: dict[str, str | int] = {'names': PEDAL, 'points': 20_000}
    samples = unpack(httpx.get(f'{base_url}/api/v1/laps/{second}/columns', params=asked).content)
    assert np.count_nonzero(samples[PEDAL]) == 1
    yield {
        'address': f'/compare?laps={first},{second}&ref={first}&ch={quote(PEDAL)}',
        'spike_m': float(samples[f'{PEDAL}/x'][samples[PEDAL].argmax()]),
    }
    httpx.delete(f'{base_url}/api/v1/sessions/{session["session_id"]}').raise_for_status()


def zoomed(page: Page, from_m: float, to_m: float) -> None:
    page.evaluate('zoom => raceTrace.set("zoom", zoom)', [round(from_m), round(to_m)])
    expect(page.locator('.stack')).to_have_attribute('data-fine', f'{round(from_m)}-{round(to_m)}')


def test_one_sample_of_brake_is_seen_at_every_zoom(page: Page, fast: dict[str, Any]) -> None:
    page.goto(fast['address'])
    painted(page)
    spike_m = fast['spike_m']
    assert page.evaluate(HEIGHT, [spike_m, '--lap-1']) > 0.7, 'of the whole lap'
    for before_m, after_m in ((600, 400), (100, 300), (40, 40), (20, 100)):
        zoomed(page, spike_m - before_m, spike_m + after_m)
        assert page.evaluate(HEIGHT, [spike_m, '--lap-1']) > 0.7
        assert page.evaluate(HEIGHT, [spike_m + 18, '--lap-1']) < 0.5, 'and nothing beside it'
    zoomed(page, 1000, 1200)  # where the spike is not
    page.evaluate('raceTrace.set("zoom", null)')
    expect(page.locator('.stack')).to_have_attribute('data-fine', '')
    assert page.evaluate(HEIGHT, [spike_m, '--lap-1']) > 0.7


def test_a_zoom_asks_once_when_it_has_settled_and_the_way_back_asks_nothing(
    page: Page, fast: dict[str, Any]
) -> None:
    page.goto(fast['address'])
    painted(page)
    asked: list[str] = []
    page.on('request', lambda request: asked.append(request.url))
    page.evaluate(LISTEN)
    page.evaluate(WHEEL, [-30, 30])
    assert asked == [], 'while it moves'
    assert page.evaluate('told') == [], 'it is one action on the axes: no series is touched'
    expect(page.locator('.stack')).to_have_attribute('data-fine', re.compile(r'\d+-\d+'))
    assert len([url for url in asked if '/compare/columns' in url]) == 1
    assert page.evaluate('told').count('dataset') == 1
    assert 'series' not in page.evaluate('told')
    page.locator('.stack').press('Escape')
    expect(page.locator('.stack')).to_have_attribute('data-fine', '')
    assert len(asked) == 1


def test_another_reference_is_seen_in_full_where_the_zoom_is(page: Page, fast: dict[str, Any]) -> None:
    page.goto(fast['address'])
    painted(page)
    page.evaluate('zoom => raceTrace.set("zoom", zoom)', [fast['spike_m'] - 100, fast['spike_m'] + 100])
    expect(page.locator('.stack')).to_have_attribute('data-fine', re.compile(r'\d+-\d+'))
    with page.expect_response('**/compare/columns?*') as answered:
        page.locator('.chip__ref').first.click()
    assert answered.value.ok
    expect(page.locator('.stack')).to_have_attribute('data-fine', re.compile(r'\d+-\d+'))


def test_a_window_that_does_not_come_leaves_what_is_drawn(page: Page, fast: dict[str, Any]) -> None:
    page.goto(fast['address'])
    painted(page)
    page.route('**/compare/columns?*', lambda route: route.fulfill(status=200, body=b''))
    with page.expect_response('**/compare/columns?*'):
        page.evaluate('zoom => raceTrace.set("zoom", zoom)', [fast['spike_m'] - 100, fast['spike_m'] + 100])
    painted(page)
    assert page.evaluate(HEIGHT, [fast['spike_m'], '--lap-1']) > 0.7
    assert page.locator('.stack').get_attribute('data-fine') == ''


def test_the_wheel_says_nothing_to_the_server_over_the_socket(page: Page) -> None:
    frames: list[str | bytes] = []

    def keep(frame: str | bytes) -> None:
        frames.append(frame)

    page.on('websocket', lambda socket: socket.on('framesent', keep))
    page.goto(ADDRESS)
    painted(page)
    said = len(frames)
    page.evaluate(WHEEL, [-30, 30])
    page.wait_for_url('**&zoom=*')
    assert len(frames) - said <= 1, 'but for a beat of the socket itself'


def test_two_cursors_say_how_far_and_how_long_and_stand_in_the_address(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    box = page.locator('.stack__plot').bounding_box()
    assert box is not None
    page.keyboard.down('Shift')
    page.mouse.click(box['x'] + 400, box['y'] + 100)
    page.keyboard.up('Shift')
    page.mouse.move(box['x'] + 600, box['y'] + 100)
    expect(page.locator('.stack__cursor--pin')).to_be_visible()
    expect(page.locator('.stack__cursor b')).to_have_text(re.compile(r'^\d+ m · L3 \d+\.\d{3} s$'))
    speed = page.locator('.read').nth(1)
    expect(speed.locator('.read__more').first).to_have_text(re.compile(r'^[+−±]\d+$'))
    page.wait_for_url('**&pin=*')
    page.reload()
    painted(page)
    expect(page.locator('.stack__cursor--pin')).to_be_visible()
    page.keyboard.press('Escape')
    expect(page.locator('.stack__cursor--pin')).to_be_hidden()
    page.wait_for_url(lambda url: 'pin' not in url)


def test_the_time_between_two_cursors_is_that_of_the_reference(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    page.evaluate('raceTrace.set("pin", 0)')
    page.evaluate('raceTrace.set("cursor", raceTrace.view.columns.get("path").at(-1))')
    said = page.locator('.stack__cursor b').inner_text()
    lap_s = page.evaluate('raceTrace.view.columns.get("time").at(-1)')
    assert said.endswith(f'L3 {lap_s:.3f} s')
    time = page.locator('.chip', has_text='REF').first.locator('.chip__time').inner_text()
    minutes, seconds = time.split(':') if ':' in time else ('0', time)
    assert 60 * int(minutes) + float(seconds) == pytest.approx(lap_s, abs=0.002)


def test_keys_move_the_cursor_mark_and_zoom_to_its_corner(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    page.keyboard.press(']')
    first = page.evaluate('raceTrace.view.cursor')
    page.keyboard.press(']')
    assert page.evaluate('raceTrace.view.cursor') > first
    page.keyboard.press('[')
    assert page.evaluate('raceTrace.view.cursor') == first
    page.keyboard.press('Shift+ArrowRight')
    assert page.evaluate('raceTrace.view.cursor') == first + 20
    page.keyboard.press('m')
    expect(page.locator('.stack__cursor--pin')).to_be_visible()
    page.keyboard.press('m')
    expect(page.locator('.stack__cursor--pin')).to_be_hidden()
    page.keyboard.press('z')
    page.wait_for_url('**&zoom=*')
    from_m, to_m = page.evaluate('raceTrace.view.zoom')
    assert from_m < first < to_m


@pytest.mark.browser_context_args(**PHONE)
def test_a_finger_moves_the_cursor_two_zoom_and_one_that_rests_marks(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    page.locator('.stack__plot').evaluate('plot => plot.scrollIntoView({ block: "center" })')
    box = page.locator('.stack__plot').bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    y = box['y'] + 200

    def fingers(kind: str, *xs: float) -> None:
        points = [{'x': x, 'y': y, 'id': i} for i, x in enumerate(xs)]
        touch.send('Input.dispatchTouchEvent', {'type': kind, 'touchPoints': points})

    fingers('touchStart', 100)
    for x in range(110, 210, 10):
        fingers('touchMove', x)
    fingers('touchEnd')
    assert page.evaluate('raceTrace.view.cursor') > 0
    assert page.evaluate('raceTrace.view.pin') is None, 'a finger that moves marks nothing'
    fingers('touchStart', 150)
    expect(page.locator('.stack__cursor--pin')).to_be_visible()
    fingers('touchEnd')
    fingers('touchStart', 150, 200)
    for step in range(10, 90, 10):
        fingers('touchMove', 150 - step, 200 + step)
    fingers('touchEnd')
    page.wait_for_url('**&zoom=*')
    assert page.locator('.stack__plot').evaluate('plot => getComputedStyle(plot).touchAction') == 'pan-y'


@pytest.mark.parametrize('width', [1440, 390])
def test_many_laps_stay_readable_in_low_charts(page: Page, width: int, many: str) -> None:
    page.set_viewport_size({'width': width, 'height': 800})
    page.goto(many)
    painted(page)
    expect(page.locator('.chip')).to_have_count(7)
    page.evaluate('raceTrace.set("cursor", 300)')
    expect(page.locator('.read').nth(1).locator('.read__value').last).not_to_be_empty()
    assert page.locator('.read').evaluate_all(CLIPPED) == []
    assert page.locator('.read').evaluate_all(OVERLAPPING) == []
