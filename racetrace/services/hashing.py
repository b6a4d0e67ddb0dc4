"""Passwords are hashed a few at a time: each hash takes memory and a core, from everybody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, Final, TypeVar

from racetrace.errors import TooBusy
from racetrace.services.instance import Instance

PATIENCE_S: Final = 10.0
T = TypeVar('T')


@contextmanager
def turn(instance: Instance) -> Iterator[None]:
    """Wait for one's turn to hash a password. Raises TooBusy, at once where many wait already."""
    with held(instance.turns, 0), held(instance.hashing, PATIENCE_S):
        yield


def aside(instance: Instance, hashing: Callable[..., T], *given: Any) -> T:
    """Return what a hash came to, in one's turn: it is taken where whoever opens a page goes first."""
    return instance.hashers.submit(hashing, *given).result()


@contextmanager
def held(places: BoundedSemaphore, patience_s: float) -> Iterator[None]:
    """Hold one of so many places. Raises TooBusy."""
    if not places.acquire(timeout=patience_s):
        raise TooBusy('Very many people want this at this moment. Try again in a minute.')
    try:
        yield
    finally:
        places.release()
