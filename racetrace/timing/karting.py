"""A board as the older karting program told it: every value as text, by the words on the column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from racetrace.timing.board import Board
from racetrace.timing.columns import UNUSED, Mapped, mapped, texts
from racetrace.timing.labels import plain
from racetrace.timing.shown import rows
from racetrace.timing.words import Field

LABELS: Final = {
    Field.POSITION: 'Classement',
    Field.NUMBER: 'Kart',
    Field.NAME: 'Equipe/Pilote',
    Field.DRIVER: 'Pilote',
    Field.LAST: 'Dernier T.',
    Field.BEST: 'Meilleur T.',
    Field.GAP: 'Ecart',
    Field.INTERVAL: 'Intervalles',
    Field.SECTOR_1: 'S1',
    Field.SECTOR_2: 'S2',
    Field.SECTOR_3: 'S3',
    Field.LAPS: 'Tours',
    Field.ON_TRACK: 'En Piste',
    Field.PITS: 'Stands',
    Field.PENALTY: 'Penalites',
    Field.CATEGORY: 'Categorie',
}
FEWEST: Final = 3  # columns with a label, or nobody has said what is in them

Values = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Told:
    """All of a board, by the keys of its entries in their order."""

    drivers: Mapping[str, Values]  # by label
    order: tuple[str, ...]  # of the labels
    mapped: Mapping[str, Values]  # by C1 to C14
    raw: Mapping[str, Mapping[str, Any]]  # as our own clients are told


def told(board: Board, labels: Mapping[str, str]) -> Told:
    """Return a board with the labels that a person gave its columns, by c1 to c14."""
    columns = mapped(board, overrides(labels))
    names = _names(columns, overrides(labels))
    values = texts(board, columns)
    return Told(
        drivers={key: {names[c]: text for c, text in said.items()} for key, said in values.items()},
        order=tuple(names.values()),
        mapped=values,
        raw={one['key']: _raw(one) for one in rows(board)},
    )


def overrides(labels: Mapping[str, str]) -> Values:
    """Return labels by C1 to C14; none where so few are given that nobody has said what is where."""
    used = [label for label in labels.values() if plain(label) not in {'', plain(UNUSED)}]
    return {name.upper(): label for name, label in labels.items()} if len(used) >= FEWEST else {}


def _names(columns: Mapped, given: Mapping[str, str]) -> Values:
    """Return what each column that is used is called, no two of them alike."""
    names: Values = {}
    for number, one in columns.items():
        if one['field'] is None:
            continue
        field = Field(one['field'])
        name = given.get(number) or LABELS.get(field) or one['label'] or number
        names[number] = f'{name} ({number})' if name in names.values() else name
    return names


def _raw(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if name != 'recent'}


def text(sort: str, document: Mapping[str, Any]) -> str:
    return json.dumps({'type': sort, **document}, separators=(',', ':'))
