"""A zip that is sent while it is made: the largest fits through little memory."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], at: datetime) -> Iterator[bytes]:
    """Yield a zip of files, by their names in it, of which each comes in pieces."""
    pieces = _Pieces()
    with ZipFile(pieces, 'w') as archive:
        for name, content in files:
            with archive.open(_entry(name, at), 'w', force_zip64=True) as file:
                for piece in content:
                    file.write(piece)
                    yield pieces.taken()
    yield pieces.taken()


def plain(name: str) -> str:
    """Return a name of a file and never a path: it is unpacked on somebody's computer."""
    last = PurePosixPath(name.replace('\\', '/')).name
    return ''.join(c if c.isprintable() and c not in ':*?"<>|/' else '_' for c in last)[-100:] or 'unnamed'


class _Pieces(RawIOBase):
    """What is written, until it is taken: a file that goes forwards only."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _entry(name: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry
