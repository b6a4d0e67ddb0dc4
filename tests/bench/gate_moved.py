"""A moved start line: all laps cut, matched and placed anew, every open page right; against the bare work."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes
from racetrace.simulation.truth import Truth
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.placing import place
from racetrace.telemetry.plane import Origin
from racetrace.telemetry.recutting import gate_on, recut, turned
from racetrace.telemetry.session import session_of
from racetrace.words import lap_time
from tests.bench.contest import Contest, NotHere
from tests.bench.drop import FLAGS, PATIENCE_MS
from tests.e2e.chromium import ADVICE, find
from tests.running_server import running_server

LAPS: Final = 30
PLACES_M: Final = (120, 300)  # along the centreline, in turn
LAP: Final = 3  # what each page shows of its time tells whether the page is right
# The time of before is nowhere, but where it says what the logger stated.
IS_RIGHT: Final = """old => !new RegExp("(?<!logger |says )" + old).test(document.body.innerText)
    && !document.querySelector(".verdict--busy")
    && (!location.pathname.startsWith("/compare") || document.querySelector('.stack[data-painted="1"]'))"""

Degrees = tuple[float, float]


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    path = find()
    if path is None:
        raise NotHere(ADVICE)
    made = simulate('car', laps=max(4, round(LAPS * min(1.0, 5 * share))), seed=1)
    raw = trackaddict_bytes(made, ticks_hz=0, columns=LEAN)
    places = [_place(made.truth, metre) for metre in PLACES_M]
    turns = cycle(places)
    with ExitStack() as stack:
        server = stack.enter_context(running_server(folder / 'racetrace.db'))
        client = stack.enter_context(httpx.Client(base_url=f'{server.url}/api/v1', timeout=60))
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = stack.enter_context(chromium.launch(executable_path=path, args=list(FLAGS)))
        client.put('/sessions/upload', params={'name': 'log.csv', 'wait': 60}, content=raw).raise_for_status()
        pages = [_opened(browser, server.url + address) for address in _addresses(_laps(client))]
        yield Contest(
            name='gate_moved',
            task=f'{len(made.truth.lap_times_s)} laps cut, matched, placed; {len(pages)} open pages right',
            peer='the file read, cut and placed in this process, with no store and no page',
            unit='s',
            limit=1.0,
            limit_of='ours',
            ours=lambda: _moved(client, pages, next(turns)),
            theirs=lambda: _bare(raw, places[0]),
        )


def _place(truth: Truth, metre: int) -> Degrees:
    origin = Origin(latitude_deg=truth.latitude_deg, longitude_deg=truth.longitude_deg)
    here = [metre]
    latitude, longitude = origin.to_degrees(truth.centreline_east_m[here], truth.centreline_north_m[here])
    return float(latitude[0]), float(longitude[0])


def _laps(client: httpx.Client) -> dict[int, Any]:
    found = client.get('/sessions/1').raise_for_status().json()['laps']
    return {lap['lap_number']: lap for lap in found}


def _addresses(laps: dict[int, Any]) -> list[str]:
    one, other = laps[LAP]['id'], laps[LAP - 1]['id']
    return ['/sessions/1', f'/laps/{one}', f'/compare?laps={one},{other}']


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page()  # in a window of its own
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.wait_for_function(IS_RIGHT, arg='nothing yet')
    return page


def _moved(client: httpx.Client, pages: Sequence[Page], to: Degrees) -> None:
    old = lap_time(_laps(client)[LAP]['lap_time_ms'] / 1000)
    gate = {'kind': 'gate', 'latitude_deg': to[0], 'longitude_deg': to[1]}
    client.post('/sessions/1/corrections', json=gate).raise_for_status()
    for page in pages:
        page.wait_for_function(IS_RIGHT, arg=old)


def _bare(raw: bytes, to: Degrees) -> None:
    session = session_of(read_log(raw, 'log.csv'), 'log.csv')
    if session.course is None:
        raise ValueError('The log has no course.')
    course = turned(session.course, *to)
    again = recut(session, gate_on(session, course))
    for lap in again.laps:
        if lap.is_comparable:
            place(again, lap, course, '')
