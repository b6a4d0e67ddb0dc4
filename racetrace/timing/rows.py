"""Where the rows of a table are, in JSON or in lines of text."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from racetrace.timing.lines import LONGEST_LINE, decoded, fields

Row = dict[str, Any]
SEPARATORS: Final = ('\t', ';', '|', ',')
LARGEST_FRAME: Final = 1 << 20
MOST_ROWS: Final = 1_000
DEEPEST: Final = 4


class Rows(NamedTuple):
    rows: list[tuple[str, Row]]  # with the key that the document gives them, or nothing
    is_full: bool  # all that there are, and not only those that changed


def document(frame: bytes) -> Any:
    """Return what a JSON frame says, None when it is not one."""
    start = frame[:20].lstrip(b'\xef\xbb\xbf \t\r\n')[:1]
    if start not in {b'{', b'['} or len(frame) > LARGEST_FRAME:
        return None
    try:
        return json.loads(frame)
    except (ValueError, RecursionError):
        return None


def at(said: Any, path: Sequence[str]) -> Any:
    for name in path:
        said = said.get(name) if isinstance(said, dict) else None
    return said


def rows(said: Any, *, mapped: frozenset[str] | None = None) -> Rows | None:
    """Return the rows of a list, of objects by key, or the one that it is; None when there are none.

    `mapped` are the columns that a row may have: without two of them, a lone object is no row.
    """
    if isinstance(said, list):
        found = [('', row) for one in said[:MOST_ROWS] if (row := _row(one)) is not None]
        return Rows(found, is_full=True) if found else None
    if not isinstance(said, dict):
        return None
    if said and all(isinstance(one, dict) for one in said.values()):
        return Rows([(str(key), one) for key, one in list(said.items())[:MOST_ROWS]], is_full=False)
    if mapped is not None and len(mapped & said.keys()) >= min(2, len(mapped)):
        return Rows([('', said)], is_full=False)
    return None


def _row(said: Any) -> Row | None:
    if isinstance(said, dict):
        return said
    if isinstance(said, list):
        return {str(i): one for i, one in enumerate(said[:100])}
    return None


def places(said: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """Yield wherever rows are in a document, with the way there."""
    found = rows(said)
    if found is not None and any(len(one) >= 2 for _, one in found.rows):
        yield path, found
    if isinstance(said, dict) and len(path) < DEEPEST:
        for name, one in list(said.items())[:100]:
            yield from places(one, (*path, str(name)))


def cells(frame: bytes, separator: str) -> list[list[str]]:
    """Return the cells of each line of a text table; a line that is too long for one is left out."""
    lines = frame[:LARGEST_FRAME].split(b'\n')[: MOST_ROWS + 1]
    return [fields(decoded(line), separator) for line in lines if line.strip() and len(line) <= LONGEST_LINE]
