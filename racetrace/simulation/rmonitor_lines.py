"""The records of the RMonitor protocol, as Orbits writes them."""

from datetime import datetime
from typing import Final

from racetrace.simulation.entrants import CATEGORIES
from racetrace.simulation.race_truth import Flag, Meeting, SessionTruth
from racetrace.simulation.standings import Place

FLAGS: Final = {Flag.GREEN: 'Green ', Flag.YELLOW: 'Yellow', Flag.RED: 'Red   ', Flag.CHEQUERED: 'Finish'}
NO_FLAG: Final = '      '
NO_LIMIT: Final = 9999  # of laps


def clock(ms: int) -> str:
    """00:01:02.345"""
    return f'{seconds(ms)}.{ms % 1000:03d}'


def seconds(ms: int) -> str:
    return f'{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}'


def heartbeat(laps: int, to_go_ms: int, now: datetime, raced_ms: int, flag: str) -> str:
    return f'$F,{laps},"{seconds(to_go_ms)}","{now:%H:%M:%S}","{seconds(raced_ms)}","{flag}"'


def cleared(now: datetime) -> str:
    return f'$I,"{now:%H:%M:%S}","{now:%d %b %y}"'


def run(session: SessionTruth) -> str:
    return f'$B,{session.number},"{session.title}"'


def track(meeting: Meeting) -> list[str]:
    """The length has no unit: these are kilometres."""
    length = f'{meeting.venue.length_m / 1000:.3f}'
    return [f'$E,"TRACKNAME","{meeting.venue.name}"', f'$E,"TRACKLENGTH","{length}"']


def classes() -> list[str]:
    return [f'$C,{number},"{name}"' for number, name in enumerate(CATEGORIES, 1)]


def competitor(place: Place) -> list[str]:
    """Return both records of a competitor, under the name of who drives now."""
    return [competitor_a(place), competitor_comp(place)]


def competitor_a(place: Place) -> str:
    entrant = place.run.entrant
    racer = entrant.racers[place.driver]
    who = f'"{entrant.number}","{entrant.number}",{entrant.transponder},"{racer.first}","{racer.last}"'
    return f'$A,{who},"",{entrant.category + 1}'


def competitor_comp(place: Place) -> str:
    entrant = place.run.entrant
    racer = entrant.racers[place.driver]
    who = f'"{entrant.number}","{entrant.number}",{entrant.category + 1},"{racer.first}","{racer.last}"'
    return f'$COMP,{who},"","{entrant.team}"'


def passing(place: Place, green_ms: int) -> str:
    """The first crossing begins a lap and has none."""
    lap_ms = place.laps[-1].time_ms if place.laps else 0
    return f'$J,"{place.number}","{clock(lap_ms)}","{clock(place.crossed[-1] - green_ms)}"'


def raced(position: int, place: Place, green_ms: int) -> str:
    total_ms = place.crossed[-1] - green_ms if place.crossed else 0
    return f'$G,{position},"{place.number}",{len(place.laps) or ""},"{clock(total_ms)}"'


def qualified(position: int, place: Place) -> str:
    number, best_ms = (place.best.number, place.best.time_ms) if place.best else (0, 0)
    return f'$H,{position},"{place.number}",{number},"{clock(best_ms)}"'
