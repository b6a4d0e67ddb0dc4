"""A provider that may be told to lie: it signs whatever it is given, and answers in whatever way."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from tests.oauth.github_double import serving

Answer = tuple[int, dict[str, str], bytes]


def answer(document: Any, status: int = 200, **headers: str) -> Answer:
    return (
        status,
        {name.replace('_', '-'): value for name, value in headers.items()},
        json.dumps(document).encode(),
    )


@dataclass(kw_only=True)
class OddProvider:
    url: str = ''
    key: ECKey = field(default_factory=lambda: ECKey.generate_key('P-256', {'kid': 'one'}))
    signs_with: Any = None  # where it is not what the key set says
    header: dict[str, Any] = field(default_factory=lambda: {'alg': 'ES256', 'kid': 'one'})
    claims: dict[str, Any] = field(default_factory=dict)  # in place of the honest ones; None: left out
    instead: dict[str, Callable[[], Answer]] = field(default_factory=dict)  # of an honest answer, by path
    nonce: str = ''

    def honest(self, path: str) -> Answer:
        where: dict[str, Callable[[], Answer]] = {
            '/.well-known/openid-configuration': self._description,
            '/token': self._token,
            '/keys': lambda: answer({'keys': [self.key.as_dict(private=False)]}),
            '/userinfo': lambda: answer({'sub': 'ana-17', 'email': 'b@club.example', 'email_verified': True}),
        }
        return where[path]()

    def _description(self) -> Answer:
        return answer(
            {
                'issuer': self.url,
                'authorization_endpoint': f'{self.url}/authorize',
                'token_endpoint': f'{self.url}/token',
                'jwks_uri': f'{self.url}/keys',
                'userinfo_endpoint': f'{self.url}/userinfo',
            }
        )

    def _token(self) -> Answer:
        now = int(time.time())
        claims = {
            'iss': self.url,
            'aud': 'racetrace',
            'sub': 'ana-17',
            'nonce': self.nonce,
            'iat': now,
            'exp': now + 300,
            'email': 'ana@club.example',
            'email_verified': True,
        } | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        key = self.signs_with or self.key
        token = jwt.encode(self.header, kept, key, algorithms=[self.header['alg']])
        return answer({'access_token': 'a', 'token_type': 'Bearer', 'id_token': token})


@contextmanager
def odd_provider() -> Iterator[OddProvider]:
    provider = OddProvider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get('Content-Length') or 0))
            path = urlsplit(self.path).path
            made = provider.instead.get(path)
            status, headers, body = made() if made else provider.honest(path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has heard enough
                self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with serving(Answers) as provider.url:
        yield provider
