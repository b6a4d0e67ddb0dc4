"""Find laps to compare with those that are chosen."""

from collections.abc import Sequence
from typing import Final

from racetrace.services.compare_laps import Chosen
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import lap_search
from racetrace.telemetry.sought import FoundLap, Sought

PAGE: Final = 40


def find_laps(
    instance: Instance, viewer: Viewer, typed: str, chosen: Sequence[Chosen], reference: int, page: int = 0
) -> tuple[list[FoundLap], bool]:
    """Return a page of laps beside those chosen, and whether there are more.

    Those on the course of the reference, an index, come first.
    """
    found = lap_search.find(
        instance.engine,
        viewer.user_id,
        Sought.of(typed),
        beside=chosen[reference].session.id,
        without={c.lap.id for c in chosen},
        most=(page + 1) * PAGE + 1,
    )
    return found[page * PAGE : (page + 1) * PAGE], len(found) > (page + 1) * PAGE
