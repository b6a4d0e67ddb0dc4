"""Circuits and their timing, at the paths of the older karting program."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from racetrace.api.ancestors.karting_documents import CONNECTED, circuit_document, collector, stamp
from racetrace.api.health import insist_on_store
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.errors import FeedAddressRefused
from racetrace.services import circuits
from racetrace.timing.words import Provider

MOST = 1_000  # circuits: it had no pages
ONE = '/circuits/{circuit_id}'


router = APIRouter()


@router.get('/health')
def health(instance: Serving, request: Request) -> dict[str, str]:
    insist_on_store(instance)
    return {'status': 'healthy', 'version': request.app.version, 'timestamp': stamp()}


@router.get('/status')
async def system_status(instance: Serving, viewer: Visiting) -> dict[str, Any]:
    """How the feeds are doing of the circuits that the viewer may see."""
    seen = await run_in_threadpool(circuits.seen, instance, viewer, MOST)
    running = {str(one.id): collector(one, viewer, instance.following.status(one.id)) for one in seen}
    collectors = {name: found for name, found in running.items() if found is not None}
    viewers = {str(one.id): instance.boards.viewers_of(one.id) for one in seen}
    return {
        'collectors': collectors,
        'connections': {name: count for name, count in viewers.items() if count},
        'active_circuits': list(collectors),
        'total_active_circuits': len(collectors),
        'total_connected_clients': sum(viewers.values()),
        'timestamp': stamp(),
    }


@router.get('/circuits')
def list_circuits(instance: Serving, viewer: Visiting) -> list[dict[str, Any]]:
    found = circuits.seen(instance, viewer, MOST)
    return [circuit_document(one, viewer) for one in sorted(found, key=lambda one: one.name.casefold())]


@router.get(ONE)
def read_circuit(instance: Serving, viewer: Visiting, circuit_id: str) -> dict[str, Any]:
    return circuit_document(circuits.named(instance, viewer, circuit_id), viewer, circuit_id)


@router.get(f'{ONE}/status')
async def read_status(instance: Serving, viewer: Visiting, circuit_id: str) -> dict[str, Any]:
    found = await run_in_threadpool(circuits.named, instance, viewer, circuit_id)
    status = instance.following.status(found.id)
    return {
        'circuit_id': circuit_id,
        'timing_active': status is not None and status.state in CONNECTED,
        'collector_status': collector(found, viewer, status),
        'connected_clients': instance.boards.viewers_of(found.id),
        'timestamp': stamp(),
    }


@router.post(f'{ONE}/start-timing')
async def start_timing(instance: Serving, viewer: Viewing, circuit_id: str) -> dict[str, Any]:
    found = await run_in_threadpool(circuits.named, instance, viewer, circuit_id)
    where = found.address or found.page_url
    if not where and found.provider != Provider.DEMO:
        raise HTTPException(400, 'Circuit has no WebSocket URL configured')
    try:
        is_new = await circuits.follow(instance, viewer, found.id)
    except FeedAddressRefused as error:
        raise HTTPException(400, str(error)) from error
    if not is_new:
        said = 'Timing already active for this circuit'
        return {'message': said, 'circuit_id': circuit_id, 'status': 'already_running'}
    said = 'Timing started successfully'
    return {'message': said, 'circuit_id': circuit_id, 'websocket_url': where, 'status': 'started'}


@router.post(f'{ONE}/stop-timing')
async def stop_timing(instance: Serving, viewer: Viewing, circuit_id: str) -> dict[str, Any]:
    found = await run_in_threadpool(circuits.named, instance, viewer, circuit_id)
    await circuits.unfollow(instance, viewer, found.id)
    return {'message': 'Timing stopped successfully', 'circuit_id': circuit_id, 'status': 'stopped'}
