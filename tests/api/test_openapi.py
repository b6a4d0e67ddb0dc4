from typing import Any

import httpx
import pytest
from fastapi import FastAPI

OPERATIONS = {
    'list_circuits': 'GET /circuits/',
    'create_circuit': 'POST /circuits/',
    'read_circuit': 'GET /circuits/{circuit_id}',
    'change_circuit': 'PATCH /circuits/{circuit_id}',
    'delete_circuit': 'DELETE /circuits/{circuit_id}',
    'follow_circuit': 'PUT /circuits/{circuit_id}/feed',
    'unfollow_circuit': 'DELETE /circuits/{circuit_id}/feed',
    'read_feed': 'GET /circuits/{circuit_id}/feed',
    'read_statistics': 'GET /circuits/{circuit_id}/statistics',
    'read_log': 'GET /circuits/{circuit_id}/log',
    'analyse_circuit': 'POST /circuits/{circuit_id}/analysis',
    'read_analysis': 'GET /circuits/{circuit_id}/analysis',
    'list_formats': 'GET /circuits/{circuit_id}/formats',
    'keep_format': 'POST /circuits/{circuit_id}/formats',
    'preview_format': 'POST /circuits/{circuit_id}/format/preview',
    'read_format': 'GET /circuits/{circuit_id}/formats/{version}',
    'use_format': 'POST /circuits/{circuit_id}/formats/{version}/use',
    'list_timing_sessions': 'GET /circuits/{circuit_id}/sessions',
    'read_timing_session': 'GET /live/sessions/{timing_id}',
    'read_board': 'GET /live/sessions/{timing_id}/board',
    'read_timed_laps': 'GET /live/sessions/{timing_id}/laps',
    'read_places': 'GET /live/sessions/{timing_id}/places',
    'read_places_now': 'GET /live/{circuit_id}/places',
    'download_recording': 'GET /live/sessions/{timing_id}/recording',
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
    'export_one_session': 'GET /sessions/{session_id}/export',
    'export_several_sessions': 'GET /sessions/export',
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
    'list_cars': 'GET /cars/',
    'create_car': 'POST /cars/',
    'read_car': 'GET /cars/{car_id}',
    'change_car': 'PATCH /cars/{car_id}',
    'delete_car': 'DELETE /cars/{car_id}',
    'list_events': 'GET /events/',
    'create_event': 'POST /events/',
    'read_event': 'GET /events/{event_id}',
    'change_event': 'PATCH /events/{event_id}',
    'delete_event': 'DELETE /events/{event_id}',
    'put_sessions_in': 'POST /events/{event_id}/sessions',
    'list_teams': 'GET /teams/',
    'create_team': 'POST /teams/',
    'read_team': 'GET /teams/{team_id}',
    'rename_team': 'PATCH /teams/{team_id}',
    'delete_team': 'DELETE /teams/{team_id}',
    'put_member': 'PUT /teams/{team_id}/members',
    'list_invitations': 'GET /teams/invitations',
    'accept_invitation': 'POST /teams/{team_id}/invitation',
    'decline_invitation': 'DELETE /teams/{team_id}/invitation',
    'remove_member': 'DELETE /teams/{team_id}/members/{user_id}',
    'list_shares': 'GET /sessions/{session_id}/shares',
    'make_share': 'POST /sessions/{session_id}/shares',
    'revoke_share': 'DELETE /shares/{share_id}',
    'read_shared': 'GET /shared/{secret}',
    'download_shared': 'GET /shared/{secret}/file',
    'export_timing_session': 'GET /live/sessions/{timing_id}/export',
    'get_official_times': 'GET /sessions/{session_id}/official',
    'put_official_times': 'PUT /sessions/{session_id}/official',
    'remove_official_times': 'DELETE /sessions/{session_id}/official',
    'list_tracks': 'GET /tracks/',
    'create_track': 'POST /tracks/',
    'read_track': 'GET /tracks/{track_id}',
    'change_track': 'PATCH /tracks/{track_id}',
    'edit_track': 'PATCH /admin/tracks/{track_id}',
    'merge_track': 'POST /tracks/{track_id}/merge',
    'unmerge_track': 'POST /tracks/{track_id}/unmerge',
    'take_course_in': 'POST /tracks/{track_id}/courses',
    'change_course': 'PATCH /courses/{course_id}',
    'read_course_file': 'GET /courses/{course_id}/geojson',
    'read_leaderboard': 'GET /leaderboard/',
    'list_held_laps': 'GET /admin/leaderboard/held',
    'free_held_lap': 'POST /admin/leaderboard/held/{standing_id}/free',
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
