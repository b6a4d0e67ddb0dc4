"""Recordings of feeds: frames with the time of their receipt, in the ways in which people keep them.

Ours is one JSON object a line, `{"t": ms since 1970, "raw": text}`; bytes that are no UTF-8 stand there as
Latin-1 in `latin1`. Read are also blocks under a line with date and time, lines that begin with an ISO time
or with milliseconds, and bare lines, which come a tenth of a second apart for want of better.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from racetrace.errors import RecordingRefused

Frame = tuple[int, bytes]

BARE_STEP_MS: Final = 100

_BLOCK: Final = re.compile(rb'(?:\A|\r?\n)(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)\r?\n')
_ISO: Final = re.compile(rb'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?) (.*)')
_MS: Final = re.compile(rb'(\d{1,15}) (\$?.*)')


def frames(content: bytes, name: str) -> Iterator[Frame]:
    """Yield each frame of a recording as (ms since 1970 or the start, bytes); its content says its kind."""
    start = content.lstrip(b'\xef\xbb\xbf\r\n \t')[:200]
    if start.startswith(b'{'):
        yield from _objects(content, name)
    elif _BLOCK.match(start):
        yield from _blocks(content)
    elif start:
        yield from _lines(content)
    else:
        raise RecordingRefused(f'{name} is empty. Give a recording of a timing feed.')


def kept(at_ms: int, frame: bytes) -> bytes:
    """Return a frame as a line of our own recordings."""
    try:
        said = {'t': at_ms, 'raw': frame.decode()}
    except UnicodeDecodeError:
        said = {'t': at_ms, 'latin1': frame.decode('latin-1')}
    return json.dumps(said, ensure_ascii=False).encode() + b'\n'


def _objects(content: bytes, name: str) -> Iterator[Frame]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            at_ms, raw, bytes_ = int(said['t']), said.get('raw'), said.get('latin1')
            yield at_ms, raw.encode('utf-8', 'replace') if bytes_ is None else bytes_.encode('latin-1')
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as fault:
            raise RecordingRefused(
                f'{name}, line {number} is not {{"t": …, "raw": …}} as the lines of a recording are. '
                'It may be cut off: remove the line and try again.'
            ) from fault


def _blocks(content: bytes) -> Iterator[Frame]:
    parts = _BLOCK.split(content)
    for stamp, frame in zip(parts[1::2], parts[2::2], strict=False):
        yield _ms(stamp), frame.strip(b'\r\n')


def _lines(content: bytes) -> Iterator[Frame]:
    at_ms = 0
    for line in content.splitlines():
        if (found := _ISO.fullmatch(line)) is not None:
            at_ms, said = _ms(found[1]), found[2]
        elif (found := _MS.fullmatch(line)) is not None:
            at_ms, said = int(found[1]), found[2]
        elif line.startswith(b'#'):
            continue  # what the recorder noted
        else:
            at_ms, said = at_ms + BARE_STEP_MS, line
        yield at_ms, said + b'\n'


def _ms(stamp: bytes) -> int:
    """Return a time as ms since 1970; without a zone it is taken as UTC. What cannot be one is 0."""
    try:
        at = datetime.fromisoformat(stamp.decode())
    except ValueError:
        return 0
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
