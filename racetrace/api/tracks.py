"""The track directory: places with their courses, and courses as GeoJSON."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from racetrace.api.documents import milliseconds
from racetrace.api.once import Once
from racetrace.api.pages import Limit, Skip, page_after
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.services import places
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.telemetry.log import MeasuredBy

PATH = '/tracks'

Line = Annotated[str, Field(max_length=200)]

# What others draw, too: of a course file only the first line is needed.
COURSE_FILE: Final = {
    'type': 'Feature',
    'geometry': {
        'type': 'LineString',
        'coordinates': [[-3.585, 40.617], [-3.585, 40.621], [-3.578, 40.621], [-3.578, 40.617]],
    },
    'properties': {},
}


class TrackChanges(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra='forbid', strict=True)

    name: Line = ''
    country: Line = ''
    city: Line = ''


class TrackEdits(TrackChanges):
    is_published: bool | None = None
    is_protected: bool | None = None


class NewTrack(TrackChanges):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class CourseChanges(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    name: Line = ''
    num_sectors: Annotated[int, Field(ge=0, le=50)] = 0
    is_default: bool = False


class Merge(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    into_id: int


class BestDocument(BaseModel):
    lap_id: int
    session_id: int
    driver_name: str
    lap_time_ms: int | None
    measured_by: MeasuredBy


class CourseDocument(BaseModel):
    id: int
    uid: str
    name: str
    is_default: bool
    num_sectors: int
    length_meters: float | None
    is_closed: bool | None
    outline: list[tuple[int, int]]  # in a box of 100 by 100, y down
    best: BestDocument | None  # of the public laps


class CourseOnMap(CourseDocument):
    line: list[tuple[float, float]]  # latitude, longitude


class TrackDocument(BaseModel):
    id: int
    uid: str
    name: str
    country: str
    city: str
    latitude: float
    longitude: float
    is_published: bool
    is_protected: bool
    configurations: list[CourseDocument]


class TrackDetail(TrackDocument):
    configurations: list[CourseOnMap]  # type: ignore[assignment]  # each says more


class Geometry(BaseModel):
    type: str
    coordinates: list[list[float]]  # longitude, latitude


class Properties(BaseModel):
    kind: str  # 'course' or 'gate'
    name: str | None = None
    length_m: float | None = None
    is_closed: bool | None = None


class Feature(BaseModel):
    type: str
    geometry: Geometry
    properties: Properties


class CourseFile(BaseModel):
    """GeoJSON (RFC 7946)."""

    type: str
    features: list[Feature]


router = APIRouter(tags=['tracks'], route_class=Once)


@router.get(f'{PATH}/', responses=problems(422))
@router.get(PATH, include_in_schema=False)
def list_tracks(
    instance: Serving, viewer: Visiting, response: Response, limit: Limit = 50, skip: Skip = 0
) -> list[TrackDocument]:
    """Return the published tracks and my own, by their names; `Link` leads to the next page."""
    found, count = places.directory(instance, viewer, limit + 1, skip)
    response.headers['X-Total-Count'] = str(count)
    return [track_document(one) for one in page_after(response, f'{PATH}/', found, limit, skip)]


@router.post(f'{PATH}/', status_code=201, responses=problems(400, 413, 422, 507))
@router.post(PATH, status_code=201, include_in_schema=False)
def create_track(instance: Serving, viewer: Viewing, new: NewTrack, response: Response) -> TrackDetail:
    """Make a track, which I alone see until it is published."""
    where = {'latitude_deg': new.latitude, 'longitude_deg': new.longitude}
    made = places.add(instance, viewer, new.model_dump(exclude={'latitude', 'longitude'}) | where)
    response.headers['Location'] = f'/api/v1{PATH}/{made.id}'
    return _detail(instance, viewer, made)


@router.get(f'{PATH}/{{track_id}}', responses=problems(404, 422))
def read_track(instance: Serving, viewer: Visiting, track_id: int) -> TrackDetail:
    """Return a track with the lines of its courses; what it became where it was merged."""
    return _detail(instance, viewer, places.place(instance, viewer, track_id))


@router.patch(f'{PATH}/{{track_id}}', responses=problems(400, 404, 413, 422, 507))
def change_track(instance: Serving, viewer: Viewing, track_id: int, changes: TrackChanges) -> TrackDetail:
    given = changes.model_dump(exclude_unset=True)
    return _detail(instance, viewer, places.write(instance, viewer, track_id, given))


@router.patch(f'/admin{PATH}/{{track_id}}', responses=problems(400, 404, 413, 422, 507))
def edit_track(instance: Serving, viewer: Viewing, track_id: int, edits: TrackEdits) -> TrackDetail:
    """Change what a track is called, publish it, or protect it; for admins."""
    given = edits.model_dump(exclude_unset=True)
    marks = {name: given.pop(name, None) for name in ('is_published', 'is_protected')}
    places.publish(instance, viewer, track_id, **marks)
    return _detail(instance, viewer, places.write(instance, viewer, track_id, given))


@router.post(f'{PATH}/{{track_id}}/merge', responses=problems(400, 404, 409, 413, 422, 507))
def merge_track(instance: Serving, viewer: Viewing, track_id: int, merge: Merge) -> TrackDetail:
    """Move the courses and sessions of this track to another one, which it is."""
    return _detail(instance, viewer, places.merge(instance, viewer, track_id, merge.into_id))


@router.post(f'{PATH}/{{track_id}}/unmerge', responses=problems(404, 422, 507))
def unmerge_track(instance: Serving, viewer: Viewing, track_id: int) -> TrackDetail:
    """Take the merging of this track back."""
    return _detail(instance, viewer, places.unmerge(instance, viewer, track_id))


@router.post(f'{PATH}/{{track_id}}/courses', status_code=201, responses=problems(400, 404, 413, 422, 507))
def take_course_in(
    instance: Serving,
    viewer: Viewing,
    track_id: int,
    document: Annotated[dict[str, Any], Body(examples=[COURSE_FILE])],
    name: Annotated[str, Query(max_length=200)] = '',
) -> TrackDetail:
    """Add a course to a track: GeoJSON with its line, and its gate if it begins elsewhere."""
    return _detail(instance, viewer, places.add_course(instance, viewer, track_id, document, name))


@router.patch('/courses/{course_id}', responses=problems(400, 404, 413, 422, 507))
def change_course(instance: Serving, viewer: Viewing, course_id: int, changes: CourseChanges) -> TrackDetail:
    given = changes.model_dump(exclude_unset=True)
    if 'num_sectors' in given:
        given['sectors'] = given.pop('num_sectors')
    return _detail(instance, viewer, places.write_course(instance, viewer, course_id, given))


@router.get('/courses/{course_id}/geojson', responses=problems(404, 422))
def read_course_file(instance: Serving, viewer: Visiting, course_id: int) -> CourseFile:
    """Return the line and the gate of a course."""
    return CourseFile.model_validate(places.geojson(instance, viewer, course_id))


def _detail(instance: Instance, viewer: Viewer, place: places.Place) -> TrackDetail:
    courses = [
        CourseOnMap(**_course(one).model_dump(), line=places.way_deg(instance, viewer, one.id))
        for one in place.courses
    ]
    same = track_document(place).model_dump(exclude={'configurations'})
    return TrackDetail(**same, configurations=courses)


def track_document(place: places.Place) -> TrackDocument:
    same = ('id', 'uid', 'name', 'country', 'city', 'is_published', 'is_protected')
    return TrackDocument(
        **{name: getattr(place, name) for name in same},
        latitude=place.latitude_deg,
        longitude=place.longitude_deg,
        configurations=[_course(one) for one in place.courses],
    )


def _course(one: places.PlacedCourse) -> CourseDocument:
    return CourseDocument(
        id=one.id,
        uid=one.uid,
        name=one.name,
        is_default=one.is_default,
        num_sectors=one.sectors,
        length_meters=one.length_m,
        is_closed=one.is_closed,
        outline=list(one.outline),
        best=_best(one.best) if one.best else None,
    )


def _best(best: places.BestLap) -> BestDocument:
    return BestDocument(
        lap_id=best.lap_id,
        session_id=best.session_id,
        driver_name=best.driver_name,
        lap_time_ms=milliseconds(best.time_s),
        measured_by=MeasuredBy(best.measured_by),
    )
