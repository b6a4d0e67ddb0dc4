"""What a column holds: by its type, else by what the circuit wrote above it."""

import re
from collections.abc import Mapping
from typing import Final

from racetrace.timing.apex.grid import Head
from racetrace.timing.events import Column
from racetrace.timing.values import clean
from racetrace.timing.words import Field

TYPES: Final = {
    'sta': Field.STATE,
    'rk': Field.POSITION,
    'no': Field.NUMBER,
    'dr': Field.NAME,
    'llp': Field.LAST,
    'blp': Field.BEST,
    's1': Field.SECTOR_1,
    's2': Field.SECTOR_2,
    's3': Field.SECTOR_3,
    'gap': Field.GAP,
    'int': Field.INTERVAL,
    'tlp': Field.LAPS,
    'lc': Field.LAPS,
    'otr': Field.ON_TRACK,
    'pit': Field.PITS,
    'nat': Field.NATION,
    'class': Field.CATEGORY,
    'rku': Field.CHANGE,
}
UNSHOWN: Final = {'grp'}  # the coloured groups of who fights with whom
LABELS: Final = (
    (re.compile(r'penal|p[ée]nalit|straf', re.IGNORECASE), Field.PENALTY),
    (re.compile(r'cat[ée]g|clase|class|klasse', re.IGNORECASE), Field.CATEGORY),
    (re.compile(r'm(ejor|eilleur|\.)\s*(vuelta|t)|best|beste', re.IGNORECASE), Field.BEST),
    (re.compile(r'(vueltas|tours|laps|runden|giri|ronden)', re.IGNORECASE), Field.LAPS),
    (re.compile(r'stands|pits?|box(es)?|stops', re.IGNORECASE), Field.PITS),
)


def laid_out(heads: Mapping[str, Head]) -> tuple[Column, ...]:
    """Return the columns; a field is held by one of them, a typed one before one that is only labelled."""
    taken = {TYPES[head.type] for head in heads.values() if head.type in TYPES}
    columns = []
    for name, head in heads.items():
        found = TYPES.get(head.type)
        if found is None and head.type not in UNSHOWN:
            found = _labelled(head.label, taken)
            taken.add(found)
        columns.append(Column(name, clean(head.label), clean(head.type, 20), found))
    return tuple(columns)


def _labelled(label: str, taken: set[Field]) -> Field:
    for pattern, meant in LABELS:
        if pattern.fullmatch(label.strip()) or (
            meant in {Field.PENALTY, Field.BEST} and pattern.match(label)
        ):
            return Field.OTHER if meant in taken else meant
    return Field.OTHER
