"""Timing sessions as files: what they say is what the board said."""

import csv
import json
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path

import polars as pl
import pytest

from racetrace.errors import NotFound
from racetrace.services import circuits
from racetrace.services.export_timing import TimingFormat, TimingPart, export_timing
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.simulation.apex import ApexFeed
from racetrace.simulation.race import simulate_race
from racetrace.store import timing_sessions
from racetrace.store.migrate import migrate
from racetrace.store.timing_sessions import Keeping
from racetrace.timing.apex import Apex
from racetrace.timing.board import Board
from racetrace.timing.events import Gap, Lapped, Passed, Said
from racetrace.timing.recording import Frame, frames
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Field, Kind, Mark
from tests.recordings import recording

NOW_MS = 1_790_000_000_123


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    found = Instance.at(tmp_path / 'racetrace.db', workers=1, max_upload_bytes=1 << 20)
    migrate(found.data)
    return found


def kept(instance: Instance, board: Board) -> int:
    """Keep a board as the one session of a new circuit, and return its number."""
    circuit = circuits.add(instance, LOCAL, {'name': 'South', 'provider': 'apex'})
    keeping = Keeping()
    timing_sessions.keep(
        instance.engine, circuit.id, timing_sessions.told(board, keeping), keeping, is_ended=True
    )
    assert keeping.session_id is not None
    return keeping.session_id


def exported(instance: Instance, session_id: int, part: TimingPart, said: TimingFormat) -> bytes:
    _, pieces = export_timing(instance, LOCAL, session_id, part, said)
    return b''.join(pieces)


def spreadsheet(instance: Instance, session_id: int, part: TimingPart) -> list[dict[str, str]]:
    text = exported(instance, session_id, part, TimingFormat.CSV).decode()
    return list(csv.DictReader(StringIO(text)))


def boards(told: Iterable[Frame]) -> list[Board]:
    apex, sessions = Apex(), Sessions()
    for at_ms, frame in told:
        sessions.read(apex.read(frame, at_ms), at_ms)
    return [one for one in [*sessions.ended, sessions.board] if any(e.done for e in one.entries.values())]


def simulated() -> Board:
    feed = ApexFeed(simulate_race(karts=8, minutes=10, seed=3), sectors=True)
    told = [(NOW_MS, feed.init())]
    told += [(NOW_MS + frame.at_ms, frame.data) for frame in feed.advance(3_600_000)]
    return boards(told)[-1]


def laps_of(board: Board) -> dict[str, list[int | None]]:
    return {entry.number: [lap.ms for lap in entry.done] for entry in board.entries.values() if entry.done}


def laps_told(rows: list[dict[str, str]]) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for row in rows:
        found.setdefault(row['number'], []).append(int(row['lap_time_ms']) if row['lap_time_ms'] else None)
    return found


def evil() -> Board:
    board = Board(kind=Kind.RACE, started_ms=NOW_MS)
    for event in (
        Said('r7', Field.NUMBER, '7'),
        Said('r7', Field.NAME, '=HYPERLINK("x")'),
        Said('r7', Field.DRIVER, '@SUM(A1)'),
        Said('r7', Field.POSITION, 1),
        Said('r7', Field.PENALTY, '-10 s'),
        Said('r8', Field.NUMBER, '8'),
        Said('r8', Field.NAME, '+1'),
        Said('r8', Field.POSITION, 2),
        Said('r8', Field.GAP, Gap(laps=2)),
        Lapped('r7', 1, 61_234, Mark.OVERALL),
        Passed('r7', 0),
    ):
        board.apply(event, NOW_MS)
    return board


def test_the_laps_of_a_simulated_race_are_those_of_its_board(instance: Instance) -> None:
    board = simulated()
    rows = spreadsheet(instance, kept(instance, board), TimingPart.LAPS)
    assert laps_told(rows) == laps_of(board)
    assert len(rows) > 40
    assert [row['ended_at'] for row in rows] == sorted(row['ended_at'] for row in rows)


def test_the_classification_stands_in_the_order_of_the_board(instance: Instance) -> None:
    board = simulated()
    rows = spreadsheet(instance, kept(instance, board), TimingPart.ENTRIES)
    ranked = board.ranked()
    assert [row['number'] for row in rows] == [one.number for one in ranked]
    assert [int(row['laps']) for row in rows] == [one.laps_done for one in ranked]
    assert [int(row['best_ms']) for row in rows] == [one.best for one in ranked]


