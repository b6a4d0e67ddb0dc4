"""Hold what works for a server in the middle of its work, for as long as a test looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from tests.running_server import RunningServer


@contextmanager
def held_workers(server: RunningServer) -> Iterator[None]:
    """Let no import get on."""
    with _suspended(server.workers()):
        yield


@contextmanager
def held_server(server: RunningServer) -> Iterator[None]:
    """Let it take nothing from its sockets: what is sent fills the buffers between, and waits."""
    with _suspended([psutil.Process(server.process.pid)]):
        yield


@contextmanager
def _suspended(processes: list[psutil.Process]) -> Iterator[None]:
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()
