"""One lap along its course; along its own way where it has no place on one."""

import asyncio

from racetrace.errors import LapsNotComparable
from racetrace.services.compare_laps import Chosen, look_at, recorded
from racetrace.services.instance import Instance
from racetrace.telemetry.alone import LapAlone, alone


async def look_at_lap(instance: Instance, chosen: Chosen) -> LapAlone:
    """Raises NotReady, and LapsNotComparable where nothing tells how far the car went."""
    on_course = await look_at(instance, chosen)
    if on_course is not None:
        return LapAlone(length_m=on_course.length_m, traces=on_course.laps[0].traces)
    found = await asyncio.to_thread(_alone, instance, chosen)
    if found is None:
        raise LapsNotComparable(
            f'{chosen.label} has neither a speed nor positions: nothing tells where its samples belong.'
        )
    return found


def _alone(instance: Instance, chosen: Chosen) -> LapAlone | None:
    return alone(recorded(instance, chosen.session.id), chosen.lap)
