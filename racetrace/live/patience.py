"""How long a feed is waited for, and when it is asked again."""

from dataclasses import dataclass
from typing import Final

ATTEMPTS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    first_s: float = 5.0  # before the second attempt; twice as long before each further one
    most_s: float = 60.0
    attempts: int = ATTEMPTS  # after so many in vain it is given up, which means: asked seldom; 0: never
    seldom_s: float = 300.0
    stale_s: float = 15.0  # silence of what is running, until that is said
    dead_s: float = 75.0  # silence until the connection is believed dead: Apex says nothing once a minute

    def has_given_up(self, failures: int) -> bool:
        return 0 < self.attempts <= failures

    def wait_s(self, failures: int, chance: float) -> float:
        """Return how long to wait after so many failures in a row, the first being 1.

        `chance` (0 to 1) spreads it over the upper half: else all who lost a server would come back at once.
        """
        if self.has_given_up(failures):
            longest = self.seldom_s
        else:
            longest = min(self.first_s * 2.0 ** min(failures - 1, 60), self.most_s)
        return longest * (0.5 + chance / 2)
