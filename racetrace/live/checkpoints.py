"""States of a reader on its way through a recording, so that going back is not beginning again."""

import pickle
from typing import Final, NamedTuple

from racetrace.live.reader import Reader

EVERY: Final = 2000  # frames, at first
MOST: Final = 32


class Checkpoint(NamedTuple):
    frames: int  # that were read
    at_ms: int  # of the last frame that was read
    state: bytes


class Checkpoints:
    """At most 32: when there are more, every second goes and they are taken half as often."""

    def __init__(self, *, every: int = EVERY) -> None:
        self._kept: list[Checkpoint] = []
        self._every = every

    def offer(self, reader: Reader, frames: int, at_ms: int) -> None:
        """Keep the state when it is time. What is pickled is ours, and stays in this process."""
        if frames % self._every or (self._kept and self._kept[-1].frames >= frames):
            return
        self._kept.append(Checkpoint(frames, at_ms, pickle.dumps(reader, pickle.HIGHEST_PROTOCOL)))
        if len(self._kept) > MOST:
            self._kept = self._kept[1::2]
            self._every *= 2

    def before(self, at_ms: int) -> tuple[Reader, int] | None:
        """Return the last state that knows nothing after a moment, and how many frames it has read."""
        found = [one for one in self._kept if one.at_ms <= at_ms]
        return (pickle.loads(found[-1].state), found[-1].frames) if found else None
