"""The most bytes that a request may bring, counted before anything is kept."""

from collections.abc import Mapping

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from racetrace.api.problem import problem


class BodyLimit:
    def __init__(self, app: ASGIApp, max_bytes: int, by_path: Mapping[str, int]) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._by_path = by_path  # where it is another

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http':
            return await self._app(scope, receive, send)
        max_bytes = self._by_path.get(scope['path'], self._max_bytes)
        too_long = HTTPException(413, f'This is larger than the {max_bytes >> 20} MiB that RaceTrace takes.')
        length = Headers(scope=scope).get('content-length', '0')
        is_number = length.isascii() and length.isdecimal() and len(length) < 20
        if not is_number or int(length) > max_bytes:
            return await problem(413, too_long.detail)(scope, receive, send)
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get('body', b''))
            if received > max_bytes:
                raise too_long  # answered like every HTTPException, by `answer_errors`
            return message

        return await self._app(scope, receive_counted, send)
