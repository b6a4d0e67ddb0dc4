"""Laps whose times the logger states one after another: where on the time axis they lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from racetrace.telemetry.log import LapKind, LoggedLap, MeasuredBy

_RESOLUTION_MS: Final = 1.0
_FARTHEST_S: Final = 20.0  # from a crossing to the row where the logger noted it: fixes come up to 15 s apart
_CUT_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLap:
    number: int
    time_s: float  # official
    row_time_s: float  # of the row before which it stands: at the first fix after the line, so a little late


def laid_out(
    stated: Sequence[StatedLap], *, first_s: float, last_s: float, late_s: float
) -> tuple[tuple[LoggedLap, ...], tuple[str, ...]]:
    """Return the laps on a time axis that has rows from `first_s` to `last_s`, and warnings.

    The times add up from time 0, where lap 0, the way to the first crossing, begins. Where that sum does not
    hold (the head of the log is missing, a lap is missing, the sum lies 20 s beside the rows), a chain begins
    anew: its crossings are then anchored on their rows, less the `late_s` that rows usually come after the
    line, all by the same median shift. The lap times stay those of the logger; only their place is known to
    about half a second. A lap that began before the first row has no time. The last one is open;
    without a stated time that is lap 0.
    """
    if not stated:
        return (_lap(0, first_s, last_s, None, LapKind.OPEN),), ()
    laps: list[LoggedLap] = []
    loose: list[int] = []
    chains = _chains(stated)
    for chain in chains:
        ends_s = _running_sum(chain)
        shift_s = median(lap.row_time_s - end_s for lap, end_s in zip(chain, ends_s, strict=True))
        if chain is chains[0] and chain[0].number == 0 and abs(shift_s) < _FARTHEST_S:
            shift_s = 0.0
        else:
            shift_s -= late_s
            loose.append(chain[0].number)
        for lap, end_s in zip(chain, ends_s, strict=True):
            laps.append(_placed(lap, end_s + shift_s, first_s))
    if laps and laps[-1].end_s < last_s:
        laps.append(_lap(laps[-1].number + 1, laps[-1].end_s, last_s, None, LapKind.OPEN))
    return tuple(laps), _said_of(loose)


def _said_of(loose: Sequence[int]) -> tuple[str, ...]:
    if not loose:
        return ()
    return (
        f'The lap times do not add up from the start of the log (first at lap {loose[0]}): a part is '
        'missing or comes twice. They hold, but where the laps lie on the track is '
        'only known to about half a second.',
    )


def _chains(stated: Sequence[StatedLap]) -> list[list[StatedLap]]:
    """Split where a number is not the next one, and where the sum leaves the rows."""
    chains: list[list[StatedLap]] = []
    for lap in stated:
        before = chains[-1][-1] if chains else None
        follows = before is not None and lap.number == before.number + 1
        if before and follows and abs(lap.row_time_s - before.row_time_s - lap.time_s) < _FARTHEST_S:
            chains[-1].append(lap)
        else:
            chains.append([lap])
    return chains


def _running_sum(chain: Sequence[StatedLap]) -> list[float]:
    total, ends_s = 0.0, []
    for lap in chain:
        total += lap.time_s
        ends_s.append(round(total, 6))
    return ends_s


def _placed(lap: StatedLap, end_s: float, first_s: float) -> LoggedLap:
    start_s = round(end_s - lap.time_s, 6)
    if lap.number == 0:
        return _lap(0, max(start_s, first_s), end_s, None, LapKind.OUT)
    if start_s < first_s - _CUT_S:
        return _lap(lap.number, first_s, end_s, None, LapKind.OUT)
    return _lap(lap.number, start_s, end_s, lap.time_s, None)


def _lap(number: int, start_s: float, end_s: float, time_s: float | None, kind: LapKind | None) -> LoggedLap:
    return LoggedLap(
        number=number,
        start_s=start_s,
        end_s=max(end_s, start_s),
        time_s=time_s,
        measured_by=MeasuredBy.LOGGER,
        resolution_ms=_RESOLUTION_MS,
        kind=kind,
    )
