"""Ids that hold on every instance: UUIDs of version 7 (RFC 9562), which sort by the time they were made."""

import os
import time
from uuid import NAMESPACE_URL, UUID, uuid5


def uid() -> str:
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), 'big')
    value = value & ~(0xF << 76) | 7 << 76  # the version
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))  # the variant


def uid_of(name: str) -> str:
    """Return the id of what has one already, in a system of others: always the same."""
    return str(uuid5(NAMESPACE_URL, f'urn:racetrace:{name}'))
