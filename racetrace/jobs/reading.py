"""What a worker does with a stored file: read it, find its course, place its laps. Light but for numbers.

`import_log` talks while it works: who asked for the work hears what it yields.
"""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Final

from racetrace.errors import LapsNotComparable
from racetrace.jobs.laying import on_course
from racetrace.telemetry.compare import compare_laps
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.corrections import Correction
from racetrace.telemetry.course import Course
from racetrace.telemetry.findings import Along, At, Found, KnownLine, NewLine, Samples, Step
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.kept import progress_to_bytes
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.placing import PlacedLap, place
from racetrace.telemetry.recorded import to_parquet
from racetrace.telemetry.recutting import edited
from racetrace.telemetry.session import Session, session_of
from racetrace.telemetry.splits import mini_sectors_s
from racetrace.telemetry.summary import Summary

READER_VERSION: Final = 1  # to be raised when the same file would be read or cut otherwise
PIECE_BYTES: Final = 1 << 20
AT_ONCE: Final = 12  # laps are placed before their session is shown, the fastest; the others follow
CORRECTED_AT_ONCE: Final = 40  # open pages are drawn anew each time, which costs more than a few laps
POINTS: Final = 2000  # of the delta: as many as a screen can show


def warm() -> None:
    """Do nothing: to find this function a worker has imported all that its first job would wait for."""


def import_log(raw: bytes, name: str, corrections: Sequence[Correction] = ()) -> Generator[Any, Any, Found]:
    """Read a file and hand over all that is to be kept of it. Raises LogFormatError."""
    yield At(step=Step.READING)
    log = read_log(raw, name)
    del raw
    yield At(step=Step.CUTTING)
    session = session_of(log, name)
    with ThreadPoolExecutor(1) as beside:
        parquet = beside.submit(to_parquet, session.recorded)
        session, line, is_whole = yield from _on_its_course(session, corrections, is_new=False, most=AT_ONCE)
        yield At(step=Step.KEEPING)
        samples = parquet.result()
    for start in range(0, len(samples), PIECE_BYTES):
        yield Samples(piece=samples[start : start + PIECE_BYTES])
    return Found(summary=_summary(session), line=line, is_whole=is_whole)


def place_others(
    raw: bytes, name: str, known: KnownLine, laps: Sequence[Lap], numbers: Sequence[int]
) -> Generator[At | Along, None, None]:
    """Place laps of a session, which has these, on its line; what has no place on it is left out."""
    session = _with(session_of(read_log(raw, name), name), laps)
    del raw
    yield from _placed(session, known.course(), [session.lap(number) for number in numbers])


def correct_log(
    raw: bytes,
    name: str,
    corrections: Sequence[Correction],
    is_new: bool,
    lies_on: int | None,
    share: tuple[int, int] = (0, 1),
) -> Generator[Any, Any, Found]:
    """Cut a file that was read before with another list of corrections; `is_new` is said of the last.

    `lies_on` is the line of the session until now. `share`, the first of how many, says which of the laps to
    place: of (1, 2) every second; all else is the same for each share. Raises CorrectionRefused with a
    sentence for a correction that cannot be made.
    """
    session = session_of(read_log(raw, name), name)
    del raw
    session, line, is_whole = yield from _on_its_course(
        session, corrections, is_new=is_new, most=CORRECTED_AT_ONCE, lies_on=lies_on, share=share
    )
    return Found(summary=_summary(session), line=line, is_whole=is_whole)


def _on_its_course(
    session: Session,
    corrections: Sequence[Correction],
    *,
    is_new: bool,
    most: int,
    lies_on: int | None = None,
    share: tuple[int, int] = (0, 1),
) -> Generator[Any, Any, tuple[Session, NewLine | int | None, bool]]:
    """Find the course of a session, cut it as it was corrected, and place its laps, of many the fastest.

    `is_new` is said of the last correction. Return also what is to be kept of the line, and whether all laps
    were placed.
    """
    yield At(step=Step.COURSE)
    session, course, line = yield from on_course(session, corrections, is_new=is_new, lies_on=lies_on)
    session = edited(session, corrections)
    laps = [lap for lap in session.laps if lap.is_comparable] if course else []
    at_once = _fastest(laps, most)
    if course is not None:
        yield from _placed(session, course, at_once[share[0] :: share[1]])
    return session, line, len(at_once) == len(laps)


def place_laps(
    raw: bytes, name: str, known: KnownLine, laps: Sequence[Lap], wanted: Sequence[tuple[int, str]]
) -> list[Along]:
    """Place some of a session's laps, by number and label, on a course that is not their own.

    Raises LapsNotComparable.
    """
    session = _with(session_of(read_log(raw, name), name), laps)
    course = known.course()
    return [_along(place(session, session.lap(number), course, label), course) for number, label in wanted]


def _with(session: Session, laps: Sequence[Lap]) -> Session:
    """Return the session with the laps that are stored of it: a person may have corrected them."""
    made = session.course.line.version if session.course else ''
    return replace(session, laps=tuple(laps), made_line=made)


def compare_files(
    raws: bytes,
    files: Sequence[tuple[str, int]],
    laps: Sequence[tuple[int, int]],
    reference: int,
    points: int = POINTS,
) -> Comparison:
    """Compare laps without a course in common, of files given by name and size, one after the other.

    `laps` are pairs of a file's index and a lap's number. Raises LapsNotComparable.
    """
    sizes = [size for _, size in files]
    sessions = [
        session_of(read_log(raw, name), name)
        for raw, (name, _) in zip(_split(raws, sizes), files, strict=True)
    ]
    return compare_laps([(sessions[file], number) for file, number in laps], reference, points=points)


def _split(raws: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield raws[start : start + size]
        start += size


def _fastest(laps: Sequence[Lap], most: int) -> list[Lap]:
    chosen = sorted(laps, key=lambda lap: lap.end_s - lap.start_s)[:most]
    return sorted(chosen, key=lambda lap: lap.start_s)


def _placed(session: Session, course: Course, laps: Sequence[Lap]) -> Generator[At | Along, Any, None]:
    for done, lap in enumerate(laps):
        yield At(step=Step.PLACING, done=done, of=len(laps))
        if placed := _place(session, lap, course):
            yield _along(placed, course)


def _place(session: Session, lap: Lap, course: Course) -> PlacedLap | None:
    try:
        return place(session, lap, course, f'L{lap.number}')
    except LapsNotComparable:
        return None  # its time stays; who compares it is told why


def _along(placed: PlacedLap, course: Course) -> Along:
    return Along(
        number=placed.lap.number,
        method=placed.method,
        progress=progress_to_bytes(placed.progress),
        splits_s=tuple(mini_sectors_s(placed.progress, course.line.length_m).tolist()),
        gate_residual_ms=placed.gate_residual_ms,
    )


def _summary(session: Session) -> Summary:
    log = session.log
    interval_s = session.fixes.interval_s
    return Summary(
        name=session.name,
        format=log.format,
        laps=session.laps,
        device=log.device,
        started_at=log.started_at,
        zone_source=log.zone_source,
        track=log.track,
        vehicle=log.vehicle,
        warnings=session.notes,
        is_coarse=session.is_coarse,
        fix_rate_hz=1 / interval_s if interval_s > 0 else None,
        tau_s=session.tau_s,
    )
