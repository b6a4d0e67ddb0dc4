"""Timing sessions for other programs, as files: laps, passings or the classification, in one table."""

from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

import polars as pl

from racetrace.services import timing
from racetrace.services.export_session import spooled
from racetrace.services.instance import Instance
from racetrace.services.timing import TimingSession
from racetrace.services.viewer import Viewer
from racetrace.store import passings
from racetrace.telemetry import export
from racetrace.timing.tables import entry_table, lap_table, passing_table


class TimingFormat(StrEnum):
    CSV = 'csv'
    JSON = 'json'
    PARQUET = 'parquet'


class TimingPart(StrEnum):
    LAPS = 'laps'
    PASSINGS = 'passings'
    ENTRIES = 'entries'


def export_timing(
    instance: Instance, viewer: Viewer, session_id: int, part: TimingPart, said: TimingFormat
) -> tuple[TimingSession, Iterator[bytes]]:
    """Return a session and a table of it, as racetrace.timing.tables describes. Raises NotFound, TooBusy."""
    session = timing.session(instance, viewer, session_id)

    def write(file: BinaryIO) -> None:
        _write(_table(instance, viewer, session_id, part), said, file)

    return session, spooled(instance, write)


def _table(instance: Instance, viewer: Viewer, session_id: int, part: TimingPart) -> pl.DataFrame:
    rows = timing.board(instance, viewer, session_id)['rows']
    if part is TimingPart.ENTRIES:
        return entry_table(rows)
    if part is TimingPart.LAPS:
        return lap_table(timing.laps(instance, viewer, session_id), rows)
    return passing_table(passings.passings(instance.engine, session_id), rows)


def _write(table: pl.DataFrame, said: TimingFormat, file: BinaryIO) -> None:
    if said is TimingFormat.JSON:
        file.write(table.write_json().encode())
    else:
        export.write(table, export.Format(said), file)
