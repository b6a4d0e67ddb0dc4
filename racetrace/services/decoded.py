"""What was read from the store and decoded, kept while there is room: the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar('T')

MOST_BYTES = 256 << 20


class Decoded:
    """Holds only what never changes, so that nothing is ever stale."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = Lock()
        self.nbytes = 0

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """Return the value of `key`; `make` returns it with its size in bytes where it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast(T, self._values[key][0])
        value, nbytes = make()  # two threads may make the same; that is rarer than waiting for each other
        if nbytes <= self._most_bytes:
            self._keep(key, value, nbytes)
        return value

    def _keep(self, key: Hashable, value: object, nbytes: int) -> None:
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._values[key] = value, nbytes
            self.nbytes += nbytes - before
            while self.nbytes > self._most_bytes:
                _, (_, freed) = self._values.popitem(last=False)
                self.nbytes -= freed
