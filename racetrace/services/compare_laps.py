"""Compare laps of any sessions: from what the store keeps of them, or else in a worker, from their files."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from racetrace.errors import ComparisonFailed, LapsNotComparable, NotFound, NotReady, RaceTraceError
from racetrace.jobs import reading
from racetrace.services.instance import Instance
from racetrace.services.sessions import of_laps
from racetrace.services.viewer import Viewer
from racetrace.store import courses, progress, sessions, uploads
from racetrace.store.blobs import read_blob
from racetrace.telemetry.compare import compared
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.course import Course
from racetrace.telemetry.kept import progress_from_bytes
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.placing import PlacedLap
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.recorded import Recorded, from_parquet
from racetrace.telemetry.summary import Summary

logger = logging.getLogger(__name__)

LIMIT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A lap, its session, and what it is called beside the others."""

    session: Summary
    lap: Lap
    label: str


def choose(instance: Instance, viewer: Viewer, lap_ids: Sequence[int]) -> list[Chosen]:
    """Raises NotFound."""
    ids = list(dict.fromkeys(lap_ids))
    found = of_laps(instance, viewer, ids)
    if len(found) < len(ids):
        raise NotFound('There is no such lap.')
    return called(list(found.values()))


def called(laps: Sequence[tuple[Summary, Lap]]) -> list[Chosen]:
    """Call laps by their numbers, and where they are of several sessions by these too."""
    several = len({session.id for session, _ in laps}) > 1
    return [
        Chosen(
            session=session, lap=lap, label=f'{_name(session)} L{lap.number}' if several else f'L{lap.number}'
        )
        for session, lap in laps
    ]


def _name(session: Summary) -> str:
    return session.written.driver_name or session.written.name or session.name


async def compare_laps(
    instance: Instance, chosen: Sequence[Chosen], reference: int = 0, *, points: int = reading.POINTS
) -> Comparison:
    """Compare laps with one of them, an index.

    Raises NotReady, LapsNotComparable with a sentence, and ComparisonFailed for a fault of ours.
    """
    if len(chosen) < 2:
        raise LapsNotComparable('A comparison needs two laps or more.')
    with _faults_told(chosen):
        return await _compared(instance, chosen, reference, points)


async def look_at(instance: Instance, chosen: Chosen, *, points: int = reading.POINTS) -> Comparison | None:
    """Return one lap along the line of its session; None where it has no place on one.

    Raises NotReady, and ComparisonFailed for a fault of ours.
    """
    with _faults_told([chosen]):
        return await asyncio.to_thread(_alone, instance, chosen, points)


@contextmanager
def _faults_told(chosen: Sequence[Chosen]) -> Iterator[None]:
    try:
        yield
    except RaceTraceError:
        raise
    except Exception as fault:
        logger.exception('Laps %s could not be compared.', [c.lap.id for c in chosen])
        raise ComparisonFailed(
            'These laps could not be compared: a fault of RaceTrace, told in its log. The times are valid.'
        ) from fault


def recorded(instance: Instance, session_id: int) -> Recorded:
    """Return the samples of a session. Raises NotReady."""
    return _recorded(instance, sessions.source(instance.engine, session_id).samples_id)


def _recorded(instance: Instance, samples_id: str | None) -> Recorded:
    if samples_id is None:
        raise NotReady('The samples of this session are not there: it is being read, or has no file.')
    return instance.decoded.get(('samples', samples_id), lambda: _decoded(instance, samples_id))


def _decoded(instance: Instance, samples_id: str) -> tuple[Recorded, int]:
    found = from_parquet(b''.join(read_blob(instance.engine, samples_id)))
    return found, 2 * found.nbytes  # what is read of its channels is kept too


async def _compared(instance: Instance, chosen: Sequence[Chosen], reference: int, points: int) -> Comparison:
    line_id, found = await asyncio.to_thread(_from_store, instance, chosen, reference, points)
    if line_id is None:
        return await _from_files(instance, chosen, reference, points)
    if isinstance(found, Comparison):
        return found
    for session_id in dict.fromkeys(c.session.id for c in found):
        await _place(instance, [c for c in found if c.session.id == session_id], line_id)
    _, found = await asyncio.to_thread(_from_store, instance, chosen, reference, points)
    if not isinstance(found, Comparison):
        raise NotReady('These laps are being cut anew: try again in a moment.')
    return found


