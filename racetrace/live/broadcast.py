"""One board, told to all who watch: encoded once, at most twice a second, the whole and then what changes."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Final

from racetrace.live.past import Past, Sort, Told
from racetrace.live.viewer import Viewer
from racetrace.timing.sessions import Sessions
from racetrace.timing.shown import Shown

EVERY_S: Final = 0.5
ABOUT_S: Final = 5.0  # how the feed is doing, when that does not change
SPARE_S: Final = 10.0  # between boards that one may begin with

About = Callable[[], dict[str, Any]]


class Broadcast:
    """Belongs to the event loop. Numbers begin with the time, so that those of an earlier start are lower."""

    def __init__(
        self,
        sessions: Sessions,
        *,
        every_s: float = EVERY_S,
        past: Past | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sessions = sessions
        self.about: About = dict
        self.viewers: set[Viewer] = set()
        self.past = past or Past()
        self.is_over = False
        self.now_s = now_s
        self._every_s = every_s
        self._stirred = asyncio.Event()
        self._shown = Shown(sessions.board, seq=int(time.time() * 1000))
        self._said_about: dict[str, Any] = {}
        self._about_s = self._spare_s = float('-inf')
        self._whole = (-1, '')

    @property
    def seq(self) -> int:
        return self._shown.seq

    def stir(self) -> None:
        """Say that something may have changed."""
        self._stirred.set()

    def show(self, sessions: Sessions) -> None:
        """Tell of these from now on."""
        self.sessions = sessions
        self.stir()

    async def run(self) -> None:
        """Tell what changes, until cancelled: at once after a silence, else when it is time."""
        while True:
            try:
                async with asyncio.timeout(self._every_s):
                    await self._stirred.wait()
            except TimeoutError:
                self.tick()  # for who watches with a delay, and for a feed that fell silent
                continue
            self._stirred.clear()
            self.tick()
            await asyncio.sleep(self._every_s)

    def tick(self) -> None:
        """Tell what is new."""
        now_s = self.now_s()
        about = self.about()
        news = {'feed': about} if self._is_news(about, now_s) else {}
        if self.sessions.board is not self._shown.board:
            self._shown = Shown(self.sessions.board, seq=self.seq)
            self._tell(now_s, Sort.WHOLE, self.whole())
        elif (delta := self._shown.delta()) is not None:
            # In one text: a second one would come to the last viewer twice as late.
            self._tell(now_s, Sort.DELTA, _text('delta', {**delta, 'now_ms': about.get('now_ms'), **news}))
        elif news:
            self._tell(now_s, Sort.ABOUT, _text('feed', about))
        if now_s - self._spare_s >= SPARE_S and not self._has_spare():
            self._tell(now_s, Sort.SPARE, self.whole())
        for viewer in self.viewers:
            viewer.look(now_s)

    def whole(self) -> str:
        """Return the board as it was told last."""
        if self._whole[0] != self.seq:
            snapshot = _text('snapshot', {**self._shown.snapshot(), 'feed': self.about()})
            self._whole = self.seq, snapshot
        return self._whole[1]

    def say_how(self) -> None:
        """Tell how the feed is doing as soon as it is time, though only its clock was set."""
        self._about_s = float('-inf')
        self.stir()

    def how(self) -> str:
        """Return how the feed is doing now."""
        return _text('feed', self.about())

    def add(self, viewer: Viewer) -> None:
        self.viewers.add(viewer)

    def discard(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)

    def close(self) -> None:
        """End it for all who watch."""
        self.is_over = True
        for viewer in self.viewers:
            viewer.wake()

    def _tell(self, at_s: float, sort: Sort, text: str) -> None:
        self.past.add(Told(at_s, self.seq, sort, text))
        if sort in {Sort.WHOLE, Sort.SPARE}:
            self._spare_s = at_s

    def _is_news(self, about: dict[str, Any], now_s: float) -> bool:
        """Return whether to tell how the feed is doing: when that changes, and now and then."""
        lasting = {name: value for name, value in about.items() if name not in {'age_ms', 'now_ms'}}
        if lasting == self._said_about and now_s - self._about_s < ABOUT_S:
            return False
        self._said_about, self._about_s = lasting, now_s
        self._whole = -1, ''  # it says so too
        return True

    def _has_spare(self) -> bool:
        """Return whether the last whole board is still as things are."""
        last = self.past.whole_before(self.past.end)
        return last is not None and self.past[last].seq == self.seq


def _text(sort: str, document: dict[str, Any]) -> str:
    return json.dumps({'type': sort, **document}, separators=(',', ':'))
