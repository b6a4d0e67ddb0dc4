"""The track directory: places and their courses, seen by everybody once they are published."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from racetrace.accounts.permissions import OF_EVERYBODY, OF_NOBODY, Thing
from racetrace.accounts.roles import Visibility
from racetrace.errors import NotFound
from racetrace.jobs.laying import new_line
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand, demand_seen
from racetrace.services.viewer import Viewer
from racetrace.store import courses, merges, places
from racetrace.store.blobs import stored
from racetrace.store.places import BestLap as BestLap
from racetrace.store.places import Place as Place
from racetrace.store.places import PlacedCourse as PlacedCourse
from racetrace.telemetry.geojson import course_from_geojson, course_to_geojson

MOST = 50  # in a list
WAY_PLACES = 400  # along a course


def directory(
    instance: Instance, viewer: Viewer, most: int = MOST, skipped: int = 0
) -> tuple[list[Place], int]:
    """Return places by their names, with the best public lap of each course, and how many they all are."""
    demand(viewer, 'place.list', OF_EVERYBODY)
    found = places.directory(instance.engine, viewer.user_id, most, skipped)
    return found, places.count(instance.engine, viewer.user_id)


def every(instance: Instance, viewer: Viewer, most: int = MOST) -> list[Place]:
    """Return all places, those that nobody published too, by their names. Raises NotPermitted."""
    demand(viewer, 'places.read', OF_NOBODY)
    return places.directory(instance.engine, None, most)


def named(instance: Instance, viewer: Viewer, typed: str, most: int = MOST) -> list[Place]:
    """Return places whose names have what was typed."""
    demand(viewer, 'place.list', OF_EVERYBODY)
    return places.named(instance.engine, viewer.user_id, typed, most)


def place(instance: Instance, viewer: Viewer, place_id: int) -> Place:
    """Return a place; what it became where it was merged. Raises NotFound."""
    return _demand(viewer, 'place.read', places.place(instance.engine, place_id))


def of_course(instance: Instance, viewer: Viewer, course_id: int) -> Place:
    """Return the place of a course. Raises NotFound."""
    return _demand(viewer, 'place.read', places.of_course(instance.engine, course_id), 'course')


def add(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> Place:
    """Make a place, which its owner alone sees until it is published. Raises SignInNeeded."""
    demand(viewer, 'place.create', OF_NOBODY)
    return place(instance, viewer, places.add(instance.engine, viewer.user_id, said))


def write(instance: Instance, viewer: Viewer, place_id: int, changes: Mapping[str, Any]) -> Place:
    """Change the name, the country or the city of a place. Raises NotFound and NotPermitted."""
    _to_edit(instance, viewer, place_id)
    places.write(instance.engine, place_id, changes)
    instance.hub.stir()
    return place(instance, viewer, place_id)


def publish(
    instance: Instance,
    viewer: Viewer,
    place_id: int,
    *,
    is_published: bool | None = None,
    is_protected: bool | None = None,
) -> Place:
    """Show a place to everybody, or keep all but admins from changing it. Raises NotFound, NotPermitted."""
    _demand(viewer, 'place.publish', places.place(instance.engine, place_id))
    given = {'is_published': is_published, 'is_protected': is_protected}
    changes = {name: value for name, value in given.items() if value is not None}
    places.write(instance.engine, place_id, changes)
    instance.hub.stir()
    return place(instance, viewer, place_id)


def merge(instance: Instance, viewer: Viewer, place_id: int, into_id: int) -> Place:
    """Make one place of two: courses and sessions move to the second.

    Raises NotFound, NotPermitted and ChangeRefused.
    """
    for one in (place_id, into_id):
        _to_edit(instance, viewer, one)
    merges.merge(instance.engine, place_id, into_id)
    instance.hub.stir()
    return place(instance, viewer, into_id)


def unmerge(instance: Instance, viewer: Viewer, place_id: int) -> Place:
    """Make two of them again. Raises NotFound and NotPermitted."""
    _to_edit(instance, viewer, place_id)
    merges.undo(instance.engine, place_id)
    instance.hub.stir()
    return place(instance, viewer, place_id)


def write_course(instance: Instance, viewer: Viewer, course_id: int, changes: Mapping[str, Any]) -> Place:
    """Name a course, say its number of sectors, or make it the default. Raises NotFound, NotPermitted."""
    known = places.of_course(instance.engine, course_id)
    _demand(viewer, _editing(known), known, 'course')
    places.write_course(instance.engine, course_id, changes)
    instance.hub.stir()
    return place(instance, viewer, known.id)


def way_deg(instance: Instance, viewer: Viewer, course_id: int) -> list[tuple[float, float]]:
    """Return latitudes and longitudes along a course, to draw it on a map; none where it has no line."""
    of_course(instance, viewer, course_id)
    line_id = courses.current_line(instance.engine, course_id)
    if line_id is None:
        return []
    line = courses.line(instance.engine, line_id).course().line
    along_m = np.linspace(0, line.length_m, WAY_PLACES, endpoint=not line.closed)
    latitudes, longitudes = line.origin.to_degrees(*line.position(along_m))
    return list(zip(np.round(latitudes, 7).tolist(), np.round(longitudes, 7).tolist(), strict=True))


def geojson(instance: Instance, viewer: Viewer, course_id: int) -> dict[str, Any]:
    """Return the line and the gate of a course. Raises NotFound."""
    of_course(instance, viewer, course_id)
    line_id = courses.current_line(instance.engine, course_id)
    if line_id is None:
        raise NotFound('This course has no line yet.')
    return course_to_geojson(courses.line(instance.engine, line_id).course())


def add_course(instance: Instance, viewer: Viewer, place_id: int, document: Any, name: str = '') -> Place:
    """Take in a course as GeoJSON. Raises CourseFileRefused, NotFound and NotPermitted."""
    known = _to_edit(instance, viewer, place_id)
    course = course_from_geojson(document, known.name)
    origin = course.line.origin
    new = new_line(course, (origin.latitude_deg, origin.longitude_deg))
    data = stored(instance.engine, new.line)
    try:
        courses.add_course(instance.engine, viewer.user_id, known.id, new, data, name)
    finally:
        data.discard()
    instance.hub.stir()
    return place(instance, viewer, place_id)


def _to_edit(instance: Instance, viewer: Viewer, place_id: int) -> Place:
    known = places.place(instance.engine, place_id)
    return _demand(viewer, _editing(known), known)


def _editing(known: Place) -> str:
    """What is everybody's is an admin's to change; until then it is its owner's."""
    return 'place.curate' if known.is_published or known.is_protected else 'place.write'


def _demand(viewer: Viewer, operation: str, known: Place, noun: str = 'place') -> Place:
    seen_by = Visibility.PUBLIC if known.is_published else Visibility.PRIVATE
    demand_seen(viewer, operation, Thing(owner_id=known.owner_id, visibility=seen_by), noun)
    return known
