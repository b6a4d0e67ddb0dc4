"""What makes something makes it once, however often it is sent with one `Idempotency-Key`.

After draft-ietf-httpapi-idempotency-key-header: the same request gets the same answer for a day, another
request under the same key is refused, and so is the same one while the first is not answered yet. What was
refused, or failed, made nothing: sent again it is tried again.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine
from hashlib import sha256
from typing import Any, Final

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

from racetrace.accounts.tokens import sha256 as hashed
from racetrace.api.problem import problems
from racetrace.api.viewing import visitor
from racetrace.services import again
from racetrace.services.again import Answer, Asked
from racetrace.services.instance import Instance
from racetrace.services.viewer import NOBODY

HEADER: Final = 'Idempotency-Key'
KEY: Final = re.compile(r'"?([!#-~]{1,255})"?')
MOST_KEPT: Final = 1 << 20  # of an answer; what is larger is not kept, and made again
PARAMETER: Final = {
    'name': HEADER,
    'in': 'header',
    'required': False,
    'description': 'Of your own making, new for each thing. Sent again with it, nothing is made twice.',
    'schema': {'type': 'string', 'pattern': f'^{KEY.pattern}$'},
    'example': '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
}

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Once(APIRoute):
    """A route whose POST may be sent again."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        if more.get('methods') in ({'POST'}, ['POST']):
            more['responses'] = problems(400, 409, 422) | (more.get('responses') or {})
            more['openapi_extra'] = {'parameters': [PARAMETER]} | (more.get('openapi_extra') or {})
        super().__init__(path, endpoint, **more)

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        return _once(handle) if self.methods == {'POST'} else handle


def _once(handle: Handler) -> Handler:
    async def handled(request: Request) -> Response:
        given = request.headers.get(HEADER)
        viewer = await visitor(request, None) if given is not None else NOBODY
        if given is None or viewer.user_id == NOBODY.user_id:
            return await handle(request)
        instance: Instance = request.app.state.instance
        asked = Asked(
            user_id=viewer.user_id,
            key_sha256=hashed(_key(given)),
            request_sha256=await _fingerprint(request),
        )
        before = await asyncio.to_thread(again.begin, instance, asked)
        if before is not None:
            return _given_again(before)
        return await _made(instance, asked, handle, request)

    return handled


async def _made(instance: Instance, asked: Asked, handle: Handler, request: Request) -> Response:
    is_kept = False
    try:
        response = await handle(request)
        body = bytes(response.body)
        if response.status_code < 300 and len(body) <= MOST_KEPT:
            answer = Answer(
                status=response.status_code,
                location=response.headers.get('Location', ''),
                body=body.decode(),
            )
            await asyncio.shield(asyncio.to_thread(again.keep, instance, asked, answer))
            is_kept = True
        return response
    finally:
        if not is_kept:
            await asyncio.shield(asyncio.to_thread(again.forget, instance, asked))


def _given_again(answer: Answer) -> Response:
    headers = {'Idempotency-Replayed': 'true'} | ({'Location': answer.location} if answer.location else {})
    media_type = 'application/json' if answer.body else None
    return Response(answer.body, answer.status, headers=headers, media_type=media_type)


def _key(given: str) -> str:
    """Return the key: a string of RFC 8941 in quotes, or, as many send it, without."""
    found = KEY.fullmatch(given.strip())
    if found is None:
        raise HTTPException(400, f'header.{HEADER}: Give 1 to 255 visible characters of ASCII, no space.')
    return found[1]


async def _fingerprint(request: Request) -> str:
    said = f'{request.method} {request.url.path}?{request.url.query}\n'.encode(errors='replace')
    return sha256(said + await request.body()).hexdigest()
