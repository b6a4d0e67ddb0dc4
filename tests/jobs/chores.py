"""What the tests give to a worker: functions of a module that it can import, and light."""

import importlib
import os
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path

from racetrace.errors import LogFormatError
from racetrace.jobs.asked import Asked

MIB = 1 << 20

Raises = Callable[[int], None]
Takes = Callable[[int], int]


class Unfit(Exception):
    """Can be packed, but not unpacked."""

    def __init__(self, one: str, another: str) -> None:
        super().__init__(f'{one} {another}')


class Mute(Unfit):
    def __str__(self) -> str:
        raise ValueError


def modules_with(name: str) -> list[str]:
    importlib.import_module(name)
    return list(sys.modules)


def never_end() -> Generator[int, None, None]:
    yield os.getpid()
    threading.Event().wait()


def replies_to(count: int) -> Generator[Asked, object, list[object]]:
    """Ask 0, 1, …, and return what each was replied to."""
    found = []
    for number in range(count):
        found.append((yield Asked(number)))
    return found


def tell_and_go_on(pipe: str) -> Generator[str, object, object]:
    """Return what the `yield` evaluated to, once somebody reads the named pipe."""
    reply = yield 'told'
    Path(pipe).write_text('done')
    return reply


def described(raw: bytes, width: int) -> tuple[str, int, bytes, bytes]:
    return type(raw).__name__, len(raw), raw[:width], raw[-width:]


def upper_by_reply(raw: bytes, sign: bytes) -> Generator[Asked, bytes, bytes]:
    """Return the sign, the reply to the file's first byte, and the rest of the file."""
    first = yield Asked(raw[:1])
    return sign + first + raw[1:]


def yield_a_lock() -> Generator[object, None, None]:
    yield threading.Lock()


def refuse(text: str) -> None:
    raise LogFormatError(text)


def raise_unfit(length: int) -> None:
    raise Unfit('It is odd:', 'x' * length)


def raise_with_lock(length: int) -> None:
    error = ValueError('It is odd: ' + 'x' * length)
    error.lock = threading.Lock()  # type: ignore[attr-defined]
    raise error


def raise_mute() -> None:
    raise Mute('a', 'b')


def raise_with_note(length: int) -> None:
    error = ValueError('short')
    error.add_note('n' * length)
    raise error


def fill(mib: int) -> int:
    """Ask for that much memory at once."""
    return len(bytes(mib * MIB)) // MIB


def grow(mib: int) -> int:
    """Ask for that much memory little by little."""
    return len([bytearray(MIB) for _ in range(mib)])


def grow_in_polars(mib: int) -> int:
    import polars as pl  # noqa: PLC0415 (a worker that needs no Polars stays light)

    return pl.Series([0]).new_from_index(0, mib * MIB // 8).len()


def core_limit() -> tuple[int, int]:
    import resource  # noqa: PLC0415 (not on Windows)

    return resource.getrlimit(resource.RLIMIT_CORE)
