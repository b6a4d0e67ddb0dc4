"""What a gate would make of a session's laps, told while it is being dragged."""

from collections.abc import Sequence

from racetrace.errors import CorrectionRefused
from racetrace.services.compare_laps import recorded
from racetrace.services.corrections import line_of
from racetrace.services.instance import Instance
from racetrace.store import sessions
from racetrace.telemetry.cutting import cut_at
from racetrace.telemetry.dead_reckoning import undo
from racetrace.telemetry.gps import receive
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import Log
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.recutting import labelled
from racetrace.telemetry.track import Track


def track_of(instance: Instance, session_id: int) -> Track:
    """Return where the gate may be put. Raises NotReady, and CorrectionRefused where nothing tells."""
    course = line_of(instance, session_id)
    if course is not None and course.line.closed:
        return Track.of_course(course)
    _, fixes = _fixes(instance, session_id)
    if fixes.count < 3:
        raise CorrectionRefused('There are no positions in this file: no line can be put on a map.')
    return Track.of_way(fixes)


def preview_gate(
    instance: Instance, session_id: int, laps: Sequence[Lap], track: Track, index: int
) -> list[Lap]:
    """Return a session's laps as a place of its track would cut them, with the times stated of them.

    They are cut by the same crossings as when the gate is moved there.
    """
    log, fixes = _fixes(instance, session_id)
    return labelled(cut_at(log, fixes.about(track.origin), track.gate_at(index)), laps)


def _fixes(instance: Instance, session_id: int) -> tuple[Log, Fixes]:
    """Return the fixes of a session from its samples, as its reader had them."""
    samples_id = sessions.source(instance.engine, session_id).samples_id

    def make() -> tuple[tuple[Log, Fixes], int]:
        found = recorded(instance, session_id)
        log = Log(format='', frame=found.frame, channels=found.channels)
        fixes = undo(receive(log).fixes, found.tau_s)
        return (log, fixes), 7 * fixes.time_s.nbytes

    return instance.decoded.get(('fixes', samples_id), make)
