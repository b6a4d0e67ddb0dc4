"""One who watches a board: live, or with a delay that holds for everything he sees."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import Final, Protocol

from racetrace.live.past import Past, Sort

MOST_DELAY_S: Final = 300.0
MOST_BEHIND: Final = 6  # that may wait for a slow viewer; then he gets the board instead
MOST_RESUMED: Final = 40  # that who comes back gets; beyond, the board is shorter


class Watched(Protocol):
    past: Past
    is_over: bool
    now_s: Callable[[], float]

    def whole(self) -> str: ...
    def how(self) -> str: ...
    def add(self, viewer: 'Viewer') -> None: ...
    def discard(self, viewer: 'Viewer') -> None: ...


class Viewer:
    """What he is told, in order. He is never owed more than a board and some seconds of changes."""

    def __init__(self, watched: Watched, *, seq: int | None = None, delay_s: float = 0.0) -> None:
        self._watched = watched
        self._woken = asyncio.Event()
        self._own: deque[str] = deque(maxlen=MOST_BEHIND)  # for him alone
        self._paused_s: float | None = None
        self._next: int | None = None  # None: he begins with the whole board
        self._owed_to = 0  # up to here he was promised at the beginning, however long it takes
        self.delay_s = _bounded(delay_s)
        self.skipped = 0  # times that he was too slow
        self._go_on(seq)
        self.wake()

    @property
    def is_paused(self) -> bool:
        return self._paused_s is not None

    def delay(self, seconds: float) -> None:
        """Watch so many seconds late, from 0 to 300; it ends a pause."""
        self._paused_s, self.delay_s, self._next = None, _bounded(seconds), None
        self._confirm()

    def pause(self) -> None:
        if self._paused_s is None:
            self._paused_s = self._watched.now_s()
        self._confirm()

    def resume(self) -> None:
        """Go on where he paused, that much later; what is too long ago is passed over."""
        if self._paused_s is not None:
            self.delay_s = _bounded(self.delay_s + self._watched.now_s() - self._paused_s)
            self._paused_s = None
        self._confirm()

    def answer(self, text: str) -> None:
        self._own.append(text)
        self.wake()

    def wake(self) -> None:
        self._woken.set()

    def look(self, now_s: float) -> None:
        """Wake him when there is something for him."""
        past = self._watched.past
        number = past.first - 1 if self._next is None else self._next
        if self._paused_s is not None:
            return
        is_lost = number < past.first
        if is_lost or (number < past.end and past[number].at_s <= now_s - self.delay_s):
            self._woken.set()

    async def messages(self) -> AsyncGenerator[str, None]:
        """Yield what he is told, until the board is closed."""
        self._watched.add(self)
        try:
            while not self._watched.is_over:
                await self._woken.wait()
                self._woken.clear()
                while (text := self._text()) is not None:
                    yield text
        finally:
            self._watched.discard(self)

    def _text(self) -> str | None:
        """Return what is to be told now."""
        if self._own:
            return self._own.popleft()
        past, due = self._watched.past, self._due()
        if self._next is not None and self._is_behind(past, due):
            self._next, self.skipped = None, self.skipped + 1
        if self._next is None:
            return self._begin(past, due)
        while self._next < due:
            told = past[self._next]
            self._next += 1
            if told.sort is not Sort.SPARE:
                return told.text
        return None

    def _is_behind(self, past: Past, due: int) -> bool:
        assert self._next is not None
        return self._next < past.first or due - max(self._next, self._owed_to) > MOST_BEHIND

    def _begin(self, past: Past, due: int) -> str | None:
        """Return the board as of his moment, or some seconds before and the changes since are owed."""
        if self.delay_s == 0 and not self.is_paused:
            self._next = self._owed_to = past.end
            self.answer(self._watched.how())
            return self._watched.whole()
        whole = past.whole_before(due)
        if whole is None:
            return None
        self._next, self._owed_to = whole + 1, max(due, whole + 1)
        return past[whole].text

    def _go_on(self, seq: int | None) -> None:
        if seq is None:
            return
        after, due = self._watched.past.after(seq, most=MOST_RESUMED), self._due()
        if after is not None and after <= due:
            self._next, self._owed_to = after, due

    def _due(self) -> int:
        now_s = self._watched.now_s() if self._paused_s is None else self._paused_s
        return self._watched.past.due(now_s - self.delay_s)

    def _confirm(self) -> None:
        document = {'type': 'delay', 'delay_s': round(self.delay_s, 1), 'paused': self.is_paused}
        self.answer(json.dumps(document, separators=(',', ':')))


def _bounded(seconds: float) -> float:
    return min(max(0.0, seconds), MOST_DELAY_S)  # what is no number is 0
