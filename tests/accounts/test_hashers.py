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


def _niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, get_native_id())
