"""Room for those who watch: so many in all, and so many from one place on the network.

Without the second, one who opens sockets in a row would keep everybody else out.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from racetrace.errors import TooBusy

MOST: Final = 5000


class Seats:
    """Belongs to the event loop."""

    def __init__(self, *, most: int = MOST, most_of_one: int = 0) -> None:
        """`most_of_one`: from one place; 0: as many as there are."""
        self._most, self._most_of_one = most, most_of_one
        self._taken: Counter[str] = Counter()
        self.taken = 0

    @contextmanager
    def one(self, origin: str) -> Iterator[None]:
        """Hold a seat as long as the context lasts. Raises TooBusy."""
        if self.taken >= self._most:
            raise TooBusy(f'{self._most} people watch already: try again in a minute.')
        if self._most_of_one and self._taken[origin] >= self._most_of_one:
            raise TooBusy(
                f'{self._most_of_one} people watch from your address already: close a page of these.'
            )
        self.taken += 1
        self._taken[origin] += 1
        try:
            yield
        finally:
            self.taken -= 1
            self._taken[origin] -= 1
            if not self._taken[origin]:
                del self._taken[origin]
