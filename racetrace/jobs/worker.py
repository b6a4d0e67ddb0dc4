"""What runs in a worker process: one job after the other, within the limits that the process is given.

To a worker travel the pieces of a file, if there are any, an empty message which ends them, and a question:
what to do, with which arguments, and whether the file comes before them. A `Kind` and a value travel back,
until one is neither `TOLD` nor `ASKED`; a reply is waited for only by what is asked.
"""

import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from types import GeneratorType
from typing import Any

from racetrace.jobs.asked import Asked

if sys.platform != 'win32':
    import resource

TEXT = 2000  # characters of an error that are kept: a hostile file may be quoted in it


class Kind(StrEnum):
    TOLD = 'told'
    ASKED = 'asked'
    RETURNED = 'returned'
    RAISED = 'raised'


def serve(pipe: Connection, lifeline: Connection, warm: bytes, memory_bytes: int | None) -> None:
    """Be a worker, until the other end of the pipe or of the lifeline is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; our parent tells us
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    # A screen and a live feed go before a calculation, which leaves them a core.
    os.environ.setdefault('POLARS_MAX_THREADS', str(max(1, (os.cpu_count() or 1) - 1)))
    if hasattr(os, 'nice'):
        os.nice(5)
    _leave_no_core_file()
    pickle.loads(warm)()
    if memory_bytes is not None:
        _limit_memory(memory_bytes)
    with suppress(EOFError, OSError):
        while True:
            _do_one(pipe)


def _do_one(pipe: Connection) -> None:
    received = BytesIO()
    while piece := pipe.recv_bytes():
        received.write(piece)
    try:
        begun = _begin(received, *pickle.loads(pipe.recv_bytes()))
        answer = _packed(Kind.RETURNED, _talk(pipe, begun))
    except Exception as error:
        answer = _packed_error(error)
    pipe.send_bytes(answer)


def _begin(received: BytesIO, work: Callable[..., object], args: tuple[Any, ...], from_file: bool) -> object:
    """Call the work. A generator is the only one to hold the file from then on, and may let go of it."""
    if not from_file:
        return work(*args)
    with received:
        file = received.getvalue()  # not a copy, as nothing is written to `received` any more
    return work(file, *args)


def _talk(pipe: Connection, begun: object) -> object:
    """Return what the work returns; before that, send what it yields and hand it the replies."""
    if not isinstance(begun, GeneratorType):
        return begun
    reply = None
    while True:
        try:
            said = begun.send(reply)
        except StopIteration as end:
            return end.value
        if isinstance(said, Asked):
            pipe.send_bytes(_packed(Kind.ASKED, said.value))
            reply = pickle.loads(pipe.recv_bytes())
        else:
            pipe.send_bytes(_packed(Kind.TOLD, said))
            reply = None


def _packed(kind: Kind, value: object) -> bytes:
    return pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)


def _packed_error(error: Exception) -> bytes:
    """Pack an error as it is if it can travel, or else its text."""
    trace = f'In a worker:\n{_shortened(traceback.format_exc())}'  # a traceback cannot travel
    try:
        error.__notes__ = [note[:TEXT] for note in (*getattr(error, '__notes__', ()), trace)]
        packed = _packed(Kind.RAISED, error)
        pickle.loads(packed)  # many an error can be packed, but not unpacked
    except Exception:
        # Unlike str(), this has words for an error whose own fail.
        plain = RuntimeError(''.join(traceback.format_exception_only(error.with_traceback(None)))[:TEXT])
        plain.add_note(trace)
        return _packed(Kind.RAISED, plain)
    return packed


def _shortened(text: str) -> str:
    """Leave out the middle of a long traceback: it begins with the first cause and ends with the outcome."""
    return text if len(text) <= TEXT else f'{text[: TEXT // 2]} … {text[3 - TEXT // 2 :]}'


def _leave_no_core_file() -> None:
    """A process that aborts would write its memory, gigabytes of it, beside the data."""
    if sys.platform != 'win32':
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(more_bytes: int) -> None:
    """Let the process map so much more than it has mapped now, where the system says how much that is.

    Beyond that Python raises MemoryError, and native code mostly aborts: both end here, and not the machine.
    """
    mapped = Path('/proc/self/statm')
    if sys.platform == 'win32' or not mapped.exists():
        return
    limit = int(mapped.read_text().split()[0]) * resource.getpagesize() + more_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))  # -1: no limit


def _end_with(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()  # nobody ever sends; this returns when the other end is gone
    os._exit(0)
