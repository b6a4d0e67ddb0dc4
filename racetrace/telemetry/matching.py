"""Matching: does a lap belong to a course's line?"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.corridor import Corridor, Placed, corridor_of, is_backwards, place, shift_of
from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.trail import Trail, trail_of

Flags = NDArray[np.bool_]

MOST_BRIDGED = 0.1
THIN = 4  # a second apart, positions tell a shift of the whole lap as well
SHARP = 0.35  # of the narrow limit; nearer in the median, positions are as good as certain ones


class Verdict(StrEnum):
    SAME = 'same'
    LEFT_COURSE = 'left_course'  # matched, but never a best
    UNDECIDED = 'undecided'  # one place differs, or the positions do not tell
    REVERSED = 'reversed'
    SHORTER_LAYOUT = 'shorter_layout'
    ANOTHER_LAYOUT = 'another_layout'
    DOUBLE = 'double'  # a crossing was missed

    @property
    def is_matched(self) -> bool:
        return self in {Verdict.SAME, Verdict.LEFT_COURSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A lap against a line. Lengths of the lap are driven metres, those of the line are its own."""

    verdict: Verdict
    coverage: float  # share of the line that was driven in order and in direction
    winding: float  # times round; negative when driven the other way
    lateral_m: float  # quantile 0.95 of the distance from the line; 0.9 when the positions are uncertain
    limit_m: float  # the limit it must keep, in the middle of the line's places
    outside: float  # share of the lap beyond the limit
    outside_m: float  # longest run beyond the limit
    missed_m: float  # longest stretch of the line that was not driven
    bridged: float  # share of the lap in gaps of more than 3 s between fixes
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a lap must keep.

    Measured on 216 pairs of laps of four circuits, 10 to 25 Hz, each against a line made of another one's
    path: the largest distance was 9.9 m on circuits of 2.8 to 4 km, 4.5 m on 1 km of kart track. Of 1,600
    layouts with one bend changed, by 15 m or more at its worst place, all missed or ran beyond 10 m (6 m on
    the kart track) for 28 m (22 m) and more.
    """

    quantile: float
    lateral_m: float
    is_wide: bool  # wider than half way to another branch
    run_m: float  # longest run outside, and longest stretch missed
    coverage: float
    full_coverage: float  # less is flagged
    narrow_m: float  # `lateral_m` of certain positions
    winding: float  # may differ from 1 by so much
    slack_m: float  # a step along the line may exceed 1.5 times the one driven by so much

    @classmethod
    def of(cls, line: Line, *, uncertain: bool, undone: bool) -> 'Limits':
        wide_m = 15.0 if undone else 30.0
        narrow_m = float(np.clip(0.006 * line.length_m, 6, 10))
        return cls(
            quantile=0.9 if uncertain else 0.95,
            lateral_m=wide_m if uncertain else narrow_m,
            is_wide=uncertain,
            run_m=2.5 * (wide_m if uncertain else narrow_m),
            coverage=0.9 if uncertain else 0.95,
            full_coverage=0.9 if uncertain else 0.98,
            narrow_m=narrow_m,
            winding=0.1 if uncertain else 0.05,
            slack_m=25.0 if uncertain else 6.0,
        )


def match_lap(
    line: Line, fixes: Fixes, start_s: float, end_s: float, *, uncertain: bool, undone: bool = True
) -> Match:
    """Match one lap, from its start crossing to its end.

    `fixes` are in the line's local metres, and may be the whole session's. `uncertain`: at 2 Hz or fewer, or
    with more than 5 m of lateral rms. `undone`: a phone's dead reckoning was taken out, if it had any. The
    lap's positions are compared after a constant offset of up to 10 m, the receiver's, was taken off. Where
    uncertain positions prove to lie near the line, the limits of certain ones hold: on a kart track the wide
    ones let every second layout with one bend changed pass, these none of 120 at 79 of 80 right laps matched.
    """
    limits = Limits.of(line, uncertain=uncertain, undone=undone)
    trail = trail_of(fixes, start_s, end_s)
    if trail is None:
        return _unknown('It has too few moving positions to tell its course.', limits)
    corridor = corridor_of(line)
    backwards = is_backwards(corridor, trail)
    trail = trail.reversed() if backwards else trail
    trail = trail.moved(*shift_of(corridor, place(corridor, trail.thinned(THIN))))
    placed = place(corridor, trail)
    if np.median(placed.away_m) < SHARP * limits.narrow_m:
        limits = Limits.of(line, uncertain=False, undone=undone)
    match = _measured(corridor, placed, trail, limits, backwards=backwards)
    verdict, sentence = _judged(match, limits)
    return replace(match, verdict=verdict, sentence=sentence)


def _unknown(sentence: str, limits: Limits) -> Match:
    return Match(
        verdict=Verdict.UNDECIDED,
        coverage=0.0,
        winding=0.0,
        lateral_m=float('nan'),
        limit_m=limits.lateral_m,
        outside=0.0,
        outside_m=0.0,
        missed_m=0.0,
        bridged=0.0,
        sentence=sentence,
    )


def _measured(corridor: Corridor, placed: Placed, trail: Trail, limits: Limits, *, backwards: bool) -> Match:
    limit_m = (
        limits.lateral_m if limits.is_wide else np.minimum(corridor.limit_m, limits.lateral_m)[placed.node]
    )
    weight_m = np.gradient(trail.way_m)
    is_outside = (placed.away_m > limit_m) & ~trail.is_bridge
    steps_m = corridor.wrapped(np.diff(placed.distance_m))
    is_driven = _driven(corridor, placed, steps_m, np.diff(trail.way_m), is_outside, limits)
    nodes_m = np.full(is_driven.size, corridor.length_m / is_driven.size)
    return Match(
        verdict=Verdict.UNDECIDED,
        coverage=float(is_driven.mean()),
        winding=float(steps_m.sum()) / corridor.length_m * (-1 if backwards else 1),
        lateral_m=float(np.quantile(placed.away_m, limits.quantile)),
        limit_m=float(np.median(limit_m)),
        outside=float(weight_m[is_outside].sum() / weight_m.sum()),
        outside_m=_longest_m(is_outside, weight_m),
        missed_m=_longest_m(~is_driven, nodes_m),
        bridged=float(np.mean(trail.is_bridge)),
        sentence='',
    )


def _driven(
    corridor: Corridor, placed: Placed, steps_m: Samples, ways_m: Samples, is_outside: Flags, limits: Limits
) -> Flags:
    """Return the nodes on a step between two positions inside, forwards and no longer than was driven."""
    in_order = (steps_m >= -limits.slack_m) & (steps_m <= 1.5 * ways_m + limits.slack_m)
    good = in_order & ~is_outside[1:] & ~is_outside[:-1]
    ends_m = placed.distance_m[:-1] + np.array([np.minimum(steps_m, 0), np.maximum(steps_m, 0)])
    first, last = np.rint(ends_m[:, good] / corridor.step_m).astype(np.int64)
    count = corridor.distance_m.size
    begins = np.clip(first, 0, None) % count
    depth = np.bincount(begins, minlength=2 * count + 1).astype(np.int64)
    depth -= np.bincount(np.minimum(begins + last - first + 1, 2 * count), minlength=2 * count + 1)
    covered = np.cumsum(depth)[: 2 * count] > 0
    return covered[:count] | (covered[count:] & corridor.is_closed)


def _longest_m(flags: Flags, weight_m: Samples) -> float:
    """Return the greatest sum of weights over a run of flags."""
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    so_far = np.concatenate([[0.0], np.cumsum(weight_m)])
    return float(np.max(so_far[edges[1::2]] - so_far[edges[::2]], initial=0.0))


def _judged(match: Match, limits: Limits) -> tuple[Verdict, str]:
    """Return the verdict and its sentence; the first rule that applies."""
    fits = match.outside <= 1 - limits.quantile
    times = abs(match.winding)
    if match.bridged > MOST_BRIDGED:
        return Verdict.UNDECIDED, f'Positions are missing for {match.bridged:.0%} of the lap.'
    if times >= 1.5 and match.outside < 0.25:
        return Verdict.DOUBLE, f'It goes round {times:.1f} times: a crossing of the line was missed.'
    if not fits and limits.is_wide and match.lateral_m < 2 * limits.lateral_m:
        return Verdict.UNDECIDED, f'Its positions lie {match.lateral_m:.0f} m off: too far to tell.'
    if match.coverage < limits.coverage and match.outside < 0.3 and times < 1 - limits.winding / 2:
        return Verdict.SHORTER_LAYOUT, f'It drives {match.coverage:.0%} of the line: a shorter layout.'
    if not fits or match.coverage < limits.coverage:
        return (
            Verdict.ANOTHER_LAYOUT,
            f'{match.outside:.0%} of it lies beside the line: off the track, or another layout.',
        )
    if match.winding < 0:
        return Verdict.REVERSED, 'It drives the line the other way.'
    if abs(times - 1) > limits.winding:
        return Verdict.UNDECIDED, f'It goes round {times:.2f} times, not once.'
    if max(match.outside_m, match.missed_m) > limits.run_m:
        return Verdict.UNDECIDED, f'It {strays(match)}: off the track, or another layout.'
    if match.coverage < limits.full_coverage or match.outside_m > limits.run_m / 2:
        return Verdict.LEFT_COURSE, f'It left the course: it {strays(match)}.'
    return Verdict.SAME, f'It drives {match.coverage:.0%} of the line, within {match.lateral_m:.1f} m of it.'


def strays(match: Match) -> str:
    if match.outside_m >= match.missed_m:
        return f'runs more than {match.limit_m:.0f} m beside the line for {match.outside_m:.0f} m'
    return f'leaves out {match.missed_m:.0f} m of the line'
