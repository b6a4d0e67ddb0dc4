"""A file put into a running server, by a client that costs next to nothing itself."""

from http import HTTPStatus
from http.client import HTTPConnection
from typing import Final

ADDRESS: Final = '/api/v1/sessions/upload?name=log.csv&wait=60'


def put(port: int, raw: bytes) -> None:
    """Return when its session is there."""
    connection = HTTPConnection('127.0.0.1', port, timeout=120)
    connection.request('PUT', ADDRESS, body=raw)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    if answer.status != HTTPStatus.CREATED:
        raise ValueError(f'The log was not imported: {answer.status} {said[:300]!r}')
