"""What of Firebase a sign-in meets: the address of Google's keys, and ID tokens that one of them signed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.oauth.github_double import serving
from tests.oauth.odd_provider import Answer, answer

PROJECT: Final = 'karts-4711'
PATH: Final = '/keys'


@cache
def signing_key(key_id: str) -> RSAKey:
    """One for all the tests: each takes longer to make than most of them."""
    return RSAKey.generate_key(2048, {'kid': key_id, 'use': 'sig', 'alg': 'RS256'})


@dataclass(kw_only=True)
class FirebaseDouble:
    """Publishes the keys of these ids, for an hour."""

    url: str = ''
    key_ids: list[str] = field(default_factory=lambda: ['one', 'two'])
    cache_control: str = 'public, max-age=3600, must-revalidate, no-transform'
    instead: Callable[[], Answer] | None = None
    asked: int = 0

    def answered(self) -> Answer:
        self.asked += 1
        if self.instead is not None:
            return self.instead()
        keys = [signing_key(key_id).as_dict(private=False) for key_id in self.key_ids]
        return answer({'keys': keys}, Cache_Control=self.cache_control)


def claims(**changes: Any) -> dict[str, Any]:
    """Return what a token says of Ana who has just signed in to the app; None: it does not say it."""
    now_s = int(time.time())
    said = {
        'iss': f'https://securetoken.google.com/{PROJECT}',
        'aud': PROJECT,
        'sub': 'Xb7kQ2ana',
        'user_id': 'Xb7kQ2ana',
        'name': 'Ana Alvarez',
        'email': 'ana@club.example',
        'email_verified': True,
        'auth_time': now_s - 5,
        'iat': now_s - 5,
        'exp': now_s + 3595,
        'firebase': {'identities': {'email': ['ana@club.example']}, 'sign_in_provider': 'password'},
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def token(said: dict[str, Any], key_id: str = 'one', *, key: Any = None, **header: Any) -> str:
    """Return a token signed as Google does, but for what is given."""
    head = {'alg': 'RS256', 'kid': key_id, 'typ': 'JWT'} | header
    head = {name: value for name, value in head.items() if value is not None}
    return jwt.encode(head, said, key or signing_key(key_id), algorithms=[head['alg']])


@contextmanager
def firebase_double() -> Iterator[FirebaseDouble]:
    double = FirebaseDouble()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = double.answered() if self.path == PATH else (404, {}, b'')
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(body)))
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has given up
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with serving(Answers) as address:
        double.url = address + PATH
        yield double
