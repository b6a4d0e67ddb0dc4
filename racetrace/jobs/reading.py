"""What a worker does with a stored file: read it, find its course, place its laps. Light but for numbers.

`import_log` talks while it works: each value it yields is answered by who asked for the work.
"""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.compare import compare_laps
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.course import Course
from racetrace.telemetry.findings import Along, At, Found, KnownLine, Nearby, NewLine, Samples, Step
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.kept import line_to_bytes, progress_to_bytes
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.outline import outline
from racetrace.telemetry.placing import PlacedLap, place
from racetrace.telemetry.recognition import located, recognised
from racetrace.telemetry.recorded import to_parquet
from racetrace.telemetry.session import Session, session_of
from racetrace.telemetry.splits import mini_sectors_s
from racetrace.telemetry.summary import Summary

READER_VERSION: Final = 1  # to be raised when the same file would be read or cut otherwise
PIECE_BYTES: Final = 1 << 20
AT_ONCE: Final = 12  # laps are placed before their session is shown, the fastest; the others follow
POINTS: Final = 2000  # of the delta: as many as a screen can show


def warm() -> None:
    """Do nothing: to find this function a worker has imported all that its first job would wait for."""


def import_log(raw: bytes, name: str) -> Generator[Any, Any, Found]:
    """Read a file and hand over all that is to be kept of it. Raises LogFormatError."""
    yield At(step=Step.READING)
    log = read_log(raw, name)
    del raw
    yield At(step=Step.CUTTING)
    session = session_of(log, name)
    with ThreadPoolExecutor(1) as beside:
        parquet = beside.submit(to_parquet, session.recorded)
        yield At(step=Step.COURSE)
        course, line = yield from _course(session)
        laps = [lap for lap in session.laps if lap.is_comparable] if course else []
        at_once = _fastest(laps, AT_ONCE)
        if course is not None:
            yield from _placed(session, course, at_once)
        yield At(step=Step.KEEPING)
        samples = parquet.result()
    for start in range(0, len(samples), PIECE_BYTES):
        yield Samples(piece=samples[start : start + PIECE_BYTES])
    return Found(summary=_summary(session), line=line, is_whole=len(at_once) == len(laps))


def place_others(
    raw: bytes, name: str, known: KnownLine, numbers: Sequence[int]
) -> Generator[At | Along, None, None]:
    """Place laps of a session that is there already on its line; what has no place on it is left out."""
    session = session_of(read_log(raw, name), name)
    del raw
    yield from _placed(session, known.course(), [session.lap(number) for number in numbers])


def place_laps(raw: bytes, name: str, known: KnownLine, laps: Sequence[tuple[int, str]]) -> list[Along]:
    """Place laps, by number and label, on a course that is not their own. Raises LapsNotComparable."""
    session = session_of(read_log(raw, name), name)
    course = known.course()
    return [_along(place(session, session.lap(number), course, label), course) for number, label in laps]


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


def _course(session: Session) -> Generator[Any, Any, tuple[Course | None, NewLine | int | None]]:
    """Return the course of a session, a known one where it is that, and what is to be kept of it."""
    where = located(session)
    if where is None or session.course is None:
        return None, None
    known: Sequence[KnownLine] = (yield Nearby(latitude_deg=where[0], longitude_deg=where[1])) or ()
    courses = [line.course() for line in known]
    found = recognised(session, courses)
    if found is not None:
        return found, known[courses.index(found)].id
    return session.course, _new(session.course, where, is_decided=not _is_doubtful(session, courses))


def _is_doubtful(session: Session, courses: Sequence[Course]) -> bool:
    """May it be one of several courses?"""
    return sum(recognised(session, [course]) is not None for course in courses) > 1


def _new(course: Course, where: tuple[float, float], *, is_decided: bool) -> NewLine:
    line = course.line
    latitudes, longitudes = line.origin.to_degrees(*course.gate.ends_m())
    return NewLine(
        version=line.version,
        line=line_to_bytes(line),
        length_m=line.length_m,
        is_closed=line.closed,
        outline=tuple(outline(line)),
        corners=course.corners,
        gate_deg=(tuple(latitudes.tolist()), tuple(longitudes.tolist())),
        latitude_deg=where[0],
        longitude_deg=where[1],
        is_decided=is_decided,
    )


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
