"""Imports of the same new place, one after the other: the first makes the course, the others find it."""

from collections.abc import Callable
from threading import Condition
from typing import TypeVar

from racetrace.telemetry.findings import Nearby

Known = TypeVar('Known')

SAME_DEG = 0.1


class Vicinity:
    def __init__(self) -> None:
        self._claims: dict[int, Nearby] = {}
        self._changed = Condition()

    def known_at(self, job_id: int, place: Nearby, look: Callable[[], list[Known]]) -> list[Known]:
        """Return what `look` finds. Where that is nothing, others wait here until this job leaves."""
        with self._changed:
            while any(_is_same(place, other) for job, other in self._claims.items() if job != job_id):
                self._changed.wait()
            known = look()
            if not known:
                self._claims[job_id] = place
            return known

    def leave(self, job_id: int) -> None:
        with self._changed:
            self._claims.pop(job_id, None)
            self._changed.notify_all()


def _is_same(a: Nearby, b: Nearby) -> bool:
    away_deg = abs((a.longitude_deg - b.longitude_deg + 180) % 360 - 180)
    return abs(a.latitude_deg - b.latitude_deg) < SAME_DEG and away_deg < SAME_DEG
