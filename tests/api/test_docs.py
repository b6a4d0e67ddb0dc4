import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import HERE

LOADED = re.compile(r"""(?:src|href|url)\s*[=:]\s*["']([^"']*)""")


@pytest.fixture
async def client(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as client:
        yield client


async def test_all_that_the_page_loads_is_here(client: httpx.AsyncClient) -> None:
    page = await client.get('/docs')
    assert page.status_code == 200
    loaded = LOADED.findall(page.text)
    assert {'/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css', '/openapi.json'} < set(loaded)
    for address in loaded:
        assert re.match(r'/\w', address), address
        assert (await client.get(address)).status_code == 200, address
    assert '//' not in page.text.replace('<!-- `SwaggerUIBundle` is now available on the page -->', '')


async def test_a_browser_is_told_what_they_are(client: httpx.AsyncClient) -> None:
    script, style = [await client.get(f'/docs/swagger-ui{end}') for end in ('-bundle.js', '.css')]
    assert script.headers['content-type'].startswith('text/javascript')
    assert style.headers['content-type'].startswith('text/css')


@pytest.mark.parametrize(
    'name', ['redoc.standalone.js', 'favicon.png', '..%2Fcore.py', '%2Fetc%2Fpasswd', 'x']
)
async def test_nothing_else_is_reachable(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f'/docs/{name}')).status_code == 404


async def test_the_operations_are_described_and_the_page_itself_is_none(client: httpx.AsyncClient) -> None:
    paths = (await client.get('/openapi.json')).json()['paths']
    assert '/api/v1/health' in paths
    assert all(path.startswith('/api/v1/') for path in paths)
