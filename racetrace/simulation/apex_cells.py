"""The cells of an Apex Timing board: class and text of each, for a kart at a moment.

The classes are those of the real feeds: `tn`, `ti`, `tb` a lap or a sector, the driver's best, the best of
all; `to` a running stopwatch; `in` and `ib` plain and large; `sr su sd ss si so sf` what the kart does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from racetrace.simulation.race_truth import SessionKind
from racetrace.simulation.standings import Behind, Place, Standings, State

Cell = tuple[str, str]  # class, text

DRIVER_FROM_MS: Final = 20_000  # of every half minute a team shows who drives
HALF_MINUTE_MS: Final = 30_000
MOVED_FOR_MS: Final = 40_000
CROSSED_FOR_MS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    standings: Standings
    now_ms: int
    in_teams: bool

    @property
    def racing(self) -> bool:
        return self.standings.session.kind is SessionKind.RACE


Show = Callable[[Scene, Place], Cell]


def clock(ms: int) -> str:
    """1:06.234 or 59.864, as laps and gaps are written."""
    minutes, rest = divmod(ms, 60_000)
    return f'{minutes}:{rest / 1000:06.3f}' if minutes else f'{rest / 1000:.3f}'


def hours(ms: int) -> str:
    return f'{ms // 3_600_000}:{ms // 60_000 % 60:02d}'


def status(scene: Scene, place: Place) -> Cell:
    return _status(scene, place), ''


def _status(scene: Scene, place: Place) -> str:
    fixed = {State.PIT: 'si', State.OUT: 'so', State.STOPPED: 'ss', State.FINISHED: 'sf'}
    if place.state in fixed:
        return fixed[place.state]
    if place.state is State.WAITING:
        return 'ss' if scene.racing else 'in'
    since = scene.now_ms - place.crossed[-1]
    leader = scene.standings.order[0]
    if since >= CROSSED_FOR_MS and (not scene.racing or len(leader.crossed) > len(place.crossed)):
        return 'in'
    if place.moved and since < MOVED_FOR_MS:
        return 'sd' if place.moved > 0 else 'su'
    return 'sr'


def rank(scene: Scene, place: Place) -> Cell:
    del scene
    return '', str(place.position) if place.laps else ''


def number(scene: Scene, place: Place) -> Cell:
    del scene
    return f'no{place.run.entrant.category + 1}', place.number


def driver(scene: Scene, place: Place) -> Cell:
    name = place.run.entrant.racers[place.driver].name
    into = (scene.now_ms - scene.standings.session.opens_ms) % HALF_MINUTE_MS
    if not scene.in_teams:
        return 'dr', name
    if into < DRIVER_FROM_MS:
        return 'dr', place.run.entrant.team
    return 'drteam', f'{name} [{hours(place.driving_ms(scene.now_ms))}]'


def category(scene: Scene, place: Place) -> Cell:
    del scene
    return 'in', place.run.entrant.category_name


def sector(index: int) -> Show:
    """Return what shows a sector: hundredths, cut and not rounded; empty once a new lap's first is there."""

    def show(scene: Scene, place: Place) -> Cell:
        took = place.sectors_ms[index]
        if took is None:
            return '', ''
        best = place.best_sectors_ms[index] == took
        of_all = best and scene.standings.best_sectors[index] is place
        return 'tb' if of_all else 'ti' if best else 'tn', clock(took)[:-1]

    return show


def last_lap(scene: Scene, place: Place) -> Cell:
    if not place.laps:
        return '', ''
    own = place.laps[-1] is place.best
    mark = 'tb' if own and scene.standings.best is place else 'ti' if own else 'tn'
    return mark, clock(place.laps[-1].time_ms)


def best_lap(scene: Scene, place: Place) -> Cell:
    plain = 'in' if scene.racing else 'ib'
    if place.best is None:
        return plain, ''
    of_all = scene.racing and scene.standings.best is place
    return 'tb' if of_all else plain, clock(place.best.time_ms)


def gap(scene: Scene, place: Place) -> Cell:
    leader = scene.standings.order[0]
    plain = 'ib' if scene.racing else 'in'
    if place is not leader:
        return plain, _behind(scene.standings.behind(leader, place))
    return 'in' if place.laps else plain, f'Lap {len(place.laps)}' if scene.racing and place.laps else ''


def interval(scene: Scene, place: Place) -> Cell:
    if place.position == 1:
        return 'in', ''
    ahead = scene.standings.order[place.position - 2]
    return 'in', _behind(scene.standings.behind(ahead, place))


def _behind(behind: Behind | None) -> str:
    if behind is None:
        return ''
    return f'{behind.laps} Lap{"s" * (behind.laps > 1)}' if behind.laps else clock(behind.ms)


def laps(scene: Scene, place: Place) -> Cell:
    del scene
    return 'in', str(len(place.laps)) if place.laps else ''


def on_track(scene: Scene, place: Place) -> Cell:
    """Hours and minutes since the last stop; in the pits, and until the next line, the stop's length."""
    if place.state in {State.PIT, State.OUT} and place.stops:
        stood = (place.out_ms if place.state is State.OUT else scene.now_ms) - place.in_ms
        minutes, seconds = divmod(stood // 1000, 60)
        return 'to', f'{minutes}:{seconds:02d}.' if minutes else f'{seconds:02d}.'
    if not scene.racing and not place.crossed:
        return 'in', ''
    until_ms = place.crossed[-1] if place.state is State.FINISHED else scene.now_ms
    return 'in', hours(max(0, until_ms - place.out_ms))


def pits(scene: Scene, place: Place) -> Cell:
    del scene
    return 'in', str(place.stops) if place.stops else ''


def penalty(scene: Scene, place: Place) -> Cell:
    said = scene.standings.session.notices[: scene.standings.notices]
    mine = [notice.penalty for notice in said if notice.number == place.number and notice.penalty]
    return ('pena1', mine[-1]) if mine else ('', '')
