"""How a provider is asked: it gets a few seconds, a few bytes, and may lead us nowhere else."""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client

from racetrace.accounts.identity import Attempt
from racetrace.errors import ProviderAway, ProviderRefused
from racetrace.oauth.provider import CHALLENGE, Client

MOST_BYTES: Final = 1 << 20
PATIENCE_S: Final = 5.0  # for a connection, and for each piece
WHOLE_S: Final = 10.0
AWAY: Final = (
    'The other side does not answer as it should. Try again in a minute, or sign in with a password.'
)
HEADERS: Final = {'Accept': 'application/json', 'Accept-Encoding': 'identity', 'User-Agent': 'RaceTrace'}


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()  # reads the list of authorities: 30 ms, where the asking takes one


class _Bounded(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, until_s: float) -> None:
        self._stream = stream
        self._until_s = until_s

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for piece in self._stream:
            received += len(piece)
            if received > MOST_BYTES or time.monotonic() > self._until_s:
                raise ProviderAway(AWAY)
            yield piece

    def close(self) -> None:
        self._stream.close()


class _Patience(httpx.BaseTransport):
    """A few packed bytes may become very many: what comes packed is not taken."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport(verify=_trusted())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        until_s = time.monotonic() + WHOLE_S
        response = self._inner.handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Bounded(response.stream, until_s)
        if response.headers.get('content-encoding', 'identity') != 'identity':
            response.close()
            raise ProviderAway(AWAY)
        return response

    def close(self) -> None:
        self._inner.close()


@contextmanager
def asking() -> Iterator[httpx.Client]:
    """Yield what asks. Raises ProviderAway for whatever goes wrong on the way."""
    try:
        with httpx.Client(
            transport=_Patience(), timeout=PATIENCE_S, headers=HEADERS, follow_redirects=False
        ) as client:
            yield client
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise ProviderAway(AWAY) from error


def document(answer: httpx.Response) -> Any:
    """Return what an answer says, which is JSON and no error. Raises ProviderAway."""
    if answer.status_code != httpx.codes.OK:
        raise ProviderAway(AWAY)
    try:
        return answer.json()
    except (ValueError, RecursionError) as error:
        raise ProviderAway(AWAY) from error


def led(url: str, client: Client, attempt: Attempt, here: str, scope: str, **more: str) -> str:
    """Return where a browser asks somebody who he is."""
    asked = OAuth2Client(None, client_id=client.id, scope=scope, code_challenge_method=CHALLENGE)
    address, _ = asked.create_authorization_url(
        url, state=attempt.state, code_verifier=attempt.verifier, redirect_uri=here, **more
    )
    return str(address)


def token(
    asker: httpx.Client, url: str, client: Client, attempt: Attempt, code: str, here: str
) -> Mapping[str, Any]:
    """Exchange a code. Raises ProviderRefused, and what `asking` does."""
    try:
        found = OAuth2Client(asker).fetch_token(
            url,
            grant_type='authorization_code',
            code=code,
            redirect_uri=here,
            code_verifier=attempt.verifier,
            client_id=client.id,
            client_secret=client.secret,
            auth=httpx.Auth(),  # the secret is in the form, where no two sides encode it differently
        )
    except AuthlibBaseError as error:
        raise ProviderRefused('The other side takes this sign-in back. Begin again.') from error
    except (ValueError, RecursionError) as error:
        raise ProviderAway(AWAY) from error
    if not isinstance(found.get('access_token'), str):
        raise ProviderAway(AWAY)
    return dict(found)


def bearer(found: Mapping[str, Any]) -> dict[str, str]:
    return {'Authorization': f'Bearer {found["access_token"]}'}
