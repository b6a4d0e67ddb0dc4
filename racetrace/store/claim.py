"""One RaceTrace at a time works on a store: another would sweep away what the first is writing.

The claim is a lock of the operating system on a file beside the data, or one that the database holds for a
connection: so that it ends with its process, however that ends.
"""

import sys
from collections.abc import Callable, Iterator
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


Lost = Callable[[StoreInUse], None]


@contextmanager
def claimed(data: Path | str, url: str, *, lost: Lost, every_s: float = 5.0) -> Iterator[None]:
    """Hold the claim, and say where its holder is served. Raises StoreInUse, with that address if any.

    A database may lose it, being started anew. That is looked for every few seconds, and it is taken again;
    `lost` is called in another thread where somebody else has it by then. A file cannot lose it.
    """
    if isinstance(data, str):
        from racetrace.store import database_claim

        with database_claim.claimed(data, url, lost, every_s):
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
