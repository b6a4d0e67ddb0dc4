"""What a glance at a session shows beyond its rows: where its laps differ, and the shape of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from racetrace.services.compare_laps import on_own_line, recorded
from racetrace.services.instance import Instance
from racetrace.telemetry.apart import Apart, apart
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.shape import speed_shape_mps
from racetrace.telemetry.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glance:
    channels: tuple[str, ...]  # that were kept
    apart: Apart | None = None  # None: no line, or fewer than two laps to tell apart
    speeds_mps: Mapping[int, Samples] = field(default_factory=dict)  # by the id of the lap


def glance(instance: Instance, session: Summary) -> Glance:
    """Read what a session recorded: for a thread. Raises NotReady, and ValueError for damaged samples."""
    samples = recorded(instance, session.id)
    course, along = on_own_line(instance, session)
    counting = {lap.id: along[lap.id] for lap in session.ranked if lap.id in along}
    shapes = {lap.id: speed_shape_mps(samples, lap, along.get(lap.id)) for lap in session.laps}
    return Glance(
        channels=tuple(channel.name for channel in samples.channels),
        apart=apart(course.corners, counting) if course and len(counting) > 1 else None,
        speeds_mps={lap_id: shape for lap_id, shape in shapes.items() if shape is not None},
    )
