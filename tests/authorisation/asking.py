"""How each operation is asked by somebody, and what the answer comes to in one word."""

import re
from collections.abc import Mapping
from typing import Any, Final

import httpx

from racetrace.timing.sessions import Sessions
from tests.asgi_socket import asgi_socket
from tests.authorisation.cast import PASSWORD, PROFILE, House, Things
from tests.conftest import HERE

NO_LOG: Final = b'no log'
KEY: Final = 'of-a-cell'  # what the news of an upload go by
NEW: Final = {'name': 'dora', 'email': 'dora@club.example', 'password': PASSWORD}
OWN: Final = {'password': PASSWORD}
SAID: Final[dict[str, dict[str, Any]]] = {
    'POST /api/v1/sessions': {'json': {'name': 'x'}},
    'PATCH /api/v1/sessions/{session_id}': {'json': {'name': 'x'}},
    'PATCH /api/v1/sessions/{session_id} notes': {'json': {'notes': 'Brake later.'}},
    'PATCH /api/v1/sessions/{session_id} visibility': {'json': {'visibility': 'public'}},
    'POST /api/v1/sessions/{session_id}/corrections': {
        'json': {'kind': 'exclude', 'at_s': '{moment_s}', 'reason': 'x'}
    },
    'PUT /api/v1/sessions/{session_id}/official': {'json': {}},
    'PUT /api/v1/sessions/{session_id}/official feed': {
        'json': {'timing_session_id': '{timing_id}', 'entry': 'r7'}
    },
    'POST /api/v1/sessions/{session_id}/shares': {'json': {}},
    'POST /api/v1/sessions/upload': {'params': {'key': KEY}, 'files': {'file': ('x.csv', NO_LOG)}},
    'PUT /api/v1/sessions/upload': {'params': {'name': 'x.csv', 'key': KEY}, 'content': NO_LOG},
    'PATCH /api/v1/laps/{lap_id}': {'json': {'excluded_reason': 'x'}},
    'GET /api/v1/compare/columns': {'params': {'laps': '{lap_id},{other_lap_id}', 'from': 0, 'to': 100}},
    'POST /api/v1/laps/compare': {'json': {'lap_ids': ['{lap_id}', '{other_lap_id}'], 'points': 9}},
    'POST /api/v1/circuits': {'json': {'name': 'x'}},
    'PATCH /api/v1/circuits/{circuit_id}': {'json': {'name': 'x'}},
    'POST /api/v1/circuits/{circuit_id}/formats': {'json': {'profile': PROFILE}},
    'POST /api/v1/circuits/{circuit_id}/format/preview': {'json': {'profile': PROFILE}},
    'POST /api/v1/cars': {'json': {}},
    'PATCH /api/v1/cars/{car_id}': {'json': {'make': 'x'}},
    'POST /api/v1/events': {'json': {'name': 'x'}},
    'PATCH /api/v1/events/{event_id}': {'json': {'name': 'x'}},
    'POST /api/v1/events/{event_id}/sessions': {'json': {'session_ids': ['{session_id}']}},
    'POST /api/v1/teams': {'json': {'name': 'x'}},
    'PATCH /api/v1/teams/{team_id}': {'json': {'name': 'x'}},
    'PUT /api/v1/teams/{team_id}/members': {'json': {'name': 'other'}},
    'POST /api/v1/tracks': {'json': {'name': 'x', 'latitude': 2, 'longitude': 2}},
    'PATCH /api/v1/tracks/{track_id}': {'json': {'name': 'x'}},
    'PATCH /api/v1/admin/tracks/{track_id}': {'json': {'is_published': True}},
    'POST /api/v1/tracks/{track_id}/merge': {'json': {'into_id': '{into_id}'}},
    'POST /api/v1/tracks/{track_id}/courses': {'json': '{course_file}'},
    'PATCH /api/v1/courses/{course_id}': {'json': {'name': 'x'}},
    'PATCH /api/v1/admin/users/{user_id}': {'json': {'is_locked': True}},
    'PATCH /api/v1/admin/users/{user_id} role': {'json': {'is_admin': True}},
    'POST /api/v1/auth/register': {'json': NEW},
    'POST /api/v1/auth/login': {'data': {'username': '{my_name}', **OWN}},
    'POST /api/v1/auth/firebase': {'json': {'id_token': 'x'}},
    'POST /api/v1/auth/browser': {'data': {'username': '{my_name}', **OWN}},
    'POST /api/v1/auth/admin/login': {'json': OWN},
    'POST /api/v1/auth/password/forgotten': {'json': {'email': 'owner@club.example'}},
    'POST /api/v1/auth/password/reset': {'json': {'link': 'x', 'password': PASSWORD}},
    'POST /api/v1/auth/email/verify': {'json': {'link': 'x'}},
    'PATCH /api/v1/users/me': {'json': {'about': 'x'}},
    'POST /api/v1/users/me/delete': {'json': OWN},
    'PUT /api/v1/users/me/email': {'json': {'email': 'new@club.example', **OWN}},
    'PUT /api/v1/users/me/password': {'json': {'old': PASSWORD, 'new': 'six blue lights on'}},
    'POST /api/v1/users/me/app': {'json': OWN},
    'POST /api/v1/users/me/app/codes': {'json': OWN},
    'GET /api/v1/sessions/export': {'params': {'ids': '{session_id}'}},
    'PUT /api/v1/users/me/app': {'json': {'code': '000000'}},
    'POST /api/v1/users/me/app/delete': {'json': OWN},
    'POST /api/v1/users/me/identities/{identity_id}/delete': {'json': OWN},
    'POST /api/v1/users/me/tokens': {'json': {'name': 'x', 'scopes': ['read'], **OWN}},
    'GET /compare': {'params': {'laps': '{lap_id},{other_lap_id}'}},
    'POST /login': {'data': {'username': '{my_name}', **OWN}},
    'POST /register': {'data': NEW},
    'POST /forgot': {'data': {'email': 'owner@club.example'}},
    'POST /reset': {'data': {'link': 'x', 'password': PASSWORD}},
}
SPARE: Final[Things] = {'key': 'x', 'path': 'x', 'name': 'x'}  # files of ours that are not there


