"""What a feed sent and tells, at the paths of the older karting program."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool

from racetrace.api.ancestors.karting import ONE
from racetrace.api.ancestors.karting_documents import address, stamp
from racetrace.api.viewing import Serving, Visiting
from racetrace.services import circuits, timing
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.board import Board
from racetrace.timing.karting import Told, told
from racetrace.timing.words import State

NOTHING = Board()
ACTIVE = {State.RUNNING, State.OUT_LAP, State.PIT}


router = APIRouter()


@router.get(f'{ONE}/data')
def read_data(
    instance: Serving, viewer: Visiting, circuit_id: str, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> list[dict[str, Any]]:
    """Return what was received last, the newest first."""
    found = circuits.named(instance, viewer, circuit_id)
    return [
        {
            'circuit_id': circuit_id,
            'timestamp': stamp(at_ms),
            'data_type': 'live_timing',
            'mapped_data': {},  # a frame is a change of the board, which has the columns
            'raw_data': {'frame': frame.decode('utf-8', 'replace')},
            'source_url': address(found, viewer),
        }
        for at_ms, frame in timing.newest_frames(instance, viewer, found.id, limit)
    ]


@router.get(f'{ONE}/statistics')
def read_statistics(instance: Serving, viewer: Visiting, circuit_id: str) -> dict[str, Any]:
    found = circuits.statistics(instance, viewer, circuits.named(instance, viewer, circuit_id).id)
    return {
        'circuit_id': circuit_id,
        'total_records': found.total,
        'recent_records_24h': found.last_day,
        'latest_data_timestamp': None if found.newest_ms is None else stamp(found.newest_ms),
        'is_active': found.is_active,
    }


@router.get(f'{ONE}/logs')
def read_logs(
    instance: Serving, viewer: Visiting, circuit_id: str, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[dict[str, Any]]:
    """Return what happened to the connection, the newest first."""
    found = circuits.log(instance, viewer, circuits.named(instance, viewer, circuit_id).id, limit)
    about = {'circuit_id': circuit_id, 'details': {}}
    return [
        {**about, 'event_type': one.kind, 'timestamp': stamp(one.at_ms), 'message': one.message}
        for one in found
    ]


@router.get(f'{ONE}/drivers')
async def read_drivers(instance: Serving, viewer: Visiting, circuit_id: str) -> dict[str, Any]:
    board, said = await _told(instance, viewer, circuit_id)
    return {
        'circuit_id': circuit_id,
        'drivers': said.drivers,
        'column_order': said.order,
        'active_drivers': [one.key for one in board.ranked() if one.state in ACTIVE],
        'statistics': {'total_drivers': len(board.entries), 'session': board.name},
        'timestamp': stamp(),
    }


@router.get(f'{ONE}/session/export')
async def export_session(instance: Serving, viewer: Visiting, circuit_id: str) -> dict[str, Any]:
    board, said = await _told(instance, viewer, circuit_id)
    session = {
        'event': board.event,
        'name': board.name,
        'kind': board.kind,
        'track': board.track,
        'flag': board.flag,
        'started_at': stamp(board.started_ms) if board.started_ms else None,
        'drivers': said.drivers,
        'column_order': said.order,
        'mapped_data': said.mapped,
        'raw_data': said.raw,
    }
    return {'circuit_id': circuit_id, 'session_data': session, 'export_timestamp': stamp()}


async def _told(instance: Instance, viewer: Viewer, circuit_id: str) -> tuple[Board, Told]:
    found = await run_in_threadpool(circuits.named, instance, viewer, circuit_id)
    board = await timing.board_now(instance, viewer, found.id) or NOTHING
    return board, told(board, found.labels)
