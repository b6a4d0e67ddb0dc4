"""Hand somebody all that is theirs: a zip of their rows as JSON, and of their files as they came."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.viewer import Viewer
from racetrace.services.zipped import plain, zipped
from racetrace.store import audit, owned, uploads
from racetrace.store.database import reading, writing


def export_data(instance: Instance, viewer: Viewer) -> Iterator[bytes]:
    """Yield a zip piece by piece. Raises NotPermitted."""
    demand_own(viewer, 'account.export')
    now = instance.clock()
    with writing(instance.engine) as db:
        audit.note(db, at=now, who_id=viewer.user_id, what='export data', from_where=viewer.address)
    with reading(instance.engine) as db:
        tables = list(owned.rows(db, viewer.user_id))
        files = owned.files(db, viewer.user_id)
    return zipped(_files(instance, tables, files), now)


def _files(
    instance: Instance, tables: list[tuple[str, list[dict[str, Any]]]], files: list[tuple[int, str]]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, rows in tables:
        yield f'{name}.json', [json.dumps(rows, indent=1, default=_said, ensure_ascii=False).encode()]
    for upload_id, name in files:
        yield f'files/{upload_id}-{plain(name)}', uploads.raw_of(instance.engine, upload_id)


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
