"""Timing sessions out, as files for other programs."""

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from racetrace.api import exports
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Visiting
from racetrace.services.export_timing import TimingFormat, TimingPart, export_timing
from racetrace.services.timing import TimingSession

MEDIA_TYPES: Final = {
    TimingFormat.CSV: 'text/csv',
    TimingFormat.JSON: 'application/json',
    TimingFormat.PARQUET: 'application/vnd.apache.parquet',
}
ROWS: Final = {'schema': {'type': 'array', 'items': {'type': 'object'}}}
TABLE: Final[dict[str, Any]] = {'content': {**exports.TABLE['content'], 'application/json': ROWS}}


router = APIRouter(tags=['live timing'])


@router.get(
    '/live/sessions/{timing_id}/export',
    response_class=StreamingResponse,
    responses={200: TABLE, **problems(404, 422, 503)},
)
def export_timing_session(
    instance: Serving,
    viewer: Visiting,
    timing_id: int,
    format: TimingFormat = TimingFormat.CSV,
    part: TimingPart = TimingPart.LAPS,
) -> StreamingResponse:
    """Return the laps of a session, the passings of its timing lines, or its classification; a row each.

    Times are whole milliseconds, in columns that end in `_ms`; moments are in UTC. In CSV a text that a
    spreadsheet would work out begins with an apostrophe.
    """
    session, pieces = export_timing(instance, viewer, timing_id, part, format)
    name = f'{_words(session)} {part}.{format}'
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=exports.named(name))


def _words(session: TimingSession) -> str:
    return ' '.join(one for one in (session.event, session.name) if one) or f'timing {session.id}'
