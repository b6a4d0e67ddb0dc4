"""Documents asked of a running server, one after the other, over a connection that stays open."""

from http import HTTPStatus
from http.client import HTTPConnection, RemoteDisconnected
from typing import Self


class Asking:
    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection('127.0.0.1', port, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, address: str) -> None:
        try:
            self._get(address)
        except RemoteDisconnected:  # a server lets go of who was silent for some seconds
            self._connection.close()
            self._get(address)

    def _get(self, address: str) -> None:
        self._connection.request('GET', address)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise ValueError(f'{address} was answered with {answer.status}.')
