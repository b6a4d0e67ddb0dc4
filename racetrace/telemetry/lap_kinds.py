"""Kinds of laps, as far as positions tell them: stops, pieces, cut, double and slow laps."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.plane import Fixes

STANDING_MPS = 1.5
PIT_STOP_S = 3.0
BELIEVED_M = 20.0  # stated accuracy; beyond it a standstill may be the receiver's
LIKE_LENGTH = 0.03
SLOW = 1.3  # times the best
FRAGMENT = 0.5  # of the length that most laps share
LEAST_LAP_S = 8.0  # no track is lapped faster


def judged(laps: Sequence[Lap], fixes: Fixes) -> list[Lap]:
    """Return the laps with the kinds that they show beside each other. With one alone nothing is an outlier.

    Laps without a time or a length, and laps out, stay what they are. A stop of 3 s makes a pit lap, half as
    much again of the length that most laps share within 3 % a double one, less than 95 % a cut one, 1.3 times
    the best of like length a slow one.
    """
    timed = [lap for lap in laps if lap.is_timed and lap.length_m and lap.kind is not LapKind.OUT]
    stops_s = {id(lap): _longest_stop_s(lap, fixes) for lap in timed}
    usual_m = _shared_length_m([lap for lap in timed if stops_s[id(lap)] < PIT_STOP_S])
    like_s = [
        lap.time_s for lap in timed if lap.time_s and usual_m and abs((lap.length_m or 0) / usual_m - 1) < 0.1
    ]
    best_s = min(like_s, default=None)
    return [
        replace(lap, kind=_kind(lap, stops_s[id(lap)], usual_m, best_s)) if id(lap) in stops_s else lap
        for lap in laps
    ]


def _kind(lap: Lap, stop_s: float, usual_m: float | None, best_s: float | None) -> LapKind:
    if stop_s >= PIT_STOP_S:
        return LapKind.PIT
    if usual_m is None or best_s is None or lap.length_m is None or lap.time_s is None:
        return lap.kind
    share = lap.length_m / usual_m
    if share > 1.5:
        return LapKind.DOUBLE
    if share < 0.95:
        return LapKind.CUT
    return LapKind.SLOW if lap.time_s > SLOW * best_s else lap.kind


def _longest_stop_s(lap: Lap, fixes: Fixes) -> float:
    """Return how long the lap stood at one place [s]; 0 without a standstill."""
    first, last = np.searchsorted(fixes.time_s, [lap.start_s, lap.end_s])
    # A receiver that does not know where it is reports standstills that never were.
    believed = ~(fixes.accuracy_m[first:last] > BELIEVED_M)
    time_s, slow = fixes.time_s[first:last], believed & (fixes.speed_mps[first:last] < STANDING_MPS)
    if not slow.any():
        return 0.0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], slow.astype(np.int8), [0]])))
    return float((time_s[edges[1::2] - 1] - time_s[edges[::2]]).max())


def _shared_length_m(laps: Sequence[Lap]) -> float | None:
    """Return the length that most laps share within 3 %; None when fewer than two do."""
    lengths = np.array([lap.length_m for lap in laps if lap.length_m])
    if lengths.size < 2:
        return None
    alike = np.abs(lengths[:, None] / lengths[None, :] - 1) < LIKE_LENGTH
    most = int(np.argmax(alike.sum(axis=0)))
    return float(np.median(lengths[alike[most]])) if alike[most].sum() >= 2 else None


def without_fragments(laps: Sequence[Lap]) -> tuple[list[Lap], tuple[str, ...]]:
    """Leave out timed pieces of laps: exports carry seconds of the laps beside, and logs are damaged.

    A piece has less than half the length that most laps share; where lengths do not tell, less than a quarter
    of the median time; or a time in which no track is lapped. Return the laps that are left, and a sentence
    on the others.
    """
    timed = [lap for lap in laps if lap.time_s is not None and lap.kind is not LapKind.STANDING]
    usual_m = _shared_length_m(timed)
    usual_s = float(np.median([lap.time_s or 0.0 for lap in timed])) if timed else 0.0
    pieces = [lap for lap in timed if _is_piece(lap, usual_m, usual_s)]
    if not pieces:
        return list(laps), ()
    names = ', '.join(str(lap.number) for lap in pieces)
    return [lap for lap in laps if lap not in pieces], (f'Only parts of laps are in the file: {names}.',)


def _is_piece(lap: Lap, usual_m: float | None, usual_s: float) -> bool:
    time_s = lap.time_s or 0.0
    if time_s < LEAST_LAP_S:
        return True
    if usual_m and lap.length_m:
        return lap.length_m < FRAGMENT * usual_m
    return time_s < FRAGMENT / 2 * usual_s
