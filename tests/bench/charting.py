"""Four laps of eight channels at 100 Hz in a real browser: our page, and a bare one beside it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes
from tests.bench.bare_charts import bare_charts
from tests.bench.contest import NotHere
from tests.bench.drop import FLAGS, PATIENCE_MS, WINDOW
from tests.bench.uploading import put
from tests.e2e.chromium import ADVICE, find
from tests.running_server import running_server

LAPS: Final = 4
NAMES: Final = (
    'wheel_speed_mps',
    'throttle_pct',
    'brake_on',
    'Brake Pedal',
    'rpm',
    'gear',
    'accel_x_g',
    'accel_y_g',
)
COLUMNS: Final = (*(name for name in LEAN if name != 'OBD_Update'), 'GPS_Update')  # so that every row counts
PAINTED: Final = '.stack[data-painted="1"]'
WINDOW_M: Final = (600.0, 1000.0)
# Calls `move` with 0, 1, … at each frame; what the mean frame took [ms].
FRAMES: Final = """(move, frames) => new Promise((done) => {
    let i = 0, start;
    const step = (now) => {
        start ??= now;
        if (i === frames) return done((now - start) / frames);
        move(i++);
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    ours: Page
    theirs: Page
    length_m: float


def fast_log() -> bytes:
    return trackaddict_bytes(simulate('car', laps=LAPS), ticks_hz=100.0, columns=COLUMNS)


@contextmanager
def charts(folder: Path) -> Iterator[Charts]:
    path = find()
    if path is None:
        raise NotHere(ADVICE)
    with running_server(folder / 'racetrace.db') as server, sync_playwright() as playwright:
        put(server.port, fast_log())
        api = f'{server.url}/api/v1'
        ids = [lap['id'] for lap in _read(f'{api}/sessions/1')['laps'] if lap['lap_time_ms']][:LAPS]
        laps = ','.join(map(str, ids))
        asked = '&'.join(f'names={quote(name)}' for name in NAMES)
        source = f'{api}/compare/columns?laps={laps}&{asked}'
        with playwright.chromium.launch(executable_path=path, args=list(FLAGS)) as browser:
            page = browser.new_page(viewport=WINDOW)
            page.set_default_timeout(PATIENCE_MS)
            channels = ','.join(map(quote, NAMES))
            page.goto(f'{server.url}/compare?laps={laps}&ref={ids[0]}&ch={channels}')
            page.wait_for_selector(PAINTED)
            box = page.locator('.stack__body').bounding_box()
            assert box is not None
            length_m = float(page.evaluate("() => raceTrace.view.columns.get('path').at(-1)"))
            size = round(box['width']), round(box['height'])
            rows = ('delta', *NAMES)
            theirs = bare_charts(
                browser, server.url, source, rows=rows, laps=LAPS, metres=length_m, size=size
            )
            yield Charts(ours=page, theirs=theirs, length_m=length_m)


def _bytes(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:
        return bytes(answer.read())


def _read(url: str) -> dict[str, list[dict[str, int]]]:
    found: dict[str, list[dict[str, int]]] = json.loads(_bytes(url))
    return found
