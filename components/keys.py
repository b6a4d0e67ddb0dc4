"""The keys: one table for the map that `?` opens and for what they do.

A key works the control of the page that is marked with `data-key`, in the row that has the focus the one with
`data-row-key`; without one on the page it leads to its address. `j` and `k` go through whatever has
`data-row`. The keys of laps that are compared belong to their charts and chips.
"""

from dataclasses import dataclass
from typing import Final

from nicegui import ui


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    keys: tuple[str, ...]  # 'g s': one after the other
    says: str
    leads: str = ''


ANYWHERE: Final = (
    Key(keys=('/',), says='search', leads='/?find='),
    Key(keys=('u',), says='upload'),
    Key(keys=('c',), says='compare the chosen laps, or the latest', leads='/compare'),
    Key(keys=('g s',), says='go to the sessions', leads='/'),
    Key(keys=('g l',), says='go to live timing', leads='/live'),
    Key(keys=('g g',), says='go to the garage', leads='/garage'),
    Key(keys=('g e',), says='go to the events', leads='/events'),
    Key(keys=('t',), says='theme'),
    Key(keys=('?',), says='this list'),
)
ROWS: Final = (
    Key(keys=('j', 'k'), says='next, previous row or lap'),
    Key(keys=('x',), says='choose the lap, or the kart to set against another'),
    Key(keys=('b',), says='choose the best lap'),
)
LIVE: Final = (
    Key(keys=('f',), says='follow the kart of the row'),
    Key(keys=('p',), says='pause, go on'),
)
GROUPS: Final = (
    ('Anywhere', (*ANYWHERE, Key(keys=('Esc',), says='close, clear, back to the whole lap'))),
    ('Sessions and laps', (*ROWS, Key(keys=('Enter',), says='open'))),
    (
        'Live timing',
        (
            *LIVE,
            Key(keys=('Space',), says='play, pause a replay'),
        ),
    ),
    (
        'Charts',
        (
            Key(keys=('←', '→'), says='cursor 2 m, with Shift 20 m'),
            Key(keys=('[', ']'), says='previous, next corner'),
            Key(keys=('1 … 7',), says='look at a lap'),
            Key(keys=('r',), says='make the lap looked at the reference'),
            Key(keys=('a',), says='add a lap'),
            Key(keys=('Delete',), says='take the lap looked at away'),
            Key(keys=('z',), says='zoom to the corner'),
            Key(keys=('m',), says='mark the place, and see the difference'),
        ),
    ),
)


class Keys(ui.element, component='keys.js'):
    """The button that opens the map; while it stands on a page, the keys work."""

    def __init__(self) -> None:
        super().__init__()
        self.props['leads'] = {key: of.leads for of in (*ANYWHERE, *ROWS, *LIVE) for key in of.keys}
        self.props['groups'] = tuple(
            {'title': title, 'keys': [{'keys': list(of.keys), 'says': of.says} for of in keys]}
            for title, keys in GROUPS
        )
