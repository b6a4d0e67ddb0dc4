"""A board made again from the document that was kept of it."""

from collections.abc import Mapping
from typing import Any

from racetrace.timing.board import Board
from racetrace.timing.entry import Entry
from racetrace.timing.events import Column, Gap
from racetrace.timing.shown import PLAIN
from racetrace.timing.words import Field, Flag, Kind


def revived(document: Mapping[str, Any]) -> Board:
    """Return what a snapshot shows, to look at; laps and stops that it does not show are not in it."""
    head = document['head']
    board = Board(kind=Kind(head['kind']), columns=tuple(_column(one) for one in head['columns']))
    for name in ('event', 'name', 'track', 'length_m', 'banner', 'started_ms'):
        setattr(board, name, head[name])
    board.flag = Flag(head['flag'])
    board.entries = {cells['key']: _entry(cells) for cells in document['rows']}
    return board


def _column(said: Mapping[str, Any]) -> Column:
    field = said['field']
    return Column(said['id'], said['label'], said['type'], None if field is None else Field(field))


def _entry(cells: Mapping[str, Any]) -> Entry:
    entry = Entry(**{name: cells[name] for name in PLAIN if name in cells})
    entry.laps, entry.pits, entry.other = cells['laps'], cells['pits'], dict(cells['other'])
    entry.unseen_to = cells['laps']  # its stops are not in it
    for name in ('gap', 'interval'):
        setattr(entry, name, None if cells[name] is None else Gap(*cells[name]))
    return entry
