"""What waits until a feed has told everything: only a whole can be compared with the session that runs."""

from dataclasses import dataclass
from typing import Final

QUIET_MS: Final = 300  # the records that tell all come within milliseconds of each other
LONGEST_MS: Final = 5_000


@dataclass(slots=True, kw_only=True)
class Hold:
    is_cleared: bool = False  # by the feed, and nothing was told since
    since_ms: int | None = None
    heard_ms: int = 0  # the last record of those that tell all
    heartbeat: list[str] | None = None  # the last that came meanwhile

    def hear(self, at_ms: int) -> None:
        self.heard_ms = at_ms
        if self.since_ms is None:
            self.since_ms = at_ms

    def is_over(self, at_ms: int) -> bool:
        if self.since_ms is None:
            return False
        return at_ms - self.heard_ms >= QUIET_MS or at_ms - self.since_ms >= LONGEST_MS
