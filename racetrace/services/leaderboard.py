"""The fastest public laps of a course, and what was held back of them."""

from racetrace.accounts.permissions import OF_EVERYBODY, OF_NOBODY
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand
from racetrace.services.places import of_course
from racetrace.services.viewer import Viewer
from racetrace.store import leaderboard, standings
from racetrace.store.leaderboard import Standing as Standing
from racetrace.store.leaderboard import Wanted as Wanted

MOST = 50  # in a list


def best_laps(
    instance: Instance, viewer: Viewer, wanted: Wanted, most: int = MOST, skipped: int = 0
) -> list[Standing]:
    """Return a page, the fastest first: one row for each driver and car.

    Raises NotFound for a course that this viewer may not see.
    """
    of_course(instance, viewer, wanted.course_id)
    return leaderboard.standings(instance.engine, wanted, most, skipped)


def best_of_each_course(
    instance: Instance, viewer: Viewer, most: int = MOST, skipped: int = 0
) -> list[Standing]:
    """Return the fastest lap of each course that this viewer may see, by the names of their places."""
    demand(viewer, 'leaderboard.read', OF_EVERYBODY)
    return leaderboard.of_each_course(instance.engine, viewer.user_id, most, skipped)


def categories(instance: Instance, viewer: Viewer, course_id: int) -> list[str]:
    """Return the categories of cars on the board of a course. Raises NotFound."""
    of_course(instance, viewer, course_id)
    return leaderboard.categories(instance.engine, course_id)


def held_back(instance: Instance, viewer: Viewer, most: int = MOST) -> list[Standing]:
    """Return laps that nobody believes before an admin does. Raises NotPermitted."""
    demand(viewer, 'leaderboard.held', OF_NOBODY)
    return leaderboard.held(instance.engine, most)


def free(instance: Instance, viewer: Viewer, standing_id: int) -> None:
    """Let such a lap count. Raises NotFound and NotPermitted."""
    demand(viewer, 'leaderboard.free', OF_NOBODY)
    standings.free(instance.engine, standing_id)
    instance.hub.stir()
