from typing import Any

import httpx
import pytest
from fastapi import FastAPI

OPERATIONS = {
    'health': 'GET /health',
    'upload_form': 'POST /sessions/upload',
    'upload_bytes': 'PUT /sessions/upload',
    'list_sessions': 'GET /sessions/',
    'create_session': 'POST /sessions/',
    'read_session': 'GET /sessions/{session_id}',
    'change_session': 'PATCH /sessions/{session_id}',
    'delete_session': 'DELETE /sessions/{session_id}',
    'restore_session': 'POST /sessions/{session_id}/restore',
    'download_file': 'GET /sessions/{session_id}/file',
    'list_corrections': 'GET /sessions/{session_id}/corrections',
    'correct_session': 'POST /sessions/{session_id}/corrections',
    'undo_correction': 'DELETE /sessions/{session_id}/corrections/{correction_id}',
    'list_courses_nearby': 'GET /sessions/{session_id}/courses',
    'list_jobs': 'GET /jobs',
    'read_job': 'GET /jobs/{job_id}',
    'forget_job': 'DELETE /jobs/{job_id}',
    'read_lap': 'GET /laps/{lap_id}',
    'change_lap': 'PATCH /laps/{lap_id}',
    'read_telemetry': 'GET /laps/{lap_id}/telemetry',
    'read_columns': 'GET /laps/{lap_id}/columns',
    'read_window': 'GET /compare/columns',
    'compare_laps': 'POST /laps/compare',
}


def operations(openapi: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f'{method.upper()} {path.removeprefix("/api/v1")}': operation
        for path, methods in openapi['paths'].items()
        for method, operation in methods.items()
    }


def test_every_operation_is_described_under_one_name(house: FastAPI) -> None:
    found = operations(house.openapi())
    assert {operation['operationId']: where for where, operation in found.items()} == OPERATIONS
    assert all(operation['tags'] for operation in found.values())


def test_every_error_is_a_problem(house: FastAPI) -> None:
    for where, operation in operations(house.openapi()).items():
        bad = {status: answer for status, answer in operation['responses'].items() if status >= '400'}
        assert {'403', '421', '500'} <= bad.keys(), where
        assert all(list(answer['content']) == ['application/problem+json'] for answer in bad.values()), where


async def test_an_answer_that_is_not_described_would_be_noticed(api: httpx.AsyncClient) -> None:
    """The tests beside this one hold every answer against the description; here is one that does not fit."""
    (hook,) = api.event_hooks['response']
    request = httpx.Request('GET', 'http://127.0.0.1:8000/api/v1/health')
    for odd in (
        httpx.Response(418, request=request),
        httpx.Response(200, request=request, text='ok'),
        httpx.Response(200, request=request, json={'status': 'ok'}),
        httpx.Response(200, request=request, json={'status': 1, 'redis': 'unused'}),
        httpx.Response(200, request=request, json={'status': 'ok', 'redis': 'unused', 'more': 1}),
    ):
        with pytest.raises(AssertionError):
            await hook(odd)
