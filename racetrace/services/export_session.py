"""Sessions for other programs, as files: one table of one session, or those of several in a zip."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from racetrace.errors import NotReady
from racetrace.services.compare_laps import recorded
from racetrace.services.hashing import held
from racetrace.services.instance import Instance
from racetrace.services.reach import demand_session, owner_of
from racetrace.services.viewer import Viewer
from racetrace.services.zipped import plain, zipped
from racetrace.store import sessions
from racetrace.telemetry.export import Format, Part, channel_table, lap_table, write
from racetrace.telemetry.summary import Summary

PIECE_BYTES: Final = 1 << 18
MOST: Final = 50  # sessions in a zip
PATIENCE_S: Final = 30.0


def export_session(
    instance: Instance, viewer: Viewer, session_id: int, part: Part, said: Format
) -> tuple[Summary, Iterator[bytes]]:
    """Return a session and a table of it, Raises NotFound, NotPermitted, NotReady and TooBusy."""
    session = _session(instance, viewer, session_id)
    return session, _table(instance, session, part, said)


def export_sessions(
    instance: Instance, viewer: Viewer, session_ids: Sequence[int], said: Format
) -> Iterator[bytes]:
    """Return a zip with a folder for each session, in the order asked for. Raises NotFound, NotPermitted."""
    found = [_session(instance, viewer, one) for one in session_ids]
    return zipped(_tables(instance, found, said), instance.clock())


def _session(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    its = demand_session(instance, viewer, 'session.download', session_id)
    return sessions.session(instance.engine, owner_of(its), session_id)


def _tables(
    instance: Instance, found: Sequence[Summary], said: Format
) -> Iterator[tuple[str, Iterable[bytes]]]:
    for session in found:
        folder = f'{session.id} {plain(session.title)}'.strip('. ')
        yield f'{folder}/laps.{said}', _table(instance, session, Part.LAPS, said)
        try:
            channels = _table(instance, session, Part.CHANNELS, said)
        except NotReady:
            continue  # made by hand: it has times, and no samples
        yield f'{folder}/channels.{said}', channels


def spooled(instance: Instance, write: Callable[[BinaryIO], None]) -> Iterator[bytes]:
    """Write it to a file of the system's and read it from there: who reads slowly holds no memory of ours.

    Raises TooBusy.
    """
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        with held(instance.exporting, PATIENCE_S):
            write(file)
        file.seek(0)
        stack.pop_all()  # from here on whoever reads it closes it
    return _pieces(file)


def _table(instance: Instance, session: Summary, part: Part, said: Format) -> Iterator[bytes]:
    return spooled(instance, partial(_write, instance, session, part, said))


def _write(instance: Instance, session: Summary, part: Part, said: Format, file: BinaryIO) -> None:
    if part is Part.LAPS:
        write(lap_table(session.laps), said, file)
    else:
        samples = recorded(instance, session.id)
        write(channel_table(samples, session.laps), said, file, samples)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
