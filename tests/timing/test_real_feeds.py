"""Real captures, from the bytes to the board; what they hold was counted with other tools."""

import gzip

import pytest

from racetrace.timing.apex import Apex
from racetrace.timing.board import Board
from racetrace.timing.events import written
from racetrace.timing.recording import Frame, frames
from racetrace.timing.sessions import Sessions
from racetrace.timing.summary import shown_flags
from racetrace.timing.words import Kind
from tests.recordings import recording


def captured(name: str) -> list[Frame]:
    path = recording(f'apex/{name}')
    content = path.read_bytes()
    return list(frames(gzip.decompress(content) if path.suffix == '.gz' else content, path.name))


def told(name: str) -> Sessions:
    apex, sessions = Apex(), Sessions()
    for at_ms, frame in captured(name):
        sessions.read(apex.read(frame, at_ms), at_ms)
    return sessions


def boards(name: str) -> list[Board]:
    sessions = told(name)
    return [board for board in [*sessions.ended, sessions.board] if board.entries]


@pytest.fixture(scope='module')
def los_santos() -> Sessions:
    return told('santos_2026-04-25.log.gz')


def test_los_santos_is_a_qualifying_and_a_race_of_twelve_hours(los_santos: Sessions) -> None:
    (qualifying,) = los_santos.ended
    race = los_santos.board
    assert [qualifying.kind, race.kind] == [Kind.QUALIFYING, Kind.RACE]
    assert [len(qualifying.entries), len(race.entries)] == [18, 18]
    assert race.length_m == 1100
    assert shown_flags(race) == ['green', 'yellow', 'green', 'yellow', 'green', 'chequered']


def test_los_santos_counts_laps_as_its_own_column_does(los_santos: Sessions) -> None:
    entries = los_santos.board.ranked()
    assert (entries[0].number, entries[0].laps) == ('8', 604)
    assert sum(one.laps or 0 for one in entries) == 10_753
    assert sum(len(one.done) for one in entries) == 10_750
    apart = sorted((one.laps or 0) - len(one.done) for one in entries)
    assert apart == [0] * 17 + [3]  # its column leapt from 87 to 91 at once: one time for four laps


def test_los_santos_tells_anew_the_laps_that_it_took_back(los_santos: Sessions) -> None:
    """A lap of one kart was mended, another was a penalty, and the red flag cost everybody some."""
    entries = los_santos.board.ranked()
    eight = {one.number: one.ms for one in entries[0].done}
    assert [eight[n] for n in (165, 166, 167, 554, 555)] == [251_833, 67_930, 66_576, 770_464, 121_584]
    seventeen = next(one for one in entries if one.number == '17')
    assert next(one.ms for one in seventeen.done if one.number == 222) == 67_039


def test_los_santos_saw_every_kart_into_the_pit_lane(los_santos: Sessions) -> None:
    entries = los_santos.board.ranked()
    assert sum(one.pit_ins for one in entries) == 329
    assert {one.pits for one in entries} == {16}  # what its own column calls a stop
    assert sum(len(one.stops) + (one.pit_since_ms is not None) for one in entries) == 311


def test_the_bytes_of_port_scanners_are_counted(los_santos: Sessions) -> None:
    assert (los_santos.frames, los_santos.noise) == (86_115, 84)


def test_eupen_tells_of_three_sessions_in_twelve_resets_with_sectors() -> None:
    found = boards('eupen_column.log')
    assert [board.name for board in found] == [
        '13. BAMBINI - 11:00',
        '14. RACING - 11:20',
        '15. FAMILY - 11:40',
    ]
    assert [len(board.entries) for board in found] == [2, 9, 20]
    racing = found[1].ranked()
    assert [(one.number, one.best, one.laps, len(one.done)) for one in racing[:3]] == [
        ('33', 62_011, 16, 16),
        ('2', 62_530, 16, 16),
        ('22', 63_250, 15, 15),
    ]
    assert (racing[0].s1, racing[0].s2, racing[0].s3) == (24_919, 21_284, 16_872)


def test_rkc_is_one_qualifying_of_37() -> None:
    (board,) = boards('rkc_inline.log')
    assert (board.kind, len(board.entries)) == (Kind.QUALIFYING, 37)
    best = board.ranked()[0]
    assert (best.number, best.name, best.driver, best.best) == ('16', 'JOKER TEAM', 'CASTEL Matteo', 66_191)
    assert all((one.laps or 0) - len(one.done) in {0, 1} for one in board.ranked())


def test_half_an_hour_of_a_race_has_602_laps() -> None:
    (board,) = boards('los-santos-3h-first-30min.ndjson')
    assert len(board.entries) == 23
    assert sum(len(one.done) for one in board.entries.values()) == 602


def test_sevilla_begins_without_a_table() -> None:
    sessions = told('sevilla-categorias.ndjson')
    found = [*sessions.ended, sessions.board]
    assert sessions.frames == 4000
    assert [len(board.entries) for board in found if board.entries] == [98, 31]
    assert found[-1].length_m == 1560
    assert found[-1].ranked()[0].best == 97_711


@pytest.mark.parametrize(
    'name',
    ['santos_2026-04-25.log.gz', 'eupen_column.log', 'rkc_inline.log', 'sevilla-categorias.ndjson'],
)
def test_a_replay_says_the_same_bytes_again(name: str) -> None:
    once, twice = Apex(), Apex()
    for at_ms, frame in captured(name):
        assert written(at_ms, once.read(frame, at_ms)) == written(at_ms, twice.read(frame, at_ms))
