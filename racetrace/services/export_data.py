"""Hand somebody all that is theirs: a zip of their rows as JSON, and of their files as they came."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import RawIOBase
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.viewer import Viewer
from racetrace.store import audit, owned, uploads
from racetrace.store.database import reading, writing


def export_data(instance: Instance, viewer: Viewer) -> Iterator[bytes]:
    """Yield a zip piece by piece, so that the largest fits through little memory. Raises NotPermitted."""
    demand_own(viewer, 'account.export')
    now = instance.clock()
    with writing(instance.engine) as db:
        audit.note(db, at=now, who_id=viewer.user_id, what='export data', from_where=viewer.address)
    with reading(instance.engine) as db:
        tables = list(owned.rows(db, viewer.user_id))
        files = owned.files(db, viewer.user_id)
    return _zipped(instance, now, tables, files)


def _zipped(
    instance: Instance,
    now: datetime,
    tables: list[tuple[str, list[dict[str, Any]]]],
    files: list[tuple[int, str]],
) -> Iterator[bytes]:
    pieces = _Pieces()
    with ZipFile(pieces, 'w') as archive:
        for name, rows in tables:
            text = json.dumps(rows, indent=1, default=_said, ensure_ascii=False)
            archive.writestr(_entry(f'{name}.json', now), text)
            yield pieces.taken()
        for upload_id, name in files:
            with archive.open(
                _entry(f'files/{upload_id}-{_plain(name)}', now), 'w', force_zip64=True
            ) as file:
                for piece in uploads.raw_of(instance.engine, upload_id):
                    file.write(piece)
                    yield pieces.taken()
    yield pieces.taken()


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


def _plain(name: str) -> str:
    """A name of a file and never a path: it is unpacked on somebody's computer."""
    last = PurePosixPath(name.replace('\\', '/')).name
    return ''.join(c if c.isprintable() and c not in ':*?"<>|/' else '_' for c in last)[-100:] or 'unnamed'


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
