"""Compare laps: where on the course each was behind the reference, by how much, and how sure that is."""

import math
from collections.abc import Sequence

import numpy as np

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.comparison import ComparedLap, Comparison, CornerRow, Method, Trace
from racetrace.telemetry.cornering import DrivenLap, cornering
from racetrace.telemetry.course import Course
from racetrace.telemetry.line import Line
from racetrace.telemetry.placing import PlacedLap, place
from racetrace.telemetry.plane import Origin, Samples
from racetrace.telemetry.recorded import Recorded
from racetrace.telemetry.session import Session

POINTS = 500


def compare(session: Session, numbers: Sequence[int], reference: int, *, points: int = POINTS) -> Comparison:
    """Compare laps of one session, by number. Raises LapsNotComparable with a sentence."""
    return compare_laps([(session, number) for number in numbers], numbers.index(reference), points=points)


def compare_laps(
    chosen: Sequence[tuple[Session, int]], reference: int = 0, *, points: int = POINTS
) -> Comparison:
    """Compare laps of any sessions on the course of the reference's session.

    `reference` is an index into `chosen`. Raises LapsNotComparable with a sentence.
    """
    if len(chosen) < 2:
        raise LapsNotComparable('A comparison needs two laps or more.')
    several = len({id(session) for session, _ in chosen}) > 1
    labels = [f'{s.name} L{n}' if several else f'L{n}' for s, n in chosen]
    course = _course(chosen, reference, labels)
    placed = [
        place(session, session.lap(number), course, label)
        for (session, number), label in zip(chosen, labels, strict=True)
    ]
    return compared(course, placed, reference, points=points)


def _course(chosen: Sequence[tuple[Session, int]], reference: int, labels: Sequence[str]) -> Course:
    session, number = chosen[reference]
    if session.course is not None:
        return session.course
    if session.fixes.count >= 3:
        raise LapsNotComparable(
            f'The positions of {session.name} are too uncertain to compare laps: none of them ends where it '
            'began. The lap times are valid.'
        )
    lap = session.lap(number)
    if not lap.is_comparable:
        raise LapsNotComparable(f'{labels[reference]} is no whole timed lap ({lap.kind}): choose another.')
    # Without positions the reference has no course: one that another lap brings has its corners, at least.
    borrowed = next((other.course for other, _ in chosen if other.course is not None), None)
    return borrowed or Course(line=_straight(lap.length_m or 1000.0))


def _straight(length_m: float) -> Line:
    """Return a line that stands for a course of which only the length is known."""
    nodes = max(2, round(length_m)) + 1
    return Line(
        east_m=np.zeros(nodes),
        north_m=np.linspace(0, length_m, nodes),
        length_m=length_m,
        closed=False,
        origin=Origin(latitude_deg=0.0, longitude_deg=0.0),
    )


def compared(
    course: Course, placed: Sequence[PlacedLap], reference: int, *, points: int = POINTS
) -> Comparison:
    """Compare laps that are placed on their course: interpolation, and nothing else."""
    grid = np.linspace(0, course.line.length_m, points)
    elapsed = [lap.progress.time_at(grid) - lap.start_s for lap in placed]
    laps = tuple(
        _compared(
            lap,
            course,
            grid,
            elapsed[i] - elapsed[reference],
            _sigma(lap, placed[reference], grid),
            placed[reference],
        )
        for i, lap in enumerate(placed)
    )
    driven = [
        _driven(lap, placed[reference], grid, elapsed[i], laps[i].delta_t_s) for i, lap in enumerate(placed)
    ]
    rows = zip(*(cornering(course.corners, lap) for lap in driven), strict=True) if course.corners else ()
    return Comparison(
        method=Method.POSITION if all(p.method is Method.POSITION for p in placed) else Method.DISTANCE,
        course=course.name,
        length_m=course.line.length_m,
        stretch_m=(0.0, course.line.length_m),
        distance_m=grid,
        reference=reference,
        laps=laps,
        corners=tuple(
            CornerRow(corner=corner, laps=row) for corner, row in zip(course.corners, rows, strict=True)
        ),
        notes=_notes(placed),
        elapsed_s=elapsed[reference],
    )


def _sigma(lap: PlacedLap, reference: PlacedLap, grid: Samples) -> Samples:
    if lap.is_same_as(reference):
        return np.zeros_like(grid)
    return np.hypot(lap.progress.uncertainty.at(grid), reference.progress.uncertainty.at(grid))


def _compared(
    lap: PlacedLap, course: Course, grid: Samples, delta_t_s: Samples, sigma_s: Samples, reference: PlacedLap
) -> ComparedLap:
    east_m, north_m = course.line.beside(
        grid, np.interp(grid, lap.progress.distance_m, lap.progress.offset_m)
    )
    return ComparedLap(
        label=lap.label,
        lap=lap.lap,
        lap_time_s=lap.time_s,
        gate_residual_ms=lap.gate_residual_ms,
        delta_t_s=delta_t_s,
        sigma_s=sigma_s,
        closure_s=float(delta_t_s[-1] - (lap.time_s - reference.time_s)),
        traces=traces_along(lap.recorded, lap.start_s, float(lap.progress.time_s[-1]), *lap.progress.dense),
        east_m=east_m,
        north_m=north_m,
    )


def traces_along(
    recorded: Recorded, start_s: float, end_s: float, time_s: Samples, distance_m: Samples
) -> dict[str, Trace]:
    """Return every channel of a lap: its own samples, at their own progress.

    The lap was `distance_m` along its way at `time_s`, shape (K,) both. A channel that has not two samples
    between `start_s` and `end_s` is left out.
    """
    traces = {}
    for channel in recorded.channels:
        at_s, values = recorded.samples(channel)
        first, last = np.searchsorted(at_s, [start_s, end_s])
        if last - first < 2:
            continue
        inside = slice(max(0, int(first) - 1), int(last) + 1)  # one sample beyond each end
        traces[channel.name] = Trace(
            unit=channel.unit,
            held=channel.held,
            distance_m=np.interp(at_s[inside], time_s, distance_m),
            values=values[inside],
        )
    return traces


def _driven(
    lap: PlacedLap, reference: PlacedLap, grid: Samples, elapsed_s: Samples, delta_t_s: Samples
) -> DrivenLap:
    sources = [] if lap.is_same_as(reference) else [lap.progress.uncertainty, reference.progress.uncertainty]

    def sigma_between_s(from_m: float, to_m: float) -> float:
        return math.hypot(*(source.between(from_m, to_m) for source in sources))

    progress = lap.progress
    return DrivenLap(
        distance_m=grid,
        time_s=elapsed_s,
        speed=Trace(unit='m/s', held=False, distance_m=progress.distance_m, values=progress.speed_mps),
        grid_m=grid,
        delta_t_s=delta_t_s,
        sigma_between_s=sigma_between_s,
        coarse=lap.is_coarse,
    )


def _notes(placed: Sequence[PlacedLap]) -> tuple[str, ...]:
    notes = dict.fromkeys(note for lap in placed for note in lap.notes)
    if any(lap.method is Method.DISTANCE for lap in placed):
        notes['There are no positions: laps are compared by their speed, scaled to one length.'] = None
    return tuple(notes)
