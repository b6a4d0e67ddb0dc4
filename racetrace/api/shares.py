"""Links that open one session to whoever has them."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from racetrace.accounts.roles import LinkScope
from racetrace.api.documents import SessionDetail, session_detail
from racetrace.api.named import NamedLinkScope
from racetrace.api.problem import problems
from racetrace.api.sessions import attachment
from racetrace.api.times import Moment, OurTime
from racetrace.api.viewing import Serving, Viewing
from racetrace.services import share
from racetrace.services.viewer import NOBODY


class NewShare(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    scope: NamedLinkScope = LinkScope.VIEW
    ends_at: OurTime | None = None  # without a zone: UTC


class ShareDocument(BaseModel):
    id: int
    uid: str
    session_id: int
    scope: LinkScope
    ends_at: Moment | None
    created_at: Moment


class MadeShare(ShareDocument):
    secret: str  # told this once; a program shows it as its bearer token
    url: str
    page: str  # for a browser


router = APIRouter(tags=['shares'])


@router.get('/sessions/{session_id}/shares', responses=problems(404, 422))
def list_shares(instance: Serving, viewer: Viewing, session_id: int) -> list[ShareDocument]:
    """Return the links that open a session of mine, the oldest first."""
    return [ShareDocument(**_said(one)) for one in share.of_session(instance, viewer, session_id)]


@router.post(
    '/sessions/{session_id}/shares', status_code=201, responses=problems(400, 404, 409, 413, 422, 507)
)
def make_share(instance: Serving, viewer: Viewing, session_id: int, new: NewShare) -> MadeShare:
    made, secret = share.make(instance, viewer, session_id, new.scope, new.ends_at)
    return MadeShare(**_said(made), secret=secret, url=f'/api/v1/shared/{secret}', page=f'/share/{secret}')


@router.delete(
    '/shares/{share_id}', status_code=204, response_class=Response, responses=problems(404, 422, 507)
)
def revoke_share(instance: Serving, viewer: Viewing, share_id: int) -> None:
    share.revoke(instance, viewer, share_id)


@router.get('/shared/{secret}', responses=problems(404, 422))
def read_shared(instance: Serving, secret: str, response: Response) -> SessionDetail:
    """Return the session that a link opens; nobody need be signed in."""
    response.headers['Cache-Control'] = 'no-store'
    return session_detail(share.session_of_share(instance, secret)[0], NOBODY)


@router.get(
    '/shared/{secret}/file',
    response_class=StreamingResponse,
    responses={200: {'content': {'application/octet-stream': {}}}, **problems(404, 422)},
)
def download_shared(instance: Serving, secret: str) -> StreamingResponse:
    """Return the file as it was handed in, where the link is one for it too."""
    session, pieces = share.file_of_share(instance, secret)
    headers = {
        'Content-Disposition': attachment(session.name),
        'Content-Length': str(session.size),
        'Cache-Control': 'no-store',
    }
    return StreamingResponse(pieces, media_type='application/octet-stream', headers=headers)


def _said(one: share.Share) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ShareDocument.model_fields}
