"""How a feed is doing."""

from dataclasses import dataclass
from enum import StrEnum


class FeedState(StrEnum):
    CONNECTING = 'connecting'
    LIVE = 'live'
    STALE = 'stale'  # connected, but what runs is not told of any more
    DOWN = 'down'  # between two attempts
    GAVE_UP = 'gave_up'  # asked only seldom


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    state: FeedState
    is_quiet: bool  # alive, with nothing to tell
    attempts: int  # in vain, since data came last
    now_ns: int
    last_frame_ns: int | None
    again_ns: int | None  # when the next attempt is made
    sentence: str  # why it is down
    frames: int
    noise: int
    unchanged: int
    failures: int  # frames that made our own code fail
    failure: str
    unwritten: int  # frames and entries of the log that are not stored yet
    held_up: int  # frames that waited for room
    store: str  # why the store does not take them

    @property
    def age_ms(self) -> int | None:
        """Return how long ago anything was received."""
        return None if self.last_frame_ns is None else (self.now_ns - self.last_frame_ns) // 1_000_000
