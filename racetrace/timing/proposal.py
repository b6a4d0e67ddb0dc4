"""A first guess at a profile, for a person to correct."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from racetrace.timing.labels import KEYS, field, plain
from racetrace.timing.profile import LONGEST_NAME, MOST_COLUMNS, FormatProfile, LapsFrom, TimesIn
from racetrace.timing.rows import SEPARATORS, Row, cells, document, places
from racetrace.timing.words import TIMES, Field

FEWEST: Final = 2  # columns that are understood, or it is no table of a race
LONGEST_SAMPLE: Final = 200
MOST_SAMPLES: Final = 5
LONGEST_LAP_S: Final = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    profile: FormatProfile
    confidence: float  # the part of the columns whose names are understood
    samples: tuple[str, ...]  # of the frames it rests on


def proposed(frames: Sequence[bytes]) -> Proposal | None:
    """Return the profile whose columns are understood best; None when none holds two."""
    found = [*_of_documents(frames), *_of_tables(frames)]
    return max(found, key=lambda one: (len(_known(one)), one.confidence), default=None)


def sample(frame: bytes) -> str:
    text = frame[:LONGEST_SAMPLE].decode('utf-8', 'replace')
    return ''.join(one if one.isprintable() else ' ' for one in text)


def _known(proposal: Proposal) -> list[Field]:
    return [one for _, one in proposal.profile.columns if one is not Field.OTHER]


def _of_documents(frames: Sequence[bytes]) -> Iterable[Proposal]:
    by_path: dict[tuple[str, ...], list[tuple[bytes, list[tuple[str, Row]]]]] = {}
    for frame in frames:
        for path, found in places(document(frame)):
            by_path.setdefault(path, []).append((frame, found.rows))
    for path, told in by_path.items():
        rows = [row for _, found in told for _, row in found]
        is_given = any(key for _, found in told for key, _ in found)
        one = _proposal(rows, [frame for frame, _ in told], rows_at=path, is_key_given=is_given)
        if one is not None:
            yield one


def _of_tables(frames: Sequence[bytes]) -> Iterable[Proposal]:
    for separator in SEPARATORS:
        for i, frame in enumerate(frames):
            lines = cells(frame, separator)
            head = next(
                (one for one in lines if sum(field(name) is not None for name in one) >= FEWEST), None
            )
            if head is None:
                continue
            after = lines[lines.index(head) + 1 :]
            after += [line for later in frames[i + 1 :] for line in cells(later, separator)]
            rows = [dict(zip(head, line, strict=True)) for line in after if len(line) == len(head)]
            one = _proposal(rows, frames[i : i + MOST_SAMPLES], separator=separator)
            if one is not None:
                yield one
            break


def _proposal(
    rows: list[Row],
    frames: Sequence[bytes],
    *,
    rows_at: tuple[str, ...] = (),
    separator: str = '',
    is_key_given: bool = False,
) -> Proposal | None:
    names = Counter(name for row in rows for name, cell in row.items() if _is_cell(name, cell))
    columns: dict[str, Field] = {}
    for name in list(names)[:MOST_COLUMNS]:
        found = field(name)
        columns[name] = Field.OTHER if found is None or found in columns.values() else found
    known = [one for one in columns.values() if one is not Field.OTHER]
    if len(known) < FEWEST:
        return None
    profile = FormatProfile(
        provider='table' if separator else 'json',
        columns=tuple(columns.items()),
        key='' if is_key_given else _key(columns, rows),
        rows=rows_at,
        separator=separator,
        times_in=_times_in(columns, rows),
        laps_from=_laps_from(known),
    )
    samples = tuple(sample(frame) for frame in frames[:MOST_SAMPLES])
    return Proposal(profile=profile, confidence=len(known) / len(columns), samples=samples)


def _is_cell(name: str, cell: Any) -> bool:
    is_name = 0 < len(name) <= LONGEST_NAME and name.isprintable()
    return is_name and (cell is None or isinstance(cell, int | float | str))


def _key(columns: dict[str, Field], rows: list[Row]) -> str:
    """Return the column that tells rows apart: by its name, else the number's; '' leaves it to the number."""
    for wanted in KEYS:
        for name in columns:
            if plain(name) == wanted and all(row.get(name) not in (None, '') for row in rows):
                return name
    return next((name for name, one in columns.items() if one is Field.NUMBER), next(iter(columns)))


def _times_in(columns: dict[str, Field], rows: list[Row]) -> TimesIn:
    """Return what bare numbers are: a lap of more than twenty minutes is one in milliseconds."""
    laps = [name for name, one in columns.items() if one in TIMES - {Field.TOTAL}]
    values = [row.get(name) for row in rows for name in laps]
    bare = [float(str(one)) for one in values if isinstance(one, int | float) or _is_digits(one)]
    return TimesIn.MILLISECONDS if bare and max(bare) > LONGEST_LAP_S else TimesIn.SECONDS


def _is_digits(cell: Any) -> bool:
    return isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) < 12


def _laps_from(known: Sequence[Field]) -> LapsFrom:
    if Field.LAPS in known:
        return LapsFrom.COUNT
    return LapsFrom.LAST if Field.LAST in known else LapsFrom.NOTHING
