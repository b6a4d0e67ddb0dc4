from collections.abc import Mapping

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message

from tests.conftest import HERE

EVIL = 'http://evil.example'
SOCKET = '/_nicegui_ws/socket.io/?EIO=4&transport='


async def sent(house: FastAPI, method: str, path: str, headers: Mapping[str, str]) -> httpx.Response:
    transport = httpx.ASGITransport(house)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        return await client.request(method, path, headers=headers)


OTHER_NAMES = ('evil.example:8000', '127.0.0.1', '127.0.0.1:8001', 'localhost.evil.example:8000')
FOREIGN = (
    {'Origin': EVIL},
    {'Origin': 'null'},
    {'Origin': 'http://localhost:9999'},
    {'Origin': 'https://127.0.0.1:8000'},
    {'Sec-Fetch-Site': 'cross-site'},
    {'Sec-Fetch-Site': 'same-site'},
    {'Origin': HERE, 'Sec-Fetch-Site': 'cross-site'},
)
OURS: tuple[dict[str, str], ...] = (
    {},
    {'Origin': HERE, 'Sec-Fetch-Site': 'same-origin'},
    {'Origin': 'http://localhost:8000'},
)


@pytest.mark.parametrize('path', ['/', '/api/v1/health', SOCKET + 'polling'])
async def test_nobody_reaches_us_by_another_name(house: FastAPI, path: str) -> None:
    for host in OTHER_NAMES:
        answer = await sent(house, 'GET', path, {'Host': host})
        assert answer.status_code == 421, host
        assert answer.json()['detail'].startswith('RaceTrace is not here.')


@pytest.mark.parametrize('method', ['POST', 'DELETE'])
async def test_another_page_may_change_nothing(house: FastAPI, method: str) -> None:
    for headers in FOREIGN:
        answer = await sent(house, method, '/api/v1/sessions', headers)
        assert answer.status_code == 403, headers
        assert answer.json()['detail'].startswith('This came from another web page')


async def test_our_own_pages_and_programs_may(house: FastAPI) -> None:
    for headers in OURS:
        assert (await sent(house, 'POST', '/api/v1/laps/compare', headers)).status_code == 422


LINK = {'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document'}
EMBEDDED = [('navigate', 'iframe'), ('navigate', 'object'), ('no-cors', 'image'), ('no-cors', 'script')]


async def test_a_link_from_elsewhere_may_be_followed(house: FastAPI) -> None:
    assert (await sent(house, 'GET', '/docs', LINK)).status_code == 200
    assert (await sent(house, 'POST', '/docs', LINK)).status_code == 403


@pytest.mark.parametrize(('mode', 'what'), [*EMBEDDED, ('cors', 'empty'), ('websocket', 'empty')])
async def test_nothing_else_is_given_to_another_page(house: FastAPI, mode: str, what: str) -> None:
    for path in ('/docs', '/api/v1/sessions', '/favicon.ico', SOCKET + 'polling'):
        headers = LINK | {'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': what}
        assert (await sent(house, 'GET', path, headers)).status_code == 403, path


async def test_a_foreign_page_gets_no_socket_by_polling(house: FastAPI) -> None:
    for headers in ({'Origin': EVIL}, LINK):
        assert (await sent(house, 'GET', SOCKET + 'polling', headers)).status_code == 403


async def test_every_answer_says_what_may_be_done_with_it(house: FastAPI) -> None:
    for path, headers in (('/docs', {}), ('/api/v1/health', {}), ('/', {'Host': 'evil.example'})):
        answer = await sent(house, 'GET', path, headers)
        assert answer.headers['x-frame-options'] == 'DENY'
        assert answer.headers['x-content-type-options'] == 'nosniff'
        assert answer.headers['cross-origin-resource-policy'] == 'same-origin'
        assert answer.headers['cross-origin-opener-policy'] == 'same-origin'


async def test_our_pages_may_load_and_send_nothing_elsewhere(house: FastAPI) -> None:
    answer = await sent(house, 'GET', '/docs', {})
    policy = dict(rule.split(' ', 1) for rule in answer.headers['content-security-policy'].split('; '))
    assert policy['default-src'] == policy['form-action'] == "'self'"
    assert policy['frame-ancestors'] == policy['base-uri'] == policy['object-src'] == "'none'"
    assert policy['connect-src'] == "'self' ws://127.0.0.1:8000 ws://localhost:8000"


async def answered_socket(house: FastAPI, headers: Mapping[str, str]) -> list[Message]:
    answers: list[Message] = []

    async def receive() -> Message:
        return {'type': 'websocket.connect'}

    async def send(message: Message) -> None:
        answers.append(message)

    path, _, query = (SOCKET + 'websocket').partition('?')
    scope = {
        'type': 'websocket',
        'path': path,
        'raw_path': path.encode(),
        'query_string': query.encode(),
        'headers': [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        'extensions': {'websocket.http.response': {}},
    }
    await house(scope, receive, send)
    return answers


@pytest.mark.parametrize(
    ('headers', 'status'),
    [
        ({'Host': '127.0.0.1:8000', 'Origin': EVIL}, 403),
        ({'Host': 'evil.example:8000', 'Origin': EVIL}, 421),
    ],
)
async def test_a_foreign_page_gets_no_web_socket(
    house: FastAPI, headers: Mapping[str, str], status: int
) -> None:
    first, *_ = await answered_socket(house, headers)
    assert (first['type'], first['status']) == ('websocket.http.response.start', status)
