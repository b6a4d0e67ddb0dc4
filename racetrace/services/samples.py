"""Laps that no store holds: to show the parts of the screen in every state they can be in."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from racetrace.telemetry.compare import compare, compared
from racetrace.telemetry.comparison import ComparedLap, Comparison
from racetrace.telemetry.placing import place
from racetrace.telemetry.session import read_session
from racetrace.telemetry.splits import mini_sectors_s
from racetrace.telemetry.summary import Passed, Summary

GPS: Final = frozenset({'Latitude', 'Longitude'})
BRAKES: Final = frozenset({'brake_on', 'brake_pct'})


class State(StrEnum):
    EMPTY = 'empty'
    LOADING = 'loading'
    ERROR = 'error'
    ONE_LAP = 'one-lap'
    TEN_LAPS = 'ten-laps'
    NO_GPS = 'no-gps'
    NO_BRAKE = 'no-brake'


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    session: Summary
    comparison: Comparison


@lru_cache
def sample(log: Path, state: State) -> Sample:
    """Return the laps of a log in a state; where a state has none of its own, two of them."""
    raw = log.read_bytes()
    whole = _read(without(raw, GPS) if state is State.NO_GPS else raw, _wanted(state))
    if state is State.TEN_LAPS:
        return replace(whole, comparison=_filled(whole.comparison, 10))
    if state is State.NO_BRAKE:
        laps = tuple(_without_brake(lap) for lap in whole.comparison.laps)
        return replace(whole, comparison=replace(whole.comparison, laps=laps))
    return whole


def without(raw: bytes, names: Collection[str]) -> bytes:
    """Return a log without some of its columns; none of its fields holds a comma."""
    rows = [line.split(',') for line in raw.decode().splitlines()]
    quoted = {f'"{name}"' for name in names}
    head = next(row for row in rows if quoted <= set(row))
    left_out = {head.index(name) for name in quoted}
    kept = (
        [word for i, word in enumerate(row) if i not in left_out] if len(row) == len(head) else row
        for row in rows
    )
    return '\n'.join(','.join(row) for row in kept).encode()


def _wanted(state: State) -> int | None:
    return {State.ONE_LAP: 1, State.TEN_LAPS: None}.get(state, 2)


def _read(raw: bytes, most: int | None) -> Sample:
    session = read_session(raw, 'riverside.csv')
    laps = tuple(replace(lap, id=i + 1) for i, lap in enumerate(session.laps))
    summary = Summary(
        id=1,
        name=session.name,
        format=session.log.format,
        laps=laps,
        fix_rate_hz=10.0,
        track=session.log.track,
    )
    course = session.course
    if course is None:
        best, next_best = (lap.number for lap in summary.ranked[:2])
        return Sample(session=summary, comparison=compare(session, [best, next_best], best))
    placed = [place(session, lap, course, f'L{lap.number}') for lap in summary.ranked[:most]]
    passed = {
        one.lap.number: Passed(splits_s=tuple(mini_sectors_s(one.progress, course.line.length_m)))
        for one in placed
    }
    return Sample(session=replace(summary, passed=passed), comparison=compared(course, placed, 0))


def _filled(comparison: Comparison, count: int) -> Comparison:
    """Return a comparison of so many laps, some of which are the same under another name."""
    laps = [comparison.laps[i % len(comparison.laps)] for i in range(count)]
    named = tuple(replace(lap, label=f'L{i + 1}') for i, lap in enumerate(laps))
    corners = tuple(
        replace(row, laps=tuple(row.laps[i % len(row.laps)] for i in range(count)))
        for row in comparison.corners
    )
    return replace(comparison, laps=named, corners=corners)


def _without_brake(lap: ComparedLap) -> ComparedLap:
    return replace(lap, traces={name: trace for name, trace in lap.traces.items() if name not in BRAKES})
