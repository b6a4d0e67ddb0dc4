"""Sessions out, as files for other programs."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import StreamingResponse

from racetrace.api.problem import problems
from racetrace.api.sessions import attachment
from racetrace.api.viewing import Serving, Viewing
from racetrace.services.export_session import MOST, export_session, export_sessions
from racetrace.telemetry.export import Format, Part

MEDIA_TYPES: Final = {Format.PARQUET: 'application/vnd.apache.parquet', Format.CSV: 'text/csv'}
BYTES: Final = {'schema': {'type': 'string', 'format': 'binary'}}
IDS: Final = r'^\d{1,18}(,\d{1,18})*$'
TABLE: Final[dict[str, Any]] = {
    'content': {'application/vnd.apache.parquet': BYTES, 'text/csv': {'schema': {'type': 'string'}}}
}


router = APIRouter(tags=['sessions'])


@router.get(
    '/sessions/export',
    response_class=StreamingResponse,
    responses={200: {'content': {'application/zip': BYTES}}, **problems(403, 404, 422)},
)
def export_several_sessions(
    instance: Serving,
    viewer: Viewing,
    ids: Annotated[str, Query(description='Of sessions, with commas.', pattern=IDS)],
    format: Format = Format.PARQUET,
) -> StreamingResponse:
    """Return a zip with a folder for each session: its laps, and its channels if it has some."""
    wanted = list(dict.fromkeys(map(int, ids.split(','))))
    if len(wanted) > MOST:
        raise HTTPException(422, f'query.ids: At most {MOST} sessions.')
    pieces = export_sessions(instance, viewer, wanted, format)
    return StreamingResponse(pieces, media_type='application/zip', headers=named('sessions.zip'))


@router.get(
    '/sessions/{session_id}/export',
    response_class=StreamingResponse,
    responses={200: TABLE, **problems(403, 404, 409, 422, 503)},
)
def export_one_session(
    instance: Serving,
    viewer: Viewing,
    session_id: int,
    format: Format = Format.PARQUET,
    part: Part = Part.CHANNELS,
) -> StreamingResponse:
    """Return the channels of a session, a row for each time stamp, or its laps, a row for each; in SI.

    In CSV a text that a spreadsheet would work out begins with an apostrophe.
    """
    session, pieces = export_session(instance, viewer, session_id, part, format)
    name = f'{session.title} {part}.{format}'
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=named(name))


def named(name: str) -> dict[str, str]:
    return {'Content-Disposition': attachment(name), 'Cache-Control': 'no-store'}
