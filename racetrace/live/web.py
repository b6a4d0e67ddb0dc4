"""Pages of a provider: asked within our reach, in bounded time and size, and only where we were sent."""

import ssl
from asyncio import timeout
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Final, Self
from urllib.parse import urljoin

import httpx

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.address import PORTS, Address, address
from racetrace.live.reach import Reach

MOST_BYTES: Final = 4 << 20
PATIENCE_S: Final = 10.0  # for a connection, and for each piece
WHOLE_S: Final = 20.0
MOST_HOPS: Final = 3
SCHEMES: Final = ('https', 'http')
HEADERS: Final = {'Accept-Encoding': 'identity', 'User-Agent': 'RaceTrace'}


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _Within(httpx.AsyncBaseTransport):
    """Connects to the number that was checked; the name is still what the certificate has to be for."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._inner = httpx.AsyncHTTPTransport(verify=_trusted())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        named = request.url
        numbers = await self._reach.numbers(named.host, named.port or PORTS[named.scheme])
        request.extensions = {**request.extensions, 'sni_hostname': named.host}
        for number in numbers:
            request.url = named.copy_with(host=number)
            try:
                return await self._inner.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == numbers[-1]:
                    raise
        raise AssertionError('a name without numbers is an error before')

    async def aclose(self) -> None:
        await self._inner.aclose()


class Web:
    """Keeps its connections until it is closed."""

    def __init__(self, reach: Reach) -> None:
        self._client = httpx.AsyncClient(
            transport=_Within(reach), headers=HEADERS, timeout=PATIENCE_S, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def text(self, where: Address, **options: Any) -> str:
        """Return what is there; `options` are httpx'. Raises ConnectionEnded, FeedAddressRefused."""
        return (await self._got(where, options)).decode('utf-8', 'replace')

    async def _got(self, where: Address, options: Mapping[str, Any]) -> bytes:
        try:
            async with timeout(WHOLE_S):
                for _ in range(MOST_HOPS):
                    async with self._answer(where, options) as answer:
                        if not answer.has_redirect_location:
                            return await _whole(where, answer)
                        where = _next(where, answer.headers['location'])
        except TimeoutError as error:
            raise ConnectionEnded(f'{where.origin} takes too long to answer.') from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ConnectionEnded(f'{where.origin} cannot be asked: {_reason(error)}.') from error
        raise ConnectionEnded(f'{where.origin} leads from one page to the next without end.')

    @asynccontextmanager
    async def _answer(self, where: Address, options: Mapping[str, Any]) -> AsyncIterator[httpx.Response]:
        method = 'POST' if 'data' in options else 'PATCH' if 'json' in options else 'GET'
        async with self._client.stream(method, str(where), **options) as answer:
            yield answer


async def _whole(where: Address, answer: httpx.Response) -> bytes:
    if answer.status_code != httpx.codes.OK:
        raise ConnectionEnded(f'{where.origin} answers with the error {answer.status_code}.')
    if answer.headers.get('content-encoding', 'identity') != 'identity':
        raise ConnectionEnded(f'{where.origin} answers packed, which was not asked for.')
    received = bytearray()
    async for piece in answer.aiter_raw():
        received += piece
        if len(received) > MOST_BYTES:
            raise ConnectionEnded(f'{where.origin} answers with more than {MOST_BYTES >> 20} MiB.')
    return bytes(received)


def _next(where: Address, location: str) -> Address:
    """Return where we are led on the same computer. Raises ConnectionEnded where it is another."""
    try:
        led = address(urljoin(str(where), location), SCHEMES)
    except (FeedAddressRefused, ValueError):
        led = None
    if led is None or led.host != where.host or (where.is_secure and not led.is_secure):
        raise ConnectionEnded(f'{where.origin} leads to another computer: give the address of that one.')
    return led


def _reason(error: Exception) -> str:
    return type(error).__name__ if not str(error) else str(error).splitlines()[0].rstrip('.')[:200]