def test_each_passing_of_a_line_is_a_row(instance: Instance) -> None:
    board = simulated()
    passed = [(board.entries[key].number, line) for key, line, _ in board.passings]
    rows = spreadsheet(instance, kept(instance, board), TimingPart.PASSINGS)
    assert [(row['number'], int(row['line'])) for row in rows] == passed
    assert {row['line'] for row in rows} == {'0', '1', '2'}


@pytest.mark.parametrize('part', TimingPart)
def test_every_kind_of_file_says_the_same(instance: Instance, part: TimingPart) -> None:
    session_id = kept(instance, simulated())
    table = pl.read_parquet(BytesIO(exported(instance, session_id, part, TimingFormat.PARQUET)))
    sheet = spreadsheet(instance, session_id, part)
    said = json.loads(exported(instance, session_id, part, TimingFormat.JSON))
    assert table.height == len(sheet) == len(said) > 0
    names = [name for name in table.columns if table.schema[name] == pl.Int64]
    for row, line, one in zip(table.iter_rows(named=True), sheet, said, strict=True):
        assert list(line) == list(one) == table.columns
        for name in names:
            assert one[name] == row[name] == (int(line[name]) if line[name] else None)


def test_a_moment_is_told_in_utc_to_the_millisecond(instance: Instance) -> None:
    session_id = kept(instance, evil())
    (row,) = spreadsheet(instance, session_id, TimingPart.LAPS)
    assert row['ended_at'] == '2026-09-21T14:13:20.123+0000'
    (said,) = json.loads(exported(instance, session_id, TimingPart.LAPS, TimingFormat.JSON))
    assert said['ended_at'].startswith('2026-09-21')
    table = pl.read_parquet(BytesIO(exported(instance, session_id, TimingPart.LAPS, TimingFormat.PARQUET)))
    assert table['ended_at'].dt.timestamp('ms').to_list() == [NOW_MS]


def test_a_name_that_a_spreadsheet_would_work_out_is_harmless_in_csv_and_itself_elsewhere(
    instance: Instance,
) -> None:
    session_id = kept(instance, evil())
    rows = spreadsheet(instance, session_id, TimingPart.ENTRIES)
    assert [row['name'] for row in rows] == ['\'=HYPERLINK("x")', "'+1"]
    assert (rows[0]['driver'], rows[0]['penalty']) == ("'@SUM(A1)", "'-10 s")
    said = json.loads(exported(instance, session_id, TimingPart.ENTRIES, TimingFormat.JSON))
    assert [row['name'] for row in said] == ['=HYPERLINK("x")', '+1']


def test_who_is_laps_behind_is_not_behind_by_no_time(instance: Instance) -> None:
    leader, other = spreadsheet(instance, kept(instance, evil()), TimingPart.ENTRIES)
    assert (leader['gap_ms'], leader['gap_laps']) == ('', '')
    assert (other['gap_ms'], other['gap_laps']) == ('', '2')


def test_a_session_in_which_nothing_was_passed_is_a_table_without_rows(instance: Instance) -> None:
    board = Board(kind=Kind.RACE, started_ms=NOW_MS)
    board.apply(Said('r7', Field.NUMBER, '7'), NOW_MS)
    session_id = kept(instance, board)
    assert spreadsheet(instance, session_id, TimingPart.PASSINGS) == []
    assert json.loads(exported(instance, session_id, TimingPart.LAPS, TimingFormat.JSON)) == []


def test_a_session_that_is_not_there_is_not_exported(instance: Instance) -> None:
    with pytest.raises(NotFound):
        export_timing(instance, LOCAL, 99, TimingPart.LAPS, TimingFormat.CSV)


def test_the_laps_of_a_real_race_are_those_of_its_board(instance: Instance) -> None:
    path = recording('apex/los-santos-3h-first-30min.ndjson')
    (board,) = boards(frames(path.read_bytes(), path.name))
    rows = spreadsheet(instance, kept(instance, board), TimingPart.LAPS)
    assert len(rows) == 602
    assert laps_told(rows) == laps_of(board)