async def _place(instance: Instance, laps: Sequence[Chosen], line_id: int) -> None:
    """Place laps of one session on a line that is not its own, and keep that."""
    engine, session = instance.engine, laps[0].session
    source = await asyncio.to_thread(sessions.source, engine, session.id)
    if source.upload_id is None:
        raise LapsNotComparable(f'{laps[0].label} has no file: only its time can be told.')
    known = await asyncio.to_thread(courses.line, engine, line_id)
    placed = await instance.pool.run(
        reading.place_laps,
        session.name,
        known,
        session.laps,
        [(c.lap.number, c.label) for c in laps],
        pieces=uploads.raw_of(engine, source.upload_id),
        limit_s=LIMIT_S,
    )
    kept = [(c.lap, along) for c, along in zip(laps, placed, strict=True)]
    await asyncio.to_thread(progress.add_later, engine, line_id, kept)


async def _from_files(
    instance: Instance, chosen: Sequence[Chosen], reference: int, points: int
) -> Comparison:
    """Compare laps of which none has a place on a course: by their speed, if they have that."""
    engine = instance.engine
    ids = list(dict.fromkeys(c.session.id for c in chosen))
    sources = [await asyncio.to_thread(sessions.source, engine, session_id) for session_id in ids]
    named = {c.session.id: c.session for c in chosen}
    files = [source.upload_id for source in sources if source.upload_id is not None]
    if len(files) < len(ids):
        raise LapsNotComparable('A session without a file has times only: choose other laps.')
    return await instance.pool.run(
        reading.compare_files,
        [(named[session_id].name, named[session_id].size) for session_id in ids],
        [(ids.index(c.session.id), c.lap.number) for c in chosen],
        reference,
        points,
        pieces=(piece for upload_id in files for piece in uploads.raw_of(engine, upload_id)),
        limit_s=LIMIT_S,
    )


def _from_store(
    instance: Instance, chosen: Sequence[Chosen], reference: int, points: int
) -> tuple[int | None, Comparison | list[Chosen]]:
    """Return the line of the reference and the comparison on it, or the laps that have no place there yet."""
    ids = {c.session.id for c in chosen}
    sources = {session_id: sessions.source(instance.engine, session_id) for session_id in ids}
    line_id = sources[chosen[reference].session.id].line_id
    if line_id is None:
        return None, []
    kept = progress.of_laps(instance.engine, [c.lap.id for c in chosen], line_id)
    missing = [c for c in chosen if c.lap.id not in kept]
    if missing:
        return line_id, missing
    placed = [_placed(instance, c, kept[c.lap.id], sources[c.session.id]) for c in chosen]
    return line_id, compared(_course(instance, line_id), placed, reference, points=points)


def _alone(instance: Instance, chosen: Chosen, points: int) -> Comparison | None:
    source = sessions.source(instance.engine, chosen.session.id)
    line_id = source.line_id
    kept = progress.of_laps(instance.engine, [chosen.lap.id], line_id) if line_id else {}
    if line_id is None or not kept:
        return None
    placed = _placed(instance, chosen, kept[chosen.lap.id], source)
    return compared(_course(instance, line_id), [placed], 0, points=points)


def on_own_line(instance: Instance, session: Summary) -> tuple[Course | None, dict[int, Progress]]:
    """Return the course of a session, and those of its laps that are placed on it, by their ids."""
    line_id = sessions.source(instance.engine, session.id).line_id
    if line_id is None:
        return None, {}
    kept = progress.of_laps(instance.engine, [lap.id for lap in session.laps], line_id)
    return _course(instance, line_id), {lap_id: _progress(instance, one) for lap_id, one in kept.items()}


def _course(instance: Instance, line_id: int) -> Course:
    def make() -> tuple[Course, int]:
        course = courses.line(instance.engine, line_id).course()
        return course, 10 * course.line.east_m.nbytes

    return instance.decoded.get(('line', line_id), make)


def _progress(instance: Instance, kept: progress.KeptProgress) -> Progress:
    def make() -> tuple[Progress, int]:
        data = progress.data(instance.engine, kept.blob_id)
        return progress_from_bytes(data), 4 * len(data)

    return instance.decoded.get(('progress', kept.blob_id), make)


def _placed(
    instance: Instance, chosen: Chosen, kept: progress.KeptProgress, source: sessions.Source
) -> PlacedLap:
    return PlacedLap(
        recorded=_recorded(instance, source.samples_id),
        lap=chosen.lap,
        label=chosen.label,
        method=kept.method,
        progress=_progress(instance, kept),
        gate_residual_ms=kept.gate_residual_ms,
        is_coarse=chosen.session.is_coarse,
        notes=chosen.session.warnings,
    )
