import json
import math
from typing import Any

import numpy as np
import pytest

from racetrace.errors import CourseFileRefused
from racetrace.telemetry.course import Course
from racetrace.telemetry.geojson import course_from_geojson, course_to_geojson
from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Origin

RADIUS_M = 100.0
LENGTH_M = 2 * math.pi * RADIUS_M


def circle(turn: float = 0.0) -> Line:
    angle = turn + np.linspace(0, 2 * np.pi, 628, endpoint=False)
    return Line(
        east_m=RADIUS_M * np.sin(angle),
        north_m=RADIUS_M * np.cos(angle),
        length_m=LENGTH_M,
        closed=True,
        origin=Origin(latitude_deg=50.0, longitude_deg=8.0),
    )


def way(*, closed: bool = True) -> list[list[float]]:
    document = course_to_geojson(Course(line=circle()))
    found: list[list[float]] = document['features'][0]['geometry']['coordinates']
    return found if closed else found[:300]


def line(coordinates: Any) -> dict[str, Any]:
    return {'type': 'LineString', 'coordinates': coordinates}


def test_a_course_comes_back_as_it_went() -> None:
    course = Course(line=circle(), name='Round')
    document = json.loads(json.dumps(course_to_geojson(course)))
    again = course_from_geojson(document, 'Round').line
    assert again.closed
    assert again.length_m == pytest.approx(LENGTH_M, abs=0.5)
    away_m = np.hypot(again.east_m, again.north_m + RADIUS_M)  # about its first place, in the north
    assert np.abs(away_m - RADIUS_M).max() < 0.1
    assert document['features'][0]['properties']['name'] == 'Round'


def test_it_begins_at_its_gate() -> None:
    document = course_to_geojson(Course(line=circle()))
    document['features'][1] = course_to_geojson(Course(line=circle(math.pi / 2)))['features'][1]
    begun = course_from_geojson(document).line
    latitude, longitude = begun.origin.to_degrees(begun.east_m[:1], begun.north_m[:1])
    east, north = circle().origin.to_metres(latitude, longitude)
    assert float(east[0]) == pytest.approx(RADIUS_M, abs=1)
    assert float(north[0]) == pytest.approx(0.0, abs=1)
    assert math.cos(begun.heading_rad[0]) == pytest.approx(-1, abs=0.001), 'to the south: clockwise as it was'


def test_a_line_whose_ends_are_apart_is_open() -> None:
    found = course_from_geojson(line(way(closed=False))).line
    assert not found.closed
    assert found.length_m == pytest.approx(299, abs=1)


@pytest.mark.parametrize(
    ('document', 'sentence'),
    [
        (None, 'not GeoJSON'),
        ([], 'not GeoJSON'),
        ({'type': 'FeatureCollection', 'features': 'x'}, 'not GeoJSON'),
        ({'type': 'FeatureCollection', 'features': [None, 1]}, 'no LineString'),
        ({'type': 'FeatureCollection', 'features': [{}] * 100}, 'at most 99'),
        ({'type': 'Feature', 'geometry': {'type': 'Point', 'coordinates': [8, 50]}}, 'no LineString'),
        (line(None), '4 to 50000 places'),
        (line([[8, 50]] * 3), '4 to 50000 places'),
        (line([[8, 50]] * 50_001), '4 to 50000 places'),
        (line([*way()[:9], [8]]), 'Place 9 is not a longitude'),
        (line([*way()[:9], [8, '50']]), 'Place 9 is not a longitude'),
        (line([*way()[:9], [float('nan'), 50]]), 'Place 9 is not a longitude'),
        (line([*way()[:9], [10**400, 50]]), 'Place 9 is not a longitude'),
        (line([*way()[:9], [True, False]]), 'Place 9 is not a longitude'),
        (line([*way()[:9], [8, 50.5]]), 'more than 2 km apart'),
        (line([[8.0, 50.0]] * 100), 'between 50 m and 100 km'),
        (line(way()[:20]), 'between 50 m and 100 km'),
    ],
)
def test_what_is_no_course_is_refused_in_a_sentence(document: Any, sentence: str) -> None:
    with pytest.raises(CourseFileRefused, match=sentence) as refused:
        course_from_geojson(document)
    assert str(refused.value).endswith('.')


def test_a_gate_elsewhere_is_refused() -> None:
    document = course_to_geojson(Course(line=circle()))
    document['features'][1]['geometry']['coordinates'] = [[8.1, 50], [8.1, 50.001]]
    with pytest.raises(CourseFileRefused, match='not on the line'):
        course_from_geojson(document)
