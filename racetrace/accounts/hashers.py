"""Threads that hash passwords, and leave the cores to whoever opens a page."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import get_native_id
from typing import Final

NICE: Final = 10  # a tenth of a core, where another thread wants it


def hashers(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, 'hash', initializer=_give_way)


def _give_way() -> None:
    if sys.platform == 'linux':  # elsewhere a whole process is nice, or none of it
        with suppress(OSError):  # a sandbox may forbid it: else nobody would sign in there
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)
