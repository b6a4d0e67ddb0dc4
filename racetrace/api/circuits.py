"""Circuits with a timing feed, and following it."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from racetrace.accounts.roles import Visibility
from racetrace.api.once import Once
from racetrace.api.pages import Before, Limit, page_before
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.live.feed_status import Status
from racetrace.services import circuit_tracks, circuits
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.words import Provider

PATH = '/circuits'
ONE = f'{PATH}/{{circuit_id}}'

Line = Annotated[str, Field(max_length=200)]
Address = Annotated[str, Field(max_length=500)]
Seen = Literal['private', 'public']
Labels = dict[Annotated[str, Field(pattern=r'^c([1-9]|1[0-4])$')], Annotated[str, Field(max_length=60)]]


class CircuitChanges(BaseModel):
    """What is left out of a change stays as it is."""

    model_config = ConfigDict(extra='forbid', strict=True)

    name: Annotated[str, Field(min_length=1, max_length=200)] = ''
    provider: Annotated[Provider, Field(strict=False)] = Provider.APEX
    page_url: Address = ''
    address: Address = ''
    labels: Labels = {}
    profile: dict[str, Any] | None = None  # how a feed of no known kind is read: an analysis proposes one
    course_id: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None  # of the tracks: drawn under the karts
    latitude_deg: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude_deg: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    visibility: Seen = 'private'
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 90


class NewCircuit(CircuitChanges):
    name: Annotated[str, Field(min_length=1, max_length=200)]


class CircuitDocument(BaseModel):
    id: int
    uid: str
    name: str
    provider: Provider
    page_url: str
    address: str  # '' for who is not its owner: there may be a token in it
    labels: dict[str, str]
    profile: dict[str, Any] | None
    profile_version: int
    course_id: int | None  # null also where its track is not for the reader to see
    latitude_deg: float | None
    longitude_deg: float | None
    visibility: Visibility
    is_followed: bool
    keep_days: int
    created_at: Moment


class FeedDocument(BaseModel):
    """How the feed of a circuit is doing."""

    state: str  # connecting, live, stale, down, gave_up; stopped when it is not followed
    is_quiet: bool = False
    attempts: int = 0
    age_ms: int | None = None  # since anything was received
    sentence: str = ''
    frames: int = 0
    noise: int = 0
    unchanged: int = 0
    viewers: int = 0


class StatisticsDocument(BaseModel):
    total_frames: int
    frames_24h: int
    newest_at: Moment | None
    is_active: bool


class LogDocument(BaseModel):
    at: Moment
    kind: str
    message: str


router = APIRouter(tags=['circuits'], route_class=Once)


@router.get(f'{PATH}/', responses=problems(422))
@router.get(PATH, include_in_schema=False)
def list_circuits(
    instance: Serving, viewer: Visiting, response: Response, limit: Limit = 50, before: Before = None
) -> list[CircuitDocument]:
    """Return my circuits and the public ones, the newest first; `Link` leads on, rel="next"."""
    found = circuits.seen(instance, viewer, limit + 1, before)
    page = page_before(response, f'{PATH}/', found, limit)
    courses = circuit_tracks.seen_course_ids(instance, viewer, page)
    return [_document(one, viewer, courses) for one in page]


@router.post(f'{PATH}/', status_code=201, responses=problems(400, 413, 422, 507))
@router.post(PATH, status_code=201, include_in_schema=False)
def create_circuit(
    instance: Serving, viewer: Viewing, new: NewCircuit, response: Response
) -> CircuitDocument:
    made = circuits.add(instance, viewer, new.model_dump())
    response.headers['Location'] = f'/api/v1{PATH}/{made.id}'
    return _seen_by(instance, made, viewer)


@router.get(ONE, responses=problems(404, 422))
def read_circuit(instance: Serving, viewer: Visiting, circuit_id: int) -> CircuitDocument:
    return _seen_by(instance, circuits.circuit(instance, viewer, circuit_id), viewer)


@router.patch(ONE, responses=problems(400, 404, 413, 422, 507))
def change_circuit(
    instance: Serving, viewer: Viewing, circuit_id: int, changes: CircuitChanges
) -> CircuitDocument:
    said = changes.model_dump(exclude_unset=True)
    return _seen_by(instance, circuits.write(instance, viewer, circuit_id, said), viewer)


@router.delete(ONE, status_code=204, response_class=Response, responses=problems(404, 422, 507))
async def delete_circuit(instance: Serving, viewer: Viewing, circuit_id: int) -> None:
    """Put it out of sight, and follow its feed no more; what it sent is kept."""
    await circuits.delete(instance, viewer, circuit_id)


@router.put(f'{ONE}/feed', responses=problems(404, 422, 507))
async def follow_circuit(instance: Serving, viewer: Viewing, circuit_id: int) -> FeedDocument:
    """Follow its feed, also after the next start of RaceTrace."""
    await circuits.follow(instance, viewer, circuit_id)
    return feed_document(instance, circuit_id, instance.following.status(circuit_id))


@router.delete(f'{ONE}/feed', status_code=204, response_class=Response, responses=problems(404, 422, 507))
async def unfollow_circuit(instance: Serving, viewer: Viewing, circuit_id: int) -> None:
    await circuits.unfollow(instance, viewer, circuit_id)


@router.get(f'{ONE}/feed', responses=problems(404, 422))
def read_feed(instance: Serving, viewer: Visiting, circuit_id: int) -> FeedDocument:
    return feed_document(instance, circuit_id, circuits.status(instance, viewer, circuit_id))


@router.get(f'{ONE}/statistics', responses=problems(404, 422))
def read_statistics(instance: Serving, viewer: Visiting, circuit_id: int) -> StatisticsDocument:
    found = circuits.statistics(instance, viewer, circuit_id)
    return StatisticsDocument(
        total_frames=found.total,
        frames_24h=found.last_day,
        newest_at=at(found.newest_ms) if found.newest_ms is not None else None,
        is_active=found.is_active,
    )


@router.get(f'{ONE}/log', responses=problems(404, 422))
def read_log(
    instance: Serving, viewer: Visiting, circuit_id: int, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[LogDocument]:
    """Return what happened to its connection, the newest first."""
    found = circuits.log(instance, viewer, circuit_id, limit)
    return [LogDocument(at=at(one.at_ms), kind=one.kind, message=one.message) for one in found]


def _seen_by(instance: Instance, one: circuits.Circuit, viewer: Viewer) -> CircuitDocument:
    return _document(one, viewer, circuit_tracks.seen_course_ids(instance, viewer, [one]))


def feed_document(instance: Instance, circuit_id: int, status: Status | None) -> FeedDocument:
    viewers = instance.boards.viewers_of(circuit_id)
    if status is None:
        return FeedDocument(state='stopped', viewers=viewers)
    names = ('state', 'is_quiet', 'attempts', 'age_ms', 'sentence', 'frames', 'noise', 'unchanged')
    return FeedDocument(**{name: getattr(status, name) for name in names}, viewers=viewers)


def at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _document(circuit: circuits.Circuit, viewer: Viewer, seen_courses: set[int]) -> CircuitDocument:
    said = {name: getattr(circuit, name) for name in CircuitDocument.model_fields}
    if circuit.owner_id != viewer.user_id:
        said['address'] = ''
    if circuit.course_id not in seen_courses:
        said['course_id'] = None
    return CircuitDocument(**said)
