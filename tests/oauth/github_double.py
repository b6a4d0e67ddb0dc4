"""What of GitHub a sign-in meets: a page to agree on, a token for a code, a user, addresses."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from racetrace.accounts.tokens import Secret

PAGE = (
    '<!doctype html><title>GitHub</title><link rel="icon" href="data:,"><form method="post">'
    '<button>Authorize</button></form>'
)


@dataclass(kw_only=True)
class GitHubDouble:
    """Knows one person, who may be changed."""

    url: str = ''
    user: dict[str, Any] = field(default_factory=lambda: {'id': 4711, 'login': 'ana', 'email': None})
    emails: Any = field(
        default_factory=lambda: [
            {'email': 'old@club.example', 'primary': False, 'verified': True},
            {'email': 'ana@club.example', 'primary': True, 'verified': True},
        ]
    )
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # what each was asked with
    tokens: set[str] = field(default_factory=set)

    def agree(self, address: str) -> str:
        """Return where a browser is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = Secret.fresh().text
        self.codes[code] = asked
        return f'{asked["redirect_uri"]}?{urlencode({"code": code, "state": asked["state"]})}'

    def exchange(self, form: dict[str, str]) -> dict[str, str]:
        asked = self.codes.pop(form.get('code', ''), None)
        is_same = asked is not None and form.get('redirect_uri') == asked['redirect_uri']
        proof = sha256(form.get('code_verifier', '').encode()).digest()
        if not is_same or asked is None or _encoded(proof) != asked['code_challenge']:
            return {'error': 'bad_verification_code', 'error_description': 'incorrect or expired'}
        if form.get('client_secret') != 'known to both sides':
            return {'error': 'incorrect_client_credentials'}
        token = Secret.fresh('gho_').text
        self.tokens.add(token)
        return {'access_token': token, 'scope': asked['scope'], 'token_type': 'bearer'}


def _encoded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b'=').decode()


@contextmanager
def github_double() -> Iterator[GitHubDouble]:
    double = GitHubDouble()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == '/login/oauth/authorize':
                return self._answer(200, 'text/html', PAGE)
            if self.headers.get('Authorization', '').removeprefix('Bearer ') not in double.tokens:
                return self._answer(401, 'application/json', '{}')
            found = {'/api/v3/user': double.user, '/api/v3/user/emails': double.emails}[path]
            return self._answer(200, 'application/json', json.dumps(found))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
            if self.path.startswith('/login/oauth/authorize'):
                self.send_response(302)
                self.send_header('Location', double.agree(self.path))
                self.send_header('Content-Length', '0')
                self.end_headers()
            else:
                self._answer(200, 'application/json', json.dumps(double.exchange(dict(parse_qsl(body)))))

        def _answer(self, status: int, media_type: str, text: str) -> None:
            self.send_response(status)
            self.send_header('Content-Type', media_type)
            self.send_header('Content-Length', str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with serving(Answers) as double.url:
        yield double


@contextmanager
def serving(answers: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Yield the address of a server on this computer."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.02})
    thread.start()
    try:
        yield f'http://127.0.0.1:{server.server_address[1]}'
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
