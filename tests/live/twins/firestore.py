"""Firestore with one collection, and what gives out its tokens: as much as is asked of them."""

import json
from pathlib import Path
from typing import Any, Self

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.live.twins.web import Web

PROJECT = 'karts'
COLLECTION = f'/v1/projects/{PROJECT}/databases/(default)/documents/circuits'
KEY = RSAKey.generate_key(2048)


class FirestoreTwin:
    """An asynchronous context manager: inside, it listens."""

    def __init__(self, **documents: dict[str, str]) -> None:
        self.documents = documents
        self.page = 2  # documents in an answer
        self._web = Web(
            [
                Route('/token', self._token, methods=['POST']),
                Route(COLLECTION, self._list),
                Route(f'{COLLECTION}/{{name}}', self._write, methods=['PATCH']),
            ]
        )

    @property
    def url(self) -> str:
        return self._web.url

    def credentials(self, folder: Path) -> Path:
        """Return a file as Google hands it out."""
        said = {
            'type': 'service_account',
            'project_id': PROJECT,
            'client_email': 'robot@karts.example',
            'private_key': KEY.as_pem(private=True).decode(),
            'token_uri': f'{self.url}/token',
        }
        path = folder / 'firebase-credentials.json'
        path.write_text(json.dumps(said))
        return path

    async def __aenter__(self) -> Self:
        await self._web.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._web.stop()

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        claims = jwt.decode(str(form['assertion']), KEY, algorithms=['RS256']).claims
        is_good = (
            form['grant_type'] == 'urn:ietf:params:oauth:grant-type:jwt-bearer'
            and claims['aud'] == f'{self.url}/token'
            and claims['iss'] == 'robot@karts.example'
            and claims['scope'].endswith('/datastore')
            and claims['exp'] > claims['iat']
        )
        return JSONResponse({'access_token': 'let-me-in'} if is_good else {}, 200 if is_good else 400)

    async def _list(self, request: Request) -> Response:
        if request.headers.get('authorization') != 'Bearer let-me-in':
            return JSONResponse({}, 401)
        assert request.query_params['orderBy'] == 'nom'
        first = int(request.query_params.get('pageToken', '0'))
        ordered = sorted(self.documents.items(), key=lambda one: one[1]['nom'])
        said: dict[str, Any] = {'documents': [_document(*one) for one in ordered[first : first + self.page]]}
        if first + self.page < len(ordered):
            said['nextPageToken'] = str(first + self.page)
        return JSONResponse(said)

    async def _write(self, request: Request) -> Response:
        if request.headers.get('authorization') != 'Bearer let-me-in':
            return JSONResponse({}, 401)
        said = (await request.json())['fields']
        assert set(request.query_params.getlist('updateMask.fieldPaths')) == set(said)
        values = {field: value['stringValue'] for field, value in said.items()}
        self.documents.setdefault(request.path_params['name'], {}).update(values)
        return JSONResponse(_document(request.path_params['name'], values))


def _document(name: str, fields: dict[str, str]) -> dict[str, Any]:
    packed: dict[str, Any] = {field: {'stringValue': value} for field, value in fields.items()}
    packed |= {'createdAt': {'timestampValue': '2025-06-01T10:00:00Z'}, 'c14': {'nullValue': None}}
    return {'name': f'{COLLECTION.removeprefix("/v1/")}/{name}', 'fields': packed}
