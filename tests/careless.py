"""What a test keeps is made anew, and guessed at by nobody: no waiting for the disk, no costly hashes.

That is so within the process of the tests only. A test of what we ship says `as_shipped`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from passlib.context import CryptContext

from racetrace.accounts import passwords
from racetrace.store import sqlite

SHIPPED: Final[dict[str, Any]] = {'SERVING': sqlite.SERVING, 'MIGRATING': sqlite.MIGRATING}
SHIPPED_HASHES: Final = passwords.CONTEXT
CHEAP_HASHES: Final = SHIPPED_HASHES.copy(argon2__memory_cost=64, argon2__time_cost=1)  # 0.1 ms; ours take 30


@pytest.fixture(scope='module', autouse=True)
def careless() -> Iterator[None]:
    with _hashing_by(CHEAP_HASHES) as patch:
        for name, pragmas in SHIPPED.items():
            patch.setattr(sqlite, name, (*pragmas, 'synchronous=OFF'))
        yield


@pytest.fixture
def as_shipped() -> Iterator[None]:
    with _hashing_by(SHIPPED_HASHES) as patch:
        for name, pragmas in SHIPPED.items():
            patch.setattr(sqlite, name, pragmas)
        yield


@contextmanager
def _hashing_by(context: CryptContext) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, 'CONTEXT', context)
        passwords._hash_of_nobody.cache_clear()
        yield patch
    passwords._hash_of_nobody.cache_clear()
