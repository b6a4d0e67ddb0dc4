"""A race that a circuit kept, and the log of a kart that was in it: joined, seen, and taken apart again."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import pytest
from playwright.sync_api import Page, expect

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.store import circuits, timing_sessions
from racetrace.store.database import open_engine
from racetrace.store.migrate import migrate
from racetrace.store.timing_sessions import Keeping
from racetrace.timing.board import Board
from racetrace.timing.events import Event, Lapped, Listed, Said, Titled
from racetrace.timing.words import Field, Kind
from tests.running_server import running_server

DRIVEN = simulate('kart', laps=9, seed=51)
NUMBERS = ('8', '12', '23', '77')


def keep_race(data: Path) -> None:
    """Keep what a feed told of four karts; the first is the one that was logged."""
    migrate(data)
    engine, rng = open_engine(data), Random(2)
    made = circuits.add(engine, 1, {'name': 'South', 'provider': 'apex'})
    begun_ms = round(DRIVEN.started_at.timestamp() * 1e3)
    board = Board(kind=Kind.RACE, started_ms=begun_ms)
    keys = tuple(f'r{number}' for number in NUMBERS)
    named = [Said(key, Field.NUMBER, key[1:]) for key in keys]
    told: list[Event] = [Titled('Cup', 'Race'), Listed(keys), *named]
    for event in told:
        board.apply(event, begun_ms)
    for key in keys:
        at_ms = begun_ms + round(DRIVEN.truth.crossings_s[0] * 1e3)
        for number, time_s in enumerate(DRIVEN.truth.lap_times_s, 1):
            ms = round(time_s * 1e3) + (0 if key == 'r8' else round(rng.gauss(900, 700)))
            at_ms += ms
            board.apply(Lapped(key, number, ms), at_ms + rng.randrange(300))
    keeping = Keeping()
    timing_sessions.keep(engine, made, timing_sessions.told(board, keeping), keeping, is_ended=True)
    engine.dispose()


@pytest.fixture(scope='module')
def raced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp('official') / 'racetrace.db'
    keep_race(data)
    with running_server(data) as server:
        upload = f'{server.url}/api/v1/sessions/upload?name=kart.csv&wait=50'
        made = httpx.put(upload, content=trackaddict_bytes(DRIVEN), timeout=60).raise_for_status().json()
        yield f'{server.url}/sessions/{made["session_id"]}'


def test_official_times_are_accepted_seen_and_removed(page: Page, raced: str) -> None:
    page.goto(raced)
    card = page.locator('.official')
    expect(card).to_contain_text('Official times found')
    expect(card).to_contain_text('Kart 8, 9 of 9 laps: South, Cup, Race.')
    card.get_by_text('9 laps side by side').click()
    expect(card.locator('tbody tr')).to_have_count(9)
    times = page.locator('.laps .cell--time')
    before = times.all_inner_texts()
    card.get_by_role('button', name='Accept').press('Enter')
    expect(page.locator('.laps__official')).to_have_count(9)
    expect(card).to_contain_text('Kart 8, South, Cup, Race: 9 laps.')
    detail = httpx.get(raced.replace('/sessions/', '/api/v1/sessions/')).json()
    timed = [lap for lap in detail['laps'] if lap['lap_time_ms'] is not None]
    assert [lap['lap_time_ms'] for lap in timed] == [round(s * 1e3) for s in DRIVEN.truth.lap_times_s]
    assert {lap['measured_by'] for lap in timed} == {'official'}
    card.get_by_role('button', name='Remove official times').press('Enter')
    expect(page.locator('.laps__official')).to_have_count(0)
    assert times.all_inner_texts() == before


def test_what_is_not_mine_is_asked_once(page: Page, raced: str) -> None:
    page.goto(raced)
    card = page.locator('.official')
    card.get_by_role('button', name='Not mine').click()
    expect(card).to_contain_text('none of the official times found is yours')
    page.reload()
    card.get_by_role('button', name='Look again').click()
    expect(card).to_contain_text('Official times found')
