"""Sessions: listed, made without a file, described by a person, deleted and brought back."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from racetrace.api.documents import SessionDetail, SessionDocument, session_detail, session_document
from racetrace.api.named import NamedVisibility
from racetrace.api.once import Once
from racetrace.api.problem import problems
from racetrace.api.times import OurTime
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.services import belongings, sessions
from racetrace.telemetry.summary import Visibility, Written

PATH = '/sessions'
MOST_ID = 2**63 - 1
BELONGINGS = {'car_id', 'event_id', 'team_id', 'visibility'}

Line = Annotated[str, Field(max_length=200)]


class SessionChanges(BaseModel):
    """What a person writes to a session; what is left out stays as it is."""

    model_config = ConfigDict(extra='forbid', strict=True)

    name: Line = ''
    notes: Annotated[str, Field(max_length=10_000)] = ''
    session_type: Line = ''
    driver_name: Line = ''
    car_name: Line = ''


class SessionEdits(SessionChanges):
    """And what it belongs to: null takes it out of its event, its team, its car."""

    car_id: int | None = None
    event_id: int | None = None
    team_id: int | None = None
    visibility: NamedVisibility = Visibility.PRIVATE
    is_public: bool = False  # the older word: true is the visibility `public`, false is `private`

    def belongings(self) -> dict[str, object]:
        given = self.model_dump(include=BELONGINGS, exclude_unset=True)
        if 'is_public' in self.model_fields_set:
            is_public = Visibility.PUBLIC if self.is_public else Visibility.PRIVATE
            given.setdefault('visibility', is_public)
        return given


class NewSession(SessionChanges):
    date: OurTime | None = None


router = APIRouter(tags=['sessions'], route_class=Once)


@router.get(f'{PATH}/', responses=problems(422))
@router.get(PATH, include_in_schema=False)
def list_sessions(
    instance: Serving,
    viewer: Viewing,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=1, le=MOST_ID)] = None,
) -> list[SessionDocument]:
    """Return my sessions, the newest first; the header `Link` leads to those before, rel="next"."""
    found = sessions.newest(instance, viewer, limit + 1, before)
    response.headers['X-Total-Count'] = str(sessions.count(instance, viewer))
    if len(found) > limit:
        address = f'/api/v1{PATH}/?limit={limit}&before={found[limit - 1].id}'
        response.headers['Link'] = f'<{address}>; rel="next"'
    return [session_document(session, viewer) for session in found[:limit]]


@router.post(f'{PATH}/', status_code=201, responses=problems(400, 413, 422, 507))
@router.post(PATH, status_code=201, include_in_schema=False)
def create_session(instance: Serving, viewer: Viewing, new: NewSession, response: Response) -> SessionDetail:
    """Make a session without a file."""
    written = Written(**new.model_dump(exclude={'date'}))
    made = sessions.create(instance, viewer, written, new.date)
    response.headers['Location'] = f'/api/v1{PATH}/{made.id}'
    return session_detail(made, viewer)


@router.get(f'{PATH}/{{session_id}}', responses=problems(404, 422))
def read_session(instance: Serving, viewer: Visiting, session_id: int) -> SessionDetail:
    return session_detail(sessions.session(instance, viewer, session_id), viewer)


@router.patch(f'{PATH}/{{session_id}}', responses=problems(400, 404, 409, 413, 422, 507))
def change_session(
    instance: Serving, viewer: Viewing, session_id: int, changes: SessionEdits
) -> SessionDetail:
    if belonging := changes.belongings():
        belongings.put(instance, viewer, session_id, belonging)
    given = changes.model_dump(include=set(SessionChanges.model_fields), exclude_unset=True)
    return session_detail(sessions.write(instance, viewer, session_id, given), viewer)


@router.delete(
    f'{PATH}/{{session_id}}',
    status_code=204,
    response_class=Response,
    responses=problems(404, 422, 507),
)
def delete_session(instance: Serving, viewer: Viewing, session_id: int) -> None:
    """Put it out of sight; for a month it can be brought back."""
    sessions.delete(instance, viewer, session_id)


@router.post(f'{PATH}/{{session_id}}/restore', responses=problems(404, 422, 507))
def restore_session(instance: Serving, viewer: Viewing, session_id: int) -> SessionDetail:
    return session_detail(sessions.restore(instance, viewer, session_id), viewer)


@router.get(
    f'{PATH}/{{session_id}}/file',
    response_class=StreamingResponse,
    responses={200: {'content': {'application/octet-stream': {}}}, **problems(404, 422)},
)
def download_file(instance: Serving, viewer: Viewing, session_id: int) -> StreamingResponse:
    """Return the file as it was handed in."""
    session, pieces = sessions.file(instance, viewer, session_id)
    headers = {'Content-Disposition': attachment(session.name), 'Content-Length': str(session.size)}
    return StreamingResponse(pieces, media_type='application/octet-stream', headers=headers)


def attachment(name: str) -> str:
    """Name a download (RFC 6266): one name, no path, nothing that cannot be seen."""
    shown = ''.join(c if c.isprintable() and c not in '/\\' else '_' for c in name)
    plain = re.sub(r'[^0-9A-Za-z ._()+-]', '_', shown)
    return f'attachment; filename="{plain}"; filename*=UTF-8\'\'{quote(shown, safe="")}'
