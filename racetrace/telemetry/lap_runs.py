"""Laps from a column that says in every row which lap it is, and turns exactly on the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.log import LapKind, LoggedLap, MeasuredBy
from racetrace.telemetry.plane import Samples
from racetrace.words import listed

_MOST_TURNS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    number: int | None  # None: the rows belong to no lap
    start_s: float
    end_s: float  # where the next one starts, else the last row
    begins_on_line: bool
    ends_on_line: bool


def laps_of_runs(
    time_s: Samples, lap: Samples, fragment: Samples, *, resolution_ms: float
) -> tuple[tuple[LoggedLap, ...], tuple[str, ...]]:
    """Return the laps, and warnings. Arrays of shape (N,); `lap` is NaN where there is none.

    A change of the lap is a crossing, on the first row of the new one; a change of `fragment` (a paused
    recording), and the ends of the file, are not. A lap has a time when it begins and ends on the line. Rows
    without a lap before the first are the out-lap 0, after the last an open one. A file that begins inside a
    numbered lap is the export of some laps, with a few seconds of their neighbours: those are no laps at all.
    """
    if np.count_nonzero(_turns(lap) | _turns(fragment)) > _MOST_TURNS:
        return (), ('The column of the lap turns too often to count laps: it was left aside.',)
    runs = _runs(time_s, lap, fragment)
    numbered = [i for i, run in enumerate(runs) if run.number is not None]
    if not numbered:
        return (), ()
    first, last = numbered[0], numbered[-1]
    is_excerpt = first == 0
    laps: list[LoggedLap] = []
    parts: list[int] = []
    for index, run in enumerate(runs):
        if run.number is None:
            kind = LapKind.OUT if index < first else LapKind.OPEN
            if index == first - 1 or index == last + 1:
                number = 0 if index < first else (runs[last].number or 0) + 1
                laps.append(_lap(number, run, kind, resolution_ms))
        elif run.begins_on_line and run.ends_on_line:
            laps.append(_lap(run.number, run, None, resolution_ms))
        elif index == last and run.begins_on_line and not is_excerpt:
            laps.append(_lap(run.number, run, LapKind.OPEN, resolution_ms))
        else:
            parts.append(run.number)
    return tuple(laps), _said_of(parts)


def _runs(time_s: Samples, lap: Samples, fragment: Samples) -> list[_Run]:
    pauses = _turns(fragment)
    starts = np.concatenate(([0], np.flatnonzero(_turns(lap) | pauses) + 1, [time_s.size]))
    on_line = np.concatenate(([False], ~pauses[starts[1:-1] - 1], [False]))
    return [
        _Run(
            number=None if np.isnan(lap[start]) else int(lap[start]),
            start_s=float(time_s[start]),
            end_s=float(time_s[min(end, time_s.size - 1)]) if on_line[i + 1] else float(time_s[end - 1]),
            begins_on_line=bool(on_line[i]),
            ends_on_line=bool(on_line[i + 1]),
        )
        for i, (start, end) in enumerate(pairwise(starts))
    ]


def _turns(values: Samples) -> NDArray[np.bool_]:
    """Return where the next row differs, shape (N - 1,); NaN equals NaN."""
    before, after = values[:-1], values[1:]
    return np.not_equal(after, before) & ~(np.isnan(after) & np.isnan(before))


def _lap(number: int, run: _Run, kind: LapKind | None, resolution_ms: float) -> LoggedLap:
    return LoggedLap(
        number=number,
        start_s=run.start_s,
        end_s=run.end_s,
        time_s=round(run.end_s - run.start_s, 6) if kind is None else None,
        measured_by=MeasuredBy.LOGGER,
        resolution_ms=resolution_ms,
        kind=kind,
    )


def _said_of(parts: Sequence[int]) -> tuple[str, ...]:
    if not parts:
        return ()
    numbers = [str(number) for number in dict.fromkeys(parts)]
    if len(numbers) == 1:
        return (f'The file holds a part of lap {numbers[0]} only, which is not counted as a lap.',)
    which = f'laps {listed(numbers)}' if len(numbers) < 20 else f'{len(numbers)} laps'
    return (f'The file holds parts of {which} only, which are not counted as laps.',)
