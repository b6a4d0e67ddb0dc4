"""Race weekends and test days."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from racetrace.api.once import Once
from racetrace.api.pages import Before, Limit, page_before
from racetrace.api.problem import problems
from racetrace.api.times import OurDay
from racetrace.api.viewing import Serving, Viewing
from racetrace.services import events
from racetrace.services.instance import Instance

PATH = '/events'

Name = Annotated[str, Field(min_length=1, max_length=200)]


class EventChanges(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra='forbid', strict=True)

    name: Name = 'Event'
    starts_on: OurDay | None = None
    ends_on: OurDay | None = None
    place_id: int | None = None
    notes: Annotated[str, Field(max_length=10_000)] = ''


class NewEvent(EventChanges):
    name: Name


class Sessions(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    session_ids: Annotated[list[int], Field(min_length=1, max_length=200)]


class EventDocument(BaseModel):
    id: int
    uid: str
    owner_id: int
    name: str
    starts_on: date | None
    ends_on: date | None
    place_id: int | None
    notes: str


class EventDetail(EventDocument):
    session_ids: list[int]  # the newest first, as far as who asks may see them


router = APIRouter(tags=['events'], route_class=Once)


@router.get(f'{PATH}/', responses=problems(422))
@router.get(PATH, include_in_schema=False)
def list_events(
    instance: Serving, viewer: Viewing, response: Response, limit: Limit = 50, before: Before = None
) -> list[EventDocument]:
    """Return my events, the newest first; the header `Link` leads to those before, rel="next"."""
    found = events.mine(instance, viewer, limit + 1, before)
    return [EventDocument(**asdict(one)) for one in page_before(response, f'{PATH}/', found, limit)]


@router.post(f'{PATH}/', status_code=201, responses=problems(400, 404, 409, 413, 422, 507))
@router.post(PATH, status_code=201, include_in_schema=False)
def create_event(instance: Serving, viewer: Viewing, new: NewEvent, response: Response) -> EventDetail:
    made = events.add(instance, viewer, new.model_dump())
    response.headers['Location'] = f'/api/v1{PATH}/{made.id}'
    return _detail(instance, viewer, made.id)


@router.get(f'{PATH}/{{event_id}}', responses=problems(404, 422))
def read_event(instance: Serving, viewer: Viewing, event_id: int) -> EventDetail:
    return _detail(instance, viewer, event_id)


@router.patch(f'{PATH}/{{event_id}}', responses=problems(400, 404, 409, 413, 422, 507))
def change_event(instance: Serving, viewer: Viewing, event_id: int, changes: EventChanges) -> EventDetail:
    events.write(instance, viewer, event_id, changes.model_dump(exclude_unset=True))
    return _detail(instance, viewer, event_id)


@router.delete(
    f'{PATH}/{{event_id}}', status_code=204, response_class=Response, responses=problems(404, 422, 507)
)
def delete_event(instance: Serving, viewer: Viewing, event_id: int) -> None:
    """Its sessions stay."""
    events.delete(instance, viewer, event_id)


@router.post(f'{PATH}/{{event_id}}/sessions', responses=problems(400, 404, 409, 413, 422, 507))
def put_sessions_in(instance: Serving, viewer: Viewing, event_id: int, sessions: Sessions) -> EventDetail:
    """Put sessions of mine into an event of mine."""
    events.put_in(instance, viewer, event_id, sessions.session_ids)
    return _detail(instance, viewer, event_id)


def _detail(instance: Instance, viewer: Viewing, event_id: int) -> EventDetail:
    event, session_ids = events.event(instance, viewer, event_id)
    return EventDetail(**asdict(event), session_ids=session_ids)