def route_of(row: str) -> str:
    """Return the operation that a row is of; what stands behind it says of what, or in which way."""
    return ' '.join(row.split()[:2])


def is_for_programs(path: str) -> bool:
    return path.startswith(('/api/', '/circuits')) or path in {'/health', '/status'}


async def ask(house: House, row: str, column: str) -> httpx.Response:
    method, path, *scene = row.split()
    ids = {**SPARE, **house.ids, **house.scenes.get(' '.join(scene), {})}
    ids |= {'my_name': column if column in house.ids else 'other', 'me': house.ids.get(column, 0)}
    is_page = not is_for_programs(path)
    said = _filled(SAID.get(row, SAID.get(route_of(row), {})), ids)
    async with client(house, column, is_page=is_page) as asking:
        return await asking.request(method, _named(path, ids).replace('/_nicegui/', '/_nicegui/0/'), **said)


async def ask_board(house: House, row: str, column: str) -> str:
    """Watch a board that is told of now: `told`, or the code with which that is refused."""
    _, path, *scene = row.split()
    ids = {**house.ids, **house.scenes.get(' '.join(scene), {})}
    board = house.instance.boards.opened(ids['circuit_id'], Sessions())
    async with board, asgi_socket(house.app, _named(path, ids), house.shown[column]) as socket:
        told = await socket.told()
    return str(told.get('code', 'told'))


def client(house: House, column: str, *, is_page: bool) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(house.app, raise_app_exceptions=False)
    headers = (house.at_the_door if is_page else house.shown)[column]
    return httpx.AsyncClient(transport=transport, base_url=HERE, headers=headers)


def word(answer: httpx.Response) -> str:
    """A status; `door` for who is led there, `on` for who is led anywhere else.

    `refused` of a page that is there and says so.
    """
    if answer.status_code == 200 and 'may not do this' in answer.text:
        return 'refused'
    if answer.status_code != 303:
        return str(answer.status_code)
    return 'door' if answer.headers['location'].startswith('/login') else 'on'


def may_have_changed(answer: httpx.Response) -> bool:
    return answer.request.method != 'GET' and answer.status_code != 401


def _named(path: str, ids: Mapping[str, Any]) -> str:
    named = re.sub(r'\{(\w+)(:path)?\}', lambda found: str(ids[found[1]]), path)
    return _named(named, ids) if '{' in named else named


def _filled(said: dict[str, Any], ids: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _fill(part, ids) for name, part in said.items()}


def _fill(part: Any, ids: Mapping[str, Any]) -> Any:
    if isinstance(part, str) and re.fullmatch(r'\{\w+\}', part):
        return ids[part[1:-1]]
    if isinstance(part, str):
        return _named(part, ids)
    if isinstance(part, list):
        return [_fill(one, ids) for one in part]
    if isinstance(part, dict):
        return {name: _fill(one, ids) for name, one in part.items()}
    return part
