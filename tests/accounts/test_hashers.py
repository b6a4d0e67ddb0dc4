"""Threads that hash passwords."""

import os
import sys
from threading import get_native_id

import pytest

from racetrace.accounts.hashers import NICE, hashers


@pytest.mark.skipif(sys.platform != 'linux', reason='elsewhere a thread has no priority of its own')
def test_a_hash_gives_way_and_nobody_else_does() -> None:
    with hashers(1) as threads:
        before = _niceness()
        assert threads.submit(_niceness).result() == NICE > before
        assert _niceness() == before


@pytest.mark.skipif(sys.platform != 'linux', reason='elsewhere a thread has no priority of its own')
def test_where_a_thread_may_not_give_way_passwords_are_hashed_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, 'setpriority', forbidden)
    with hashers(1) as threads:
        assert threads.submit(_niceness).result() == _niceness()


def _niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, get_native_id())
