"""The sessions that feeds told of: their boards, laps and frames."""

import asyncio
from collections.abc import Iterator
from typing import Any

from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_seen
from racetrace.services.viewer import Viewer
from racetrace.store import frames, things, timing_sessions
from racetrace.store.timing_sessions import TimingSession as TimingSession
from racetrace.timing.board import Board
from racetrace.timing.places import LapEnd
from racetrace.timing.places import places as passed
from racetrace.timing.recording import Frame, kept
from racetrace.timing.revived import revived

MOST_FRAMES = 1_000


def sessions(
    instance: Instance, viewer: Viewer, circuit_id: int, most: int = 50, before_id: int | None = None
) -> list[TimingSession]:
    """Return the sessions of a circuit, the newest first. Raises NotFound."""
    demand_seen(viewer, 'circuit.read', things.circuit(instance.engine, circuit_id), 'circuit')
    return timing_sessions.of_circuit(instance.engine, circuit_id, most, before_id)


def session(instance: Instance, viewer: Viewer, session_id: int) -> TimingSession:
    """Raises NotFound."""
    _demand(instance, viewer, session_id)
    return timing_sessions.session(instance.engine, session_id)


def board(instance: Instance, viewer: Viewer, session_id: int) -> dict[str, Any]:
    """Return a board as it was last kept: a snapshot, as racetrace.timing.shown makes it. Raises NotFound."""
    _demand(instance, viewer, session_id)
    return timing_sessions.board(instance.engine, session_id)


async def board_now(instance: Instance, viewer: Viewer, circuit_id: int) -> Board | None:
    """Return the board that is told of, else that of the newest session; None: there was none yet.

    The first is alive, and belongs to the event loop: read it at once. Raises NotFound.
    """
    newest = await asyncio.to_thread(_newest, instance, viewer, circuit_id)
    board = instance.following.board(circuit_id)
    return board if board is not None and board.entries else newest


def laps(instance: Instance, viewer: Viewer, session_id: int, key: str | None = None) -> list[dict[str, Any]]:
    """Return the laps of a session, or of one entry, in the order in which they ended. Raises NotFound."""
    _demand(instance, viewer, session_id)
    return timing_sessions.laps(instance.engine, session_id, key)


def places(
    instance: Instance, viewer: Viewer, session_id: int, until_ms: int | None = None
) -> list[dict[str, Any]]:
    """Return for each entry its place after each lap, up to a moment, and which were told afterwards.

    Raises NotFound.
    """
    ended = laps(instance, viewer, session_id)
    by_clock = all(lap['total_ms'] is not None for lap in ended)
    known = [lap for lap in ended if until_ms is None or lap['at_ms'] <= until_ms]
    at = 'total_ms' if by_clock else 'at_ms'
    found = passed(LapEnd(lap['key'], lap['number'], lap[at]) for lap in known)
    rows = timing_sessions.board(instance.engine, session_id)['rows']
    recalled: dict[str, list[int]] = {}
    for lap in known:
        if lap['is_recalled']:
            recalled.setdefault(lap['key'], []).append(lap['number'])
    names = ('number', 'name', 'colour')
    return [
        {
            **{name: row[name] for name in names},
            'places': found[row['key']],
            'recalled': sorted(recalled.get(row['key'], ())),
        }
        for row in rows
        if row['key'] in found
    ]


def places_now(
    instance: Instance, viewer: Viewer, circuit_id: int, until_ms: int | None = None
) -> list[dict[str, Any]]:
    """Return the same of the session that runs at a circuit, as it is stored. Raises NotFound."""
    newest = sessions(instance, viewer, circuit_id, 1)
    return places(instance, viewer, newest[0].id, until_ms) if newest and not newest[0].is_ended else []


def newest_frames(instance: Instance, viewer: Viewer, circuit_id: int, most: int) -> list[Frame]:
    """Return the last frames of a circuit, the newest first. Raises NotFound."""
    demand_seen(viewer, 'circuit.read', things.circuit(instance.engine, circuit_id), 'circuit')
    return frames.newest(instance.engine, circuit_id, min(most, MOST_FRAMES))


def recording(instance: Instance, viewer: Viewer, session_id: int) -> Iterator[bytes]:
    """Yield what the feed sent of a session, as lines of a recording. Raises NotFound before the first."""
    found = session(instance, viewer, session_id)
    received = frames.between(instance.engine, found.circuit_id, found.started_ms, found.heard_ms)
    return (kept(at_ms, frame) for at_ms, frame in received)


def _newest(instance: Instance, viewer: Viewer, circuit_id: int) -> Board | None:
    found = sessions(instance, viewer, circuit_id, 1)
    return revived(timing_sessions.board(instance.engine, found[0].id)) if found else None


def _demand(instance: Instance, viewer: Viewer, session_id: int) -> None:
    _, its = things.of_timing_session(instance.engine, session_id)
    demand_seen(viewer, 'circuit.read', its, 'session')
