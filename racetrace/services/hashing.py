"""Passwords are hashed a few at a time: each hash takes memory and a core, from everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from racetrace.errors import TooBusy
from racetrace.services.instance import Instance

PATIENCE_S: Final = 10.0


@contextmanager
def turn(instance: Instance) -> Iterator[None]:
    """Wait for one's turn to hash a password. Raises TooBusy."""
    if not instance.hashing.acquire(timeout=PATIENCE_S):
        raise TooBusy('Very many people sign in at this moment. Try again in a minute.')
    try:
        yield
    finally:
        instance.hashing.release()
