"""Whether what a feed sends may still be kept: it counts to what its owner may keep.

Asked anew only now and then, for it takes a look at all that is kept: so much more may come in between.
"""

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine

from racetrace.store import usage

AGAIN_S: Final = 30.0
MIB: Final = 1 << 20


class FeedRoom:
    """Belongs to the thread that writes."""

    def __init__(
        self, engine: Engine, owner_id: int, quota_bytes: int, *, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """`quota_bytes`: of all that the owner keeps; 0: as much as there is room for."""
        self._engine, self._owner_id, self._quota_bytes, self._now_s = engine, owner_id, quota_bytes, now_s
        self._asked_s = float('-inf')
        self._refusal = ''

    def refusal(self) -> str:
        """Return why nothing is kept; '': it is."""
        if self._quota_bytes and self._now_s() - self._asked_s >= AGAIN_S:
            kept = usage.counted(self._engine, self._owner_id)
            self._refusal = _refusal(self._quota_bytes) if kept >= self._quota_bytes else ''
            self._asked_s = self._now_s()
        return self._refusal


def _refusal(quota_bytes: int) -> str:
    return (
        f'What is sent is shown but not kept: the {quota_bytes // MIB} MiB of your account are full. '
        'Delete sessions for good in the bin, or ask an admin.'
    )
