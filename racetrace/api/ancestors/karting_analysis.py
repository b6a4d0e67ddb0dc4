"""What a feed was found to be, at the paths of the older karting program."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from racetrace.api.ancestors.karting import ONE
from racetrace.api.ancestors.karting_documents import address, stamp
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.services import analyse_feed, circuits

router = APIRouter()


@router.post(f'{ONE}/analyze-format')
async def analyse(instance: Serving, viewer: Viewing, circuit_id: str) -> dict[str, Any]:
    found = await run_in_threadpool(circuits.named, instance, viewer, circuit_id)
    return _document(
        circuit_id, address(found, viewer), await analyse_feed.analyse(instance, viewer, found.id)
    )


@router.get(f'{ONE}/analysis')
def read_analysis(instance: Serving, viewer: Visiting, circuit_id: str) -> dict[str, Any]:
    found = circuits.named(instance, viewer, circuit_id)
    return _document(circuit_id, address(found, viewer), analyse_feed.analysis(instance, viewer, found.id))


def _document(circuit_id: str, where: str, found: dict[str, Any]) -> dict[str, Any]:
    seconds = found['took_ms'] / 1000
    return {
        'circuit_id': circuit_id,
        'websocket_url': where,
        'detected_format': found['provider'],
        'confidence': found['confidence'],
        'message_structure': found['columns'],
        'update_frequency': round(found['frames'] / seconds, 3) if seconds else 0.0,
        'patterns': {'seen': found['seen'], 'samples': found['samples']},
        'parser_code': None,  # nothing is generated, so nothing can be executed
        'profile': found['profile'],
        'parser_version': str(found['version']),
        'samples_analyzed': found['frames'],
        'analysis_duration': seconds,
        'last_analyzed': stamp(found['at_ms']),
        'is_active': True,
    }
