"""How much is kept, and how much somebody may keep."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from racetrace.accounts.permissions import OF_NOBODY
from racetrace.errors import QuotaReached
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand
from racetrace.services.viewer import Viewer
from racetrace.store import usage
from racetrace.store.usage import Usage as Usage

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    users: tuple[Usage, ...]  # who keeps the most first
    quota_bytes: int  # of the files and feeds of one user; 0: as much as there is room for
    file_bytes: int | None  # of the data file; None: a database elsewhere
    free_bytes: int | None  # on its disk


def storage(instance: Instance, viewer: Viewer) -> Storage:
    """Raises NotPermitted."""
    demand(viewer, 'storage.read', OF_NOBODY)
    here = instance.data if isinstance(instance.data, Path) else None
    return Storage(
        users=tuple(usage.of_all(instance.engine)),
        quota_bytes=instance.quota_bytes,
        file_bytes=here.stat().st_size if here else None,
        free_bytes=shutil.disk_usage(here.parent).free if here else None,
    )


def room(instance: Instance, viewer: Viewer) -> int | None:
    """Return how many bytes of files somebody may still hand in; None where nothing is counted."""
    if not instance.quota_bytes:
        return None
    return max(0, instance.quota_bytes - usage.counted(instance.engine, viewer.user_id))


def insist_on_room(instance: Instance, left: int | None, wanted: int) -> None:
    """Raises QuotaReached."""
    if left is not None and wanted > left:
        mib = instance.quota_bytes // MIB
        raise QuotaReached(
            f'Your files and feeds take all of the {mib} MiB that one account may keep. '
            'Delete sessions for good in the bin, or ask an admin.'
        )
