"""The course of the track directory that is driven at a circuit: offered, proposed, drawn under its karts."""

import math
from dataclasses import dataclass
from typing import Final

from racetrace.errors import NotFound
from racetrace.services import circuits, places
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import courses, reference_laps
from racetrace.store import places as stored
from racetrace.store.places import KM_PER_DEGREE, Place, PlacedCourse
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.stations import stations_m

NEAR_KM: Final = 10.0
SAME_KM: Final = 2.0  # a track this close is taken for that of the circuit, where there is no other
MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    place: Place
    course: PlacedCourse
    away_km: float | None  # None: nobody said where the circuit is


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Places round the course, the first on the finish line, in the direction of driving."""

    points_m: tuple[tuple[float, float], ...]  # east and north
    is_paced: bool  # they lie as far apart as a lap drove in equal times


def offered(instance: Instance, viewer: Viewer, circuit: circuits.Circuit | None = None) -> list[Offer]:
    """Return closed courses that somebody may see: those near the circuit first, then others by name."""
    near = _near(instance, viewer, circuit)
    known, _ = places.directory(instance, viewer, MOST)
    met = {one.course.id for one in near}
    rest = [Offer(place=one, course=course, away_km=None) for one in known for course in _closed(one)]
    return near + [one for one in rest if one.course.id not in met]


def proposed(instance: Instance, viewer: Viewer, circuit: circuits.Circuit) -> Offer | None:
    """Return the course of the one published track within 2 km; None where there is none, or another."""
    near = [one for one in _near(instance, viewer, circuit) if (one.away_km or 0.0) <= SAME_KM]
    published = [one for one in near if one.place.is_published]
    if len({one.place.id for one in published}) != 1:
        return None
    return next((one for one in published if one.course.is_default), published[0])


def outline(instance: Instance, viewer: Viewer, circuit: circuits.Circuit) -> Outline | None:
    """Return the course of a circuit as this viewer may see it; None: none is linked, or not for him.

    The pace is that of the fastest public lap, else of the viewer's own fastest.
    """
    if circuit.course_id is None:
        return None
    try:
        place = places.of_course(instance, viewer, circuit.course_id)
    except NotFound:
        return None
    line_id = courses.current_line(instance.engine, circuit.course_id)
    if line_id is None:
        return None
    line = courses.line(instance.engine, line_id).course().line
    if not line.closed:
        return None
    course = next(one for one in place.courses if one.id == circuit.course_id)
    pace = _pace(instance, viewer, course, line_id)
    east, north = stations_m(line, pace)
    points = zip(east.round(2).tolist(), north.round(2).tolist(), strict=True)
    return Outline(points_m=tuple(points), is_paced=pace is not None)


def seen_course_ids(instance: Instance, viewer: Viewer, found: list[circuits.Circuit]) -> set[int]:
    """Return those of the courses of circuits that somebody may know of."""
    linked = [one.course_id for one in found if one.course_id is not None]
    return stored.seen_courses(instance.engine, viewer.user_id, linked) if linked else set()


def _pace(instance: Instance, viewer: Viewer, course: PlacedCourse, line_id: int) -> Progress | None:
    engine = instance.engine
    best = reference_laps.along(engine, course.best.lap_id, line_id) if course.best else None
    if best is not None or not viewer.is_somebody:
        return best
    own = reference_laps.own_best(engine, viewer.user_id, line_id)
    return None if own is None else reference_laps.along(engine, own, line_id)


def _near(instance: Instance, viewer: Viewer, circuit: circuits.Circuit | None) -> list[Offer]:
    if circuit is None or circuit.latitude_deg is None or circuit.longitude_deg is None:
        return []
    here = circuit.latitude_deg, circuit.longitude_deg
    found = [
        Offer(place=place, course=course, away_km=_away_km(here, (place.latitude_deg, place.longitude_deg)))
        for place in stored.around(instance.engine, viewer.user_id, *here, NEAR_KM)
        for course in _closed(place)
    ]
    return sorted(found, key=lambda one: (one.away_km or 0.0, one.course.id))


def _closed(place: Place) -> list[PlacedCourse]:
    return [one for one in place.courses if one.is_closed]


def _away_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return about how far apart two places are, given in degrees."""
    wide = math.cos(math.radians(a[0]))
    east_deg = (b[1] - a[1] + 180) % 360 - 180
    return KM_PER_DEGREE * math.hypot(b[0] - a[0], east_deg * wide)
