"""Numbers out of a text table, as fast as Polars reads; what is no number becomes null and is counted."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import polars as pl

from racetrace.errors import LogFormatError

MAX_COLUMNS: Final = 1000
MAX_CELLS: Final = 20_000_000  # 160 MB of numbers; an hour of a phone's log has 2 million

_TEXT_CELLS_AT_ONCE: Final = 8_000_000
_LIMIT: Final = 1e15
_MOST_SAID: Final = 10
_MISSING: Final = ('', '-', 'N/A', 'n/a', 'NaN', 'nan', 'null')


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """`frame` has Float64 columns `c0`, `c1` … in the order of the file; finite or null."""

    frame: pl.DataFrame
    unreadable: Mapping[int, int] = field(default_factory=dict)  # column: how many cells are no number

    def warnings(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return a sentence for each column that held something else, for the first ones at least."""
        said = [
            f'{count} of the values of {names[column][:60]!r} could not be read as numbers and were left out.'
            for column, count in self.unreadable.items()
        ]
        more = (f'{len(said) - _MOST_SAID} more columns hold values that are not numbers.',)
        return tuple(said) if len(said) <= _MOST_SAID else (*said[:_MOST_SAID], *more)


def read_table(
    raw: bytes,
    columns: int,
    *,
    above: int,
    separator: str = ',',
    decimal_comma: bool = False,
    comment_prefix: str | None = None,
    text_columns: Collection[int] = (),
) -> Table:
    """Read rows of `columns` cells; short rows end in nulls, cells beyond are dropped, quotes mean nothing.

    `above` lines stand over the first row. A last line without an end and with too few cells was cut short:
    it is dropped. `text_columns` are not read, and null. Raises LogFormatError for a table of absurd size.
    """
    if columns > MAX_COLUMNS:
        raise LogFormatError(f'The header names {columns:,} columns; RaceTrace reads up to {MAX_COLUMNS:,}.')
    if np.count_nonzero(np.frombuffer(raw, np.uint8) == ord('\n')) * columns > MAX_CELLS:
        raise LogFormatError(f'The table has over {MAX_CELLS:,} cells: export fewer laps or fewer channels.')
    raw = _without_cut_line(raw, columns, separator.encode())
    names = [f'c{index}' for index in range(columns)]
    settings: dict[str, Any] = {
        'has_header': False,
        'skip_lines': above,
        'quote_char': None,
        'separator': separator,
        'comment_prefix': comment_prefix,
        'raise_if_empty': False,
        'truncate_ragged_lines': True,
        'extra_columns': 'ignore',
        'missing_columns': 'insert',
    }
    schema = {name: pl.String if i in text_columns else pl.Float64 for i, name in enumerate(names)}
    try:
        try:
            numbers = pl.read_csv(raw, schema=schema, decimal_comma=decimal_comma, **settings)
            unreadable: Mapping[int, int] = {}
        except pl.exceptions.ComputeError:
            numbers, unreadable = _read_leniently(raw, schema, settings, decimal_comma)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise LogFormatError('The table cannot be read: its rows do not fit its header.') from error
    return Table(frame=_finite(numbers), unreadable=unreadable)


def _without_cut_line(raw: bytes, columns: int, separator: bytes) -> bytes:
    start = raw.rfind(b'\n') + 1
    return raw[:start] if raw.count(separator, start) < columns - 1 else raw


def _read_leniently(
    raw: bytes, schema: Mapping[str, Any], settings: Mapping[str, Any], decimal_comma: bool
) -> tuple[pl.DataFrame, Mapping[int, int]]:
    """Read what is a number; then look at the columns with gaps again, as text, and take what is meant."""
    numbers = pl.read_csv(
        raw,
        schema=schema,
        ignore_errors=True,
        decimal_comma=decimal_comma,
        encoding='utf8-lossy',
        **settings,
    )
    gaps = [i for i, name in enumerate(schema) if schema[name] != pl.String and numbers[name].null_count()]
    at_once = max(_TEXT_CELLS_AT_ONCE // max(numbers.height, 1), 1)
    strings = dict.fromkeys(schema, pl.String)
    unreadable: dict[int, int] = {}
    for start in range(0, len(gaps), at_once):
        columns = gaps[start : start + at_once]
        text = pl.read_csv(raw, schema=strings, columns=columns, encoding='utf8-lossy', **settings)
        text = text.with_columns(pl.all().str.strip_chars(' \t"'))
        meant = pl.all().str.replace(',', '.', literal=True) if decimal_comma else pl.all()
        values = text.select(meant.cast(pl.Float64, strict=False))
        written = text.select(pl.all().is_not_null() & ~pl.all().is_in(_MISSING)).sum()
        kept = values.select(pl.all().is_not_null()).sum()
        numbers = numbers.with_columns(values)
        counts = zip(columns, written.row(0), kept.row(0), strict=True)
        unreadable |= {column: cells - read for column, cells, read in counts if cells > read}
    return numbers, unreadable


def _finite(numbers: pl.DataFrame) -> pl.DataFrame:
    """NaN, infinity and what no sensor measures are no samples; a column of text has none at all."""
    texts = [column.name for column in numbers if column.dtype == pl.String]
    numbers = numbers.with_columns(pl.lit(None, pl.Float64).alias(name) for name in texts)
    # NaN and infinity spoil the sum. Three passes: one expression of all three takes four times as long.
    ends = (numbers.sum(), numbers.min(), numbers.max())
    broken = [
        pl.col(name)
        for name, total, least, most in zip(numbers.columns, *(end.row(0) for end in ends), strict=True)
        if not (math.isfinite(total) and (least or 0) > -_LIMIT and (most or 0) < _LIMIT)
    ]
    return numbers.with_columns(pl.when(column.abs() < _LIMIT).then(column) for column in broken)
