"""A SQLite file in which nothing happened yet: migrated once a run, and copied for whoever wants one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from racetrace.store.migrate import migrate


def lay_down(data: Path) -> None:
    """Put a migrated file where there is none yet: to migrate one takes ten times as long as to copy it."""
    if not data.exists():
        data.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        data = Path(folder) / 'racetrace.db'
        migrate(data)
        return data.read_bytes()
