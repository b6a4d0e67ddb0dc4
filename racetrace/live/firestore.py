"""Firestore, over REST: the collection in which the older karting program's app keeps its circuits."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from racetrace.errors import ConnectionEnded
from racetrace.live.address import Address, address
from racetrace.live.service_account import ServiceAccount
from racetrace.live.web import SCHEMES, Web

SCOPE: Final = 'https://www.googleapis.com/auth/datastore'
COLLECTION: Final = 'circuits'
ORDER: Final = 'nom'
PAGE: Final = 100
MOST_PAGES: Final = 50

Document = dict[str, Any]


class Firestore:
    def __init__(self, web: Web, account: ServiceAccount, *, project: str, url: str) -> None:
        self._web, self._account = web, account
        root = f'{url}/v1/projects/{quote(project, safe="")}/databases/(default)/documents'
        self._collection = f'{root}/{COLLECTION}'
        self._token = ''

    async def circuits(self) -> list[Document]:
        """Return all, each with its id, in the order of their names. Raises ConnectionEnded."""
        found: list[Document] = []
        page = ''
        for _ in range(MOST_PAGES):
            query = {'orderBy': ORDER, 'pageSize': str(PAGE)} | ({'pageToken': page} if page else {})
            said = await self._asked(self._collection, params=query)
            found += [_document(one) for one in said.get('documents', ())]
            page = said.get('nextPageToken', '')
            if not page:
                return found
        raise ConnectionEnded(f'Firestore has more than {MOST_PAGES * PAGE} circuits, or counts without end.')

    async def write(self, name: str, document: Mapping[str, Any]) -> None:
        """Write these fields of a circuit, which is made if need be; its other ones stay."""
        mask = {'updateMask.fieldPaths': list(document)}
        fields = {field: _packed(value) for field, value in document.items()}
        await self._asked(f'{self._collection}/{quote(name, safe="")}', params=mask, json={'fields': fields})

    async def _asked(self, where: str, **options: Any) -> Document:
        if not self._token:
            self._token = await self._account.token(self._web, SCOPE)
        headers = {'Authorization': f'Bearer {self._token}'}
        text = await self._web.text(_address(where), headers=headers, **options)
        with suppress(ValueError, RecursionError):
            if isinstance(said := json.loads(text), dict):
                return said
        raise ConnectionEnded('Firestore does not answer as it should.')


def _address(where: str) -> Address:
    return address(where, SCHEMES)


def _document(said: Mapping[str, Any]) -> Document:
    """Return the fields that are text, a time or nothing: a circuit has no others."""
    try:
        fields = {name: _unpacked(value) for name, value in said.get('fields', {}).items()}
        return {'id': str(said['name']).rpartition('/')[2], **fields}
    except (LookupError, TypeError, AttributeError) as error:
        raise ConnectionEnded('Firestore tells of something that is no document.') from error


def _unpacked(value: Mapping[str, Any]) -> str | None:
    found = value.get('stringValue', value.get('timestampValue'))
    return found if isinstance(found, str) else None


def _packed(value: str | None) -> Document:
    return {'nullValue': None} if value is None else {'stringValue': value}
