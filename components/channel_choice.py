"""Which channels are drawn, in which order and how high: as an address, a person and a chart have it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self
from urllib.parse import quote, unquote

from components import address
from components.channel_groups import label
from components.traces import SHORT, USUAL, Shown, channels
from racetrace.telemetry.comparison import Comparison


class Height(StrEnum):
    SMALL = 'small'
    NORMAL = 'normal'
    TALL = 'tall'


SHARES: Final = {Height.SMALL: 0.6, Height.NORMAL: 1.0, Height.TALL: 1.8}
KNOWN: Final = frozenset(channel.name for channel in USUAL)
LONG: Final = {name: short for short, name in SHORT.items()}
MOST: Final = 10  # a person may want more than are usual
LONGEST: Final = 4000  # letters of an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    name: str  # of a channel, as the file or an address calls it
    height: Height = Height.NORMAL

    @classmethod
    def of(cls, word: str) -> Self | None:
        """Read `brake` or `brake:tall`; None where that names nothing."""
        name, colon, height = word.rpartition(':') if ':' in word else (word, '', '')
        known = height in list(Height)
        name = unquote(name if known or not colon else word)
        return cls(name=name, height=Height(height) if known else Height.NORMAL) if name else None


def picked(ch: object) -> list[Picked]:
    """Read `speed,brake:tall` of an address, or what was remembered. Each channel once."""
    found = filter(None, map(Picked.of, address.words(ch[:LONGEST] if isinstance(ch, str) else '')))
    return list({one.name: one for one in found}.values())


def written(picks: Iterable[Picked]) -> str:
    """Write what `picked` reads; what would part the words is escaped."""
    return ','.join(
        quote(short_name(one.name), safe=' /()[]°²³')
        + ('' if one.height is Height.NORMAL else f':{one.height}')
        for one in picks
    )


def short_name(name: str) -> str:
    """Return what an address calls a channel."""
    return LONG.get(name, name)


def shown(comparison: Comparison, picks: Sequence[Picked]) -> list[Shown]:
    """Return what is drawn of those picked; without any that a lap has, the usual channels."""
    found: dict[str, Shown] = {}
    for one in picks:
        for channel in channels(comparison, [one.name]):
            found.setdefault(channel.name, replace(channel, weight=channel.weight * SHARES[one.height]))
    return [_named(channel) for channel in list(found.values())[:MOST] or channels(comparison)]


def _named(channel: Shown) -> Shown:
    return channel if channel.name in KNOWN else replace(channel, label=label(channel.name))


def as_shown(picks: Sequence[Picked], drawn: Sequence[Shown], comparison: Comparison) -> list[Picked]:
    """Return the picks that say what is drawn: under its own names, with the heights that were asked for."""
    heights = {channel.name: one.height for one in picks for channel in channels(comparison, [one.name])}
    return [Picked(name=channel.name, height=heights.get(channel.name, Height.NORMAL)) for channel in drawn]
