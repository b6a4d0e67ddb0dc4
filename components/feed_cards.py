"""The feeds that can be followed: what is run there now, under which flag, who leads, and how old that is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from nicegui.elements.mixins.text_element import TextElement

from components import address
from components.kit import box, button, text
from components.nothing import Nothing
from components.sure import Sure
from racetrace.timing.words import Flag


class FeedState(StrEnum):
    CONNECTING = 'connecting'
    LIVE = 'live'
    SILENT = 'silent'
    LOST = 'lost'
    ENDED = 'ended'
    OFF = 'off'
    REPLAY = 'replay'


SAID: Final = {
    FeedState.CONNECTING: 'connecting',
    FeedState.LIVE: 'live',
    FeedState.SILENT: 'silent',
    FeedState.LOST: 'no connection',
    FeedState.ENDED: 'ended',
    FeedState.OFF: 'switched off',
    FeedState.REPLAY: 'replay',
}
TONES: Final = {
    FeedState.LIVE: 'ok',
    FeedState.SILENT: 'warn',
    FeedState.LOST: 'bad',
    FeedState.REPLAY: 'info',
}
FLAGS: Final = {
    Flag.GREEN: 'green flag',
    Flag.YELLOW: 'yellow flag',
    Flag.DOUBLE_YELLOW: 'double yellow',
    Flag.SAFETY_CAR: 'safety car',
    Flag.VIRTUAL_SAFETY_CAR: 'virtual safety car',
    Flag.RED: 'red flag',
    Flag.CHEQUERED: 'finished',
}


OnSwitch = Callable[[int, bool], Awaitable[None]]
OnRemove = Callable[[int], Awaitable[None]]
OnChange = Callable[[int], Awaitable[None]]
OnDemo = Callable[[], Awaitable[None]]

GONE: Final = 'and the sessions that were kept of it are then shown to nobody.'
AGAIN: Final = 'It is asked again by itself. If the address is wrong, change it.'


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCard:
    feed_id: int
    circuit: str
    provider: str
    state: FeedState
    session: str = ''
    flag: Flag = Flag.NONE
    leader: str = ''  # number and name
    entries: int = 0
    age_s: float | None = None  # since anything was heard
    note: str = ''  # to its owner: what is wrong with it
    is_mine: bool = False  # who looks may switch it on and off
    is_to_map: bool = False  # nothing reads it until somebody says what its columns hold
    why: str = ''  # there is no connection; for whose feed it is


class FeedCards:
    def __init__(
        self,
        feeds: Sequence[FeedCard],
        *,
        how: str = '',
        on_switch: OnSwitch | None = None,
        on_remove: OnRemove | None = None,
        on_change: OnChange | None = None,
        on_demo: OnDemo | None = None,
    ) -> None:
        """`how` says, to who sees none, what to do next. `on_switch` gets a feed and whether it is to run."""
        self._states: dict[int, TextElement] = {}
        if not feeds:
            _none(how, on_demo)
            return
        with box('feeds', 'ul', aria_label='Feeds'):
            for feed in feeds:
                with box('feeds__item', 'li'):
                    self._states[feed.feed_id] = _card(feed)
                    if feed.is_mine and on_switch is not None:
                        _ways(feed, on_switch)
                    if feed.is_mine and on_change is not None:
                        _change(feed, on_change)
                    if feed.is_mine and on_remove is not None and feed.state is FeedState.OFF:
                        Sure('Remove', f'{feed.circuit} {GONE}', partial(on_remove, feed.feed_id))
                    if feed.why:
                        text(f'{feed.why} {AGAIN}', 'feeds__why', 'p')

    def tell(self, feeds: Sequence[FeedCard]) -> None:
        """Say anew how the same feeds are, and leave what else is shown."""
        for feed in feeds:
            self._states[feed.feed_id].set_text(state_words(feed))


def _none(how: str, on_demo: OnDemo | None) -> None:
    nothing = Nothing('No live timing is set up.', how, way=None)
    if on_demo is not None:
        with nothing, box():
            button('Follow a simulated race', kind='line').on('click', on_demo)


def _change(feed: FeedCard, on_change: OnChange) -> None:
    change = button('Change', kind='line').classes('feeds__switch')
    change.props['aria-label'] = f'Change: {feed.circuit}'
    change.on('click', lambda: on_change(feed.feed_id))


def _ways(feed: FeedCard, on_switch: OnSwitch) -> None:
    word = 'Map this feed' if feed.is_to_map else 'Format'
    way = button(word, kind='line', href=address.feed_format(feed.feed_id))
    way.classes('feeds__switch').props['aria-label'] = f'{word}: {feed.circuit}'
    if feed.is_to_map:
        return
    is_off = feed.state is FeedState.OFF
    switch = button('Follow' if is_off else 'Stop', kind='line').classes('feeds__switch')
    switch.on('click', lambda: on_switch(feed.feed_id, is_off))


def _card(feed: FeedCard) -> TextElement:
    """Draw it, and return where its state stands."""
    with box('feeds__card', 'a', href=address.live(feed.feed_id)):
        box(f'feeds__flag feeds__flag--{feed.flag}', aria_hidden='true')
        with box('feeds__where'):
            text(feed.circuit, 'feeds__circuit')
            text(feed.session or 'nothing is run now', 'feeds__session muted')
            if feed.note:
                text(feed.note, 'feeds__note tone-bad')
        text(FLAGS.get(feed.flag, ''), 'feeds__word')
        text(f'{feed.leader} leads' if feed.leader else '', 'feeds__leader wide')
        with box('feeds__state'):
            box(f'dot dot--{TONES.get(feed.state, "")}')
            return text(state_words(feed), 'num')


def state_words(feed: FeedCard) -> str:
    """Return how a feed is: `live, 2 s old`, `silent for 3 min`."""
    said = SAID[feed.state]
    if feed.age_s is None or feed.state in {
        FeedState.OFF,
        FeedState.ENDED,
        FeedState.REPLAY,
        FeedState.CONNECTING,
    }:
        return said
    return (
        f'{said}, {age(feed.age_s)} old' if feed.state is FeedState.LIVE else f'{said} for {age(feed.age_s)}'
    )


def age(seconds: float) -> str:
    """Return an age as it is told every second or two: whole seconds, from a minute on whole minutes."""
    if seconds < 1:
        return 'under 1 s'
    if seconds < 60:
        return f'{int(seconds)} s'
    return f'{seconds // 60:.0f} min' if seconds < 3600 else f'{seconds // 3600:.0f} h'
