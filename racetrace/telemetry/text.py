"""The text of a logger file: its encoding, its line ends, its first lines. The bytes are hostile."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from racetrace.errors import LogFormatError

MAX_BYTES: Final = 100 << 20  # an hour of a phone's log has 12 MB
MAX_LINE_BYTES: Final = 1 << 20
MAX_PREAMBLE_LINES: Final = 1000

_UTF16: Final = {codecs.BOM_UTF16_LE: 'utf-16-le', codecs.BOM_UTF16_BE: 'utf-16-be'}
_NAME_UNIT_ORIGIN: Final = re.compile(
    r'(?P<name>[^(*]*[^(*\s])\s*(?:\((?P<unit>[^()]*)\))?\s*(?:\*(?P<origin>\w+))?'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    number: int  # the first has 1
    text: str
    end: int  # where the next line begins, in bytes


def unified(raw: bytes) -> bytes:
    """Return the bytes as UTF-8 or Latin-1 text without a byte order mark, lines ended by LF or CR LF.

    Raises LogFormatError for a file or a line of a size that no logger writes.
    """
    if len(raw) > MAX_BYTES:
        raise LogFormatError(
            f'The file has {len(raw) >> 20} MB; RaceTrace reads {MAX_BYTES >> 20} MB: export fewer laps.'
        )
    if encoding := _UTF16.get(raw[:2]):
        raw = raw[2:].decode(encoding, errors='replace').encode('utf-8', errors='replace')
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if b'\n' not in raw[:MAX_LINE_BYTES]:
        raw = raw.replace(b'\r', b'\n')  # an old Mac's line ends
    for start in range(0, len(raw) - MAX_LINE_BYTES, MAX_LINE_BYTES):
        if raw.find(b'\n', start, start + MAX_LINE_BYTES) < 0:
            number = raw.count(b'\n', 0, start) + 1
            raise LogFormatError(f'Line {number} is longer than 1 MB: this is no lap log, or it is damaged.')
    return raw


def decoded(raw: bytes) -> str:
    """Return text from UTF-8, or from Latin-1 where it is none."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode('latin-1')


def lines(raw: bytes) -> Iterator[TextLine]:
    """Return the first lines, without their ends; no more than a preamble has."""
    start = 0
    for number in range(1, MAX_PREAMBLE_LINES + 1):
        if start >= len(raw):
            return
        end = raw.find(b'\n', start) + 1 or len(raw)
        yield TextLine(number=number, text=decoded(raw[start:end]).rstrip('\r\n'), end=end)
        start = end


def cells(line: str, separator: str) -> list[str]:
    """Return the cells of a header, without blanks and quotes; a separator inside quotes does not count."""
    quoted = rf'"[^"]*"|[^{re.escape(separator)}]'
    found = re.findall(rf'((?:{quoted})*)(?:{re.escape(separator)}|$)', line)
    return [cell.strip(' \t"') for cell in found[: -1 if len(found) > 1 and not found[-1] else None]]


def name_unit_origin(header: str) -> tuple[str, str, str]:
    """Split 'Vehicle Speed (km/h) *OBD' into its three parts, each '' where it is not there."""
    match = _NAME_UNIT_ORIGIN.fullmatch(header.strip())
    if not match:
        return header.strip(), '', ''
    return match['name'], match['unit'] or '', match['origin'] or ''


def number(text: str) -> float | None:
    """Return a finite number, written with a dot or a comma; None where it is none."""
    if not re.fullmatch(r'\s*[-+]?\d{1,300}(?:[.,]\d{0,300})?\s*', text, re.ASCII):
        return None
    return float(text.replace(',', '.'))
