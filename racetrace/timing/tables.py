"""A timing session for other programs: its laps, passings and classification as tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

Row = Mapping[str, Any]

MOMENT: Final = pl.Datetime('ms', 'UTC')
WHO: Final = ('number', 'name')
TIMES: Final = ('last', 'best', 's1', 's2', 's3', 'total')
BEHIND: Final = ('gap', 'interval')


def lap_table(laps: Sequence[Row], rows: Iterable[Row]) -> pl.DataFrame:
    """Return a row per lap, in the order in which they ended; `rows` are those of the board.

    `lap_time_ms` and `total_ms`, the time since the start of the race, are whole milliseconds as the feed
    told them, null where it told none. `ended_at` is when the end of the lap was received, in UTC. `mark` is
    `pb` for the best of the entry by then, `ob` for the best of all. One that `is_recalled` was told by the
    provider afterwards, and when it ended is reckoned.
    """
    who = {row['key']: row for row in rows}
    return pl.DataFrame(
        [
            *_who([lap['key'] for lap in laps], who),
            pl.Series('driver', [lap['driver'] for lap in laps], pl.String),
            pl.Series('lap', [lap['number'] for lap in laps], pl.Int32),
            pl.Series('lap_time_ms', [lap['ms'] for lap in laps], pl.Int64),
            pl.Series('mark', [str(lap['mark']) for lap in laps], pl.String),
            pl.Series('is_pit', [lap['is_pit'] for lap in laps], pl.Boolean),
            pl.Series('is_recalled', [lap['is_recalled'] for lap in laps], pl.Boolean),
            pl.Series('total_ms', [lap['total_ms'] for lap in laps], pl.Int64),
            pl.Series('ended_at', [lap['at_ms'] for lap in laps], pl.Int64).cast(MOMENT),
            pl.Series('key', [lap['key'] for lap in laps], pl.String),
        ]
    )


def passing_table(passings: Sequence[tuple[str, int, int]], rows: Iterable[Row]) -> pl.DataFrame:
    """Return a row per crossing of a timing line, from keys of entries, lines and ms since 1970.

    `line` is 0 at start and finish; the others are intermediate, in the order in which they are passed.
    `passed_at` is when it was received, in UTC to the millisecond: the feed's own clock is not told.
    """
    who = {row['key']: row for row in rows}
    return pl.DataFrame(
        [
            *_who([key for key, _, _ in passings], who),
            pl.Series('line', [line for _, line, _ in passings], pl.Int32),
            pl.Series('passed_at', [at_ms for _, _, at_ms in passings], pl.Int64).cast(MOMENT),
            pl.Series('key', [key for key, _, _ in passings], pl.String),
        ]
    )


def entry_table(rows: Sequence[Row]) -> pl.DataFrame:
    """Return a row per entry, in the order of the board: the classification as it was told last.

    Columns that end in `_ms` are whole milliseconds: of the last and the best lap, of the sectors of the last
    lap, and in all since the start. `gap` is to the leader, `interval` to who is ahead: in ms, or null there
    and in laps. `pits` are stops, `best_lap` is the number of a lap.
    """
    texts = ('number', 'name', 'driver', 'category', 'nation', 'vehicle')
    counts = ('laps', 'best_lap', 'pits')
    return pl.DataFrame(
        [
            pl.Series('position', [row['position'] for row in rows], pl.Int32),
            *(pl.Series(name, [row[name] for row in rows], pl.String) for name in texts),
            *(pl.Series(name, [row[name] for row in rows], pl.Int32) for name in counts),
            *(pl.Series(f'{name}_ms', [row[name] for row in rows], pl.Int64) for name in TIMES),
            *(column for name in BEHIND for column in _behind(name, rows)),
            pl.Series('state', [row['state'] and str(row['state']) for row in rows], pl.String),
            pl.Series('penalty', [row['penalty'] for row in rows], pl.String),
            pl.Series('is_gone', [row['is_gone'] for row in rows], pl.Boolean),
            pl.Series('key', [row['key'] for row in rows], pl.String),
        ]
    )


def _behind(name: str, rows: Sequence[Row]) -> list[pl.Series]:
    """Return two columns of what is a pair of ms and laps, or nothing."""
    ms = [row[name][0] if row[name] and not row[name][1] else None for row in rows]
    laps = [row[name][1] if row[name] else None for row in rows]
    return [pl.Series(f'{name}_ms', ms, pl.Int64), pl.Series(f'{name}_laps', laps, pl.Int32)]


def _who(keys: Sequence[str], who: Mapping[str, Row]) -> list[pl.Series]:
    return [
        pl.Series(name, [who[key][name] if key in who else '' for key in keys], pl.String) for name in WHO
    ]
