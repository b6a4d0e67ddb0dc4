"""What a feed says, in the same words for every provider.

Durations are whole milliseconds, None is unknown. Tuples, because a feed sends thousands a second. The moment
at which the frame was received stands beside an event and not in it.
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

from racetrace.timing.words import Counting, Field, Flag, Kind, Mark


class Gap(NamedTuple):
    """How far behind: by time on the same lap, else by laps. The leader's is nothing."""

    ms: int = 0
    laps: int = 0


class Column(NamedTuple):
    """A column of the provider's table."""

    id: str  # the provider's own, as c7
    label: str
    type: str  # the provider's own, as llp
    field: Field | None  # None: we do not know what it holds


class Message(NamedTuple):
    """A line of the control room's log."""

    time: str  # of day, as the feed writes it
    kind: str  # green, yellow, red, chequered, warning, penalty, message
    number: str  # of the kart, or nothing
    text: str


class Reset(NamedTuple):
    """The feed begins anew; all that it knows follows. It may be the session that runs already."""

    kind: Kind | None  # None: the feed does not say


class Titled(NamedTuple):
    event: str
    session: str
    run: str = ''  # the provider's own number of it


class OnTrack(NamedTuple):
    name: str
    length_m: int | None


class Layout(NamedTuple):
    columns: tuple[Column, ...]


class Listed(NamedTuple):
    """The full table: these entries and no others, in the feed's order."""

    keys: tuple[str, ...]


class Said(NamedTuple):
    """A value of one entry. Its type follows from the field: int for times and counts, Gap, else str."""

    key: str
    field: Field
    value: str | int | Gap | None
    mark: Mark | None = None  # None: as it was, for the feed did not say
    column: str = ''  # for Field.OTHER


class Lapped(NamedTuple):
    """A lap was completed, and the feed confirmed it."""

    key: str
    number: int | None  # None: the feed does not count them
    ms: int | None
    mark: Mark = Mark.PLAIN


class PastLap(NamedTuple):
    number: int  # as the provider numbers laps where it keeps them, which need not be as on its board
    ms: int | None  # None: not known, or not of the whole lap
    mark: Mark
    is_pit: bool


class Recalled(NamedTuple):
    """Laps that the provider kept, told when it was asked, in their order, with those that were heard."""

    key: str
    laps: tuple[PastLap, ...]


class Withdrawn(NamedTuple):
    """The timekeepers took laps back; only so many are left."""

    key: str
    laps: int


class Passed(NamedTuple):
    """A crossing of a timing line: 0 is start/finish, others are intermediates."""

    key: str
    line: int
    next_ms: int | None = None  # the provider's guess of the time to its next line, or round the lap
    lap_ms: int | None = None


class Pitted(NamedTuple):
    key: str
    is_inside: bool


class Ticked(NamedTuple):
    counting: Counting
    value_ms: int | None = None
    laps_done: int | None = None
    laps_total: int | None = None
    text: str = ''


class Flagged(NamedTuple):
    flag: Flag


class Announced(NamedTuple):
    """The whole log of the control room, newest first."""

    messages: tuple[Message, ...]


class Bannered(NamedTuple):
    text: str


class Noise(NamedTuple):
    """Bytes that are not of this protocol: counted, kept in the recording, never fatal."""

    size: int
    why: str


Event = (
    Reset
    | Titled
    | OnTrack
    | Layout
    | Listed
    | Said
    | Lapped
    | Withdrawn
    | Recalled
    | Passed
    | Pitted
    | Ticked
    | Flagged
    | Announced
    | Bannered
    | Noise
)


def written(at_ms: int, events: Iterable[Event]) -> bytes:
    """Return the events of one frame as a line each: the same frames give the same bytes."""
    lines = (json.dumps([at_ms, type(one).__name__, *one], ensure_ascii=False) for one in events)
    return ''.join(line + '\n' for line in lines).encode('utf-8', 'surrogatepass')
