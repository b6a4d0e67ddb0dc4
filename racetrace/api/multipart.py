"""One file out of a form as browsers send it (RFC 7578): piece by piece, nothing spooled, nothing kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from fastapi import HTTPException, Request
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

MOST_BEFORE_FILE: Final = 64 << 10  # bytes; other fields, and the file's own headers
MOST_HEADERS: Final = 16 << 10  # bytes, of one part
MOST_PARTS: Final = 100

_DAMAGED: Final = 'a boundary or a header in it is damaged'
_QUOTED: Final = re.compile(r'"[^"]*"')
_EXTENDED_NAME: Final = re.compile(r";\s*filename\*\s*=\s*(utf-8|iso-8859-1)'[^']*'([^;\s]*)", re.IGNORECASE)


async def file_of(request: Request, field: str = 'file') -> ReceivedFile:
    """Read a form up to the first file in `field`: 400 where the body is no form, 422 without such a file."""
    form = _Form(_boundary(request), field)
    body = request.stream()
    room = MOST_BEFORE_FILE
    async for chunk in body:
        pieces = form.read(chunk[:room])
        if form.name is not None:
            return ReceivedFile(name=form.name, form=form, begun=pieces + form.read(chunk[room:]), body=body)
        room -= len(chunk[:room])
        if form.is_over or not room:
            break
    if form.is_over:
        raise HTTPException(422, f'The form has no file in its field “{field}”.')
    if not room:
        raise _not_a_form(f'no file begins in its first {MOST_BEFORE_FILE >> 10} KiB')
    raise _not_a_form('it is empty' if room == MOST_BEFORE_FILE else 'it ends before a file begins')


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReceivedFile:
    """A file on its way in. `name` is what its sender calls it: any text, of any length, and never a path."""

    name: str
    form: _Form
    begun: list[bytes]
    body: AsyncIterator[bytes]

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the file as it arrives, once; what the form holds after it is read and dropped."""
        for piece in self.begun:
            yield piece
        async for chunk in self.body:
            for piece in self.form.read(chunk):
                yield piece
        if not self.form.is_whole:
            raise _not_a_form('it ends before its file does')


class _Form:
    def __init__(self, boundary: bytes, field: str) -> None:
        self.name: str | None = None  # of the file, known when its headers are read
        self.is_whole = False  # the file, to its last byte
        self.is_over = False  # the form
        self._field = field
        self._parts = 0
        self._header: list[bytes] = [b'', b'']  # name and value, as far as they are read
        self._headers_size = 0
        self._disposition = ''
        self._pieces: list[bytes] = []
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    'on_part_begin': self._begin_part,
                    'on_header_begin': self._begin_header,
                    'on_header_field': lambda data, start, end: self._add_to_header(0, data[start:end]),
                    'on_header_value': lambda data, start, end: self._add_to_header(1, data[start:end]),
                    'on_header_end': self._end_header,
                    'on_headers_finished': self._end_headers,
                    'on_part_data': self._add_data,
                    'on_part_end': self._end_part,
                    'on_end': self._end,
                },
                max_header_count=MOST_BEFORE_FILE,  # both are limited here, with a sentence
                max_header_size=MOST_BEFORE_FILE,
            )
        except FormParserError:
            raise _not_a_form('its boundary is too long') from None

    def read(self, chunk: bytes) -> list[bytes]:
        """Return what the next bytes of the body hold of the file."""
        self._pieces = []
        if not self.is_whole:  # what follows the file is nobody's concern
            try:
                self._parser.write(chunk)
            except FormParserError:
                self._refuse(_DAMAGED)
        return self._pieces

    def _refuse(self, reason: str) -> None:
        if not self.is_whole:
            raise _not_a_form(reason)

    def _begin_part(self) -> None:
        self._parts += 1
        self._headers_size = 0
        self._disposition = ''
        if self._parts > MOST_PARTS:
            self._refuse(f'it has more than {MOST_PARTS} parts')

    def _begin_header(self) -> None:
        self._header = [b'', b'']

    def _add_to_header(self, side: int, data: bytes) -> None:
        self._headers_size += len(data)
        if self._headers_size > MOST_HEADERS:
            self._refuse(f'the headers of a part are longer than {MOST_HEADERS >> 10} KiB')
        self._header[side] += data

    def _end_header(self) -> None:
        name, value = self._header
        if name.lower() == b'content-disposition':
            self._disposition = value.decode('latin-1')

    def _end_headers(self) -> None:
        if self.name is None:
            field, self.name = _names(self._disposition)
            if field != self._field:
                self.name = None

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self.name is not None and not self.is_whole:
            self._pieces.append(data[start:end])

    def _end_part(self) -> None:
        self.is_whole = self.name is not None

    def _end(self) -> None:
        self.is_over = True


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get('content-type'))
    if kind != b'multipart/form-data':
        raise _not_a_form('it is not multipart/form-data')
    boundary = options.get(b'boundary', b'')
    if not boundary or not boundary.decode('latin-1').isprintable():
        raise _not_a_form('it does not say what separates its parts')
    return boundary


def _names(disposition: str) -> tuple[str | None, str | None]:
    """Return the name of a part's field, and that of its file: None where there is none."""
    _, options = parse_options_header(disposition)
    field, name = (_as_browsers_write(options.get(key)) for key in (b'name', b'filename'))
    # Browsers never send the extended form, and older Python clients do for every name that is not ASCII.
    extended = _EXTENDED_NAME.search(_QUOTED.sub('', disposition))
    if extended:
        name = unquote(extended[2], encoding=extended[1], errors='replace')
    return field, name


def _as_browsers_write(name: bytes | None) -> str | None:
    return None if name is None else name.decode('utf-8', errors='replace').replace('%22', '"')


def _not_a_form(reason: str) -> HTTPException:
    return HTTPException(400, f'The body is not the form that a browser sends: {reason}.')
