"""Ids that hold on every instance: UUIDs of version 7 (RFC 9562), which sort by the time they were made."""

import os
import time
from uuid import UUID


def uid() -> str:
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), 'big')
    value = value & ~(0xF << 76) | 7 << 76  # the version
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))  # the variant
