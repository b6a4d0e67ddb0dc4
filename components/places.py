"""Where a page leads to: what stands in the rail, in the bottom bar of a phone, and below the account."""

from dataclasses import dataclass
from typing import Final

Place = tuple[str, str, str]  # its icon, which names it too, a word, an address

SESSIONS: Final[Place] = ('sessions', 'Sessions', '/')
COMPARE: Final[Place] = ('compare', 'Compare', '/compare')
LIVE: Final[Place] = ('live', 'Live', '/live')
GARAGE: Final[Place] = ('garage', 'Garage', '/garage')
EVENTS: Final[Place] = ('events', 'Events', '/events')
TRACKS: Final[Place] = ('tracks', 'Tracks', '/tracks')
BOARD: Final[Place] = ('board', 'Board', '/leaderboard')
TEAMS: Final[Place] = ('teams', 'Teams', '/teams')
ADMIN: Final[Place] = ('admin', 'Admin', '/admin')


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose page it is: on one's own laptop neither of the first two."""

    has_account: bool = False
    is_guest: bool = False
    is_admin: bool = False  # the one of a laptop, too


def rail(whose: Whose) -> tuple[Place, ...]:
    if whose.is_guest:
        return (SESSIONS, COMPARE, LIVE, TRACKS, BOARD)
    if whose.has_account:
        return (SESSIONS, COMPARE, LIVE, GARAGE, EVENTS, TRACKS, BOARD, TEAMS)
    return (SESSIONS, COMPARE, LIVE, GARAGE, EVENTS)


def foot(whose: Whose) -> tuple[Place, ...]:
    """Return what stands at the foot of the rail."""
    return (ADMIN,) if whose.is_admin else ()


def tabs(whose: Whose) -> tuple[Place, ...]:
    """Return the four of a phone."""
    return (SESSIONS, COMPARE, LIVE, BOARD if whose.has_account or whose.is_guest else GARAGE)


def listed(whose: Whose) -> list[tuple[str, str, bool]]:
    """Return what stands below the account: words, addresses, and whether only a phone wants it there."""
    others = [place for place in (*rail(whose), *foot(whose)) if place not in tabs(whose)]
    mine = [('My account', '/me', False)] if whose.has_account else []
    return [*mine, *((word, href, True) for _, word, href in others), ('Bin', '/bin', False)]
