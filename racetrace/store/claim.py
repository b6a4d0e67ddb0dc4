"""One RaceTrace at a time works on a store: another would sweep away what the first is writing.

The claim is a lock of the operating system on a file beside the data, or one that the database holds for a
connection: so that it ends with its process, however that ends.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from racetrace.errors import StoreInUse, StoreNotUsable

if sys.platform == 'win32':
    import msvcrt

    BEYOND = 1 << 30  # what is locked cannot be read there, and the address stands at the beginning

    def _lock(file: BinaryIO) -> None:
        file.seek(BEYOND)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def claimed(data: Path | str, url: str) -> Iterator[None]:
    """Hold the claim, and say where its holder is served. Raises StoreInUse, with that address if any."""
    if isinstance(data, str):
        from racetrace.store import database_claim

        with database_claim.claimed(data, url):
            yield
    else:
        with _claimed_file(data, url):
            yield


@contextmanager
def _claimed_file(data: Path, url: str) -> Iterator[None]:
    place = _beside(data)
    try:
        file = place.open('a+b')
    except OSError as error:
        raise StoreNotUsable(f'{data} cannot be used: {error.strerror}.') from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            raise StoreInUse(f'Another RaceTrace works on {data}.', holder(data)) from error
        file.truncate(0)
        file.write(url.encode())
        file.flush()
        yield


def holder(data: Path) -> str:
    """Return where the holder of the claim is served; '' when it is not."""
    return _beside(data).read_bytes()[:200].decode(errors='replace')


def _beside(data: Path) -> Path:
    return data.with_name(data.name + '-claim')
