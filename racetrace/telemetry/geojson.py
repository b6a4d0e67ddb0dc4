"""A course as GeoJSON (RFC 7946): its line and its gate, to be taken elsewhere and to come from there.

Two features: a LineString with `kind` "course", in the direction of travel, and one with `kind` "gate", from
its left end to its right one. Of what comes only the first line is needed.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from racetrace.errors import CourseFileRefused
from racetrace.telemetry.course import Course
from racetrace.telemetry.plane import Origin, Samples
from racetrace.telemetry.recutting import turned
from racetrace.telemetry.reference_line import line_through

MOST_PLACES: Final = 50_000
FARTHEST_M: Final = 2000.0  # from one place to the next
CLOSED_M: Final = 30.0  # between the two ends

Places = list[tuple[float, float]]


def course_to_geojson(course: Course) -> dict[str, Any]:
    line = course.line
    latitudes, longitudes = line.origin.to_degrees(line.east_m, line.north_m)
    along = _pairs(longitudes, latitudes)
    if line.closed:
        along.append(along[0])
    latitudes, longitudes = line.origin.to_degrees(*course.gate.ends_m())
    said = {'kind': 'course', 'name': course.name, 'length_m': line.length_m, 'is_closed': line.closed}
    return {
        'type': 'FeatureCollection',
        'features': [_feature(along, said), _feature(_pairs(longitudes, latitudes), {'kind': 'gate'})],
    }


def course_from_geojson(document: Any, name: str = '') -> Course:
    """Return the course that a document describes. Raises CourseFileRefused with a sentence."""
    along, gate = _read(document)
    origin = Origin(latitude_deg=along[0][1], longitude_deg=along[0][0])
    east, north = origin.to_metres(np.array([y for _, y in along]), np.array([x for x, _ in along]))
    steps = np.hypot(np.diff(east), np.diff(north))
    if steps.max() > FARTHEST_M:
        raise CourseFileRefused('Two places of this line that follow each other are more than 2 km apart.')
    is_closed = bool(math.hypot(east[-1] - east[0], north[-1] - north[0]) <= CLOSED_M)
    if is_closed:
        east, north = np.append(east, east[0]), np.append(north, north[0])
    line = line_through(east, north, origin, closed=is_closed)
    if line is None:
        raise CourseFileRefused('A course is between 50 m and 100 km long, and this line is not.')
    return _begun_at(Course(line=line, name=name), gate)


def _begun_at(course: Course, gate: Places | None) -> Course:
    if gate is None or not course.line.closed:
        return course
    longitude_deg, latitude_deg = (sum(axis) / len(gate) for axis in zip(*gate, strict=True))
    east, north = course.line.origin.to_metres(np.array([latitude_deg]), np.array([longitude_deg]))
    away_m = np.hypot(course.line.east_m - east, course.line.north_m - north).min()
    if away_m > CLOSED_M:
        raise CourseFileRefused('The gate is not on the line: its middle is more than 30 m away.')
    return turned(course, latitude_deg, longitude_deg)


def _read(document: Any) -> tuple[Places, Places | None]:
    lines = []
    for feature in _features(document):
        geometry, said = feature.get('geometry'), feature.get('properties')
        if isinstance(geometry, Mapping) and geometry.get('type') == 'LineString':
            kind = said.get('kind') if isinstance(said, Mapping) else None
            lines.append((kind, _places(geometry.get('coordinates'), least=2 if kind == 'gate' else 4)))
    along = next((places for kind, places in lines if kind != 'gate'), None)
    if along is None:
        raise CourseFileRefused('There is no LineString in this GeoJSON: a course is one.')
    return along, next((places for kind, places in lines if kind == 'gate'), None)


def _features(document: Any) -> list[Mapping[str, Any]]:
    if isinstance(document, Mapping):
        if document.get('type') == 'Feature':
            return [document]
        features = document.get('features')
        if document.get('type') == 'FeatureCollection' and isinstance(features, list) and len(features) < 100:
            return [feature for feature in features if isinstance(feature, Mapping)]
        if document.get('type') == 'LineString':
            return [{'geometry': document}]
    raise CourseFileRefused('This is not GeoJSON of a course: a FeatureCollection of at most 99 features.')


def _places(coordinates: Any, least: int) -> Places:
    if not isinstance(coordinates, list) or not least <= len(coordinates) <= MOST_PLACES:
        raise CourseFileRefused(f'A line has {least} to {MOST_PLACES} places, and this one has not.')
    return [_place(one, number) for number, one in enumerate(coordinates)]


def _place(one: Any, number: int) -> tuple[float, float]:
    is_pair = isinstance(one, list) and 2 <= len(one) <= 4
    if is_pair and all(isinstance(x, int | float) and not isinstance(x, bool) for x in one[:2]):
        longitude_deg, latitude_deg = one[0], one[1]
        if -180 <= longitude_deg <= 180 and -85 <= latitude_deg <= 85:  # false for NaN too
            return float(longitude_deg), float(latitude_deg)
    raise CourseFileRefused(f'Place {number} is not a longitude and a latitude in degrees.')


def _pairs(longitudes: Samples, latitudes: Samples) -> list[list[float]]:
    # Seven decimals are a centimetre.
    return [[round(float(x), 7), round(float(y), 7)] for x, y in zip(longitudes, latitudes, strict=True)]


def _feature(places: list[list[float]], said: Mapping[str, Any]) -> dict[str, Any]:
    geometry = {'type': 'LineString', 'coordinates': places}
    return {'type': 'Feature', 'geometry': geometry, 'properties': dict(said)}
