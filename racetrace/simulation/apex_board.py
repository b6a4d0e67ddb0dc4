"""An Apex Timing board through one session: what stands on it, and the lines by which it changes."""

from collections.abc import Iterable, Sequence
from typing import Final

from racetrace.simulation.apex_cells import Cell, Scene, clock
from racetrace.simulation.apex_columns import columns, grid
from racetrace.simulation.apex_ticks import EVERYBODY
from racetrace.simulation.happenings import Happening, What
from racetrace.simulation.race_truth import (
    Flag,
    Meeting,
    Notice,
    NoticeKind,
    SessionKind,
    SessionTruth,
)
from racetrace.simulation.standings import Place, Standings, State

LIGHTS: Final = {Flag.GREEN: 'lg', Flag.YELLOW: 'ly', Flag.RED: 'lr', Flag.CHEQUERED: 'lf'}
SAID: Final = {Flag.GREEN: 'Start', Flag.RED: 'Red flag', Flag.CHEQUERED: 'Finish'}  # not of yellow
BANNERS: Final = {NoticeKind.WARNING: 'msgw', NoticeKind.PENALTY: 'msgp'}
STYLES: Final = (
    'css|no1|border-bottom-color:#FFFF00 !important; color:#000000 !important;',
    'css|no2|border-bottom-color:#0080FF !important; color:#FFFFFF !important;',
    'css|pena1|color:#f00; font-size:11px; font-weight: bold; text-align:center;',
)
NOTHING: Final = ('init|n|', 'best|hide|', 'effects||Effects', 'comments||Comments', 'track||')


class ApexBoard:
    """Every line sent is a difference of what stands here, so that who joins later sees the same."""

    def __init__(self, meeting: Meeting, session: SessionTruth, sectors: bool) -> None:
        self._meeting, self._session, self._sectors = meeting, session, sectors
        self._columns = columns(session.kind, sectors, meeting.in_teams)
        self._standings = Standings(session)
        self._rows = {row: f'r{row}c' for row in self._standings.places}  # in the order of the grid
        self._ranks = {row: place.position for row, place in self._standings.places.items()}
        self._cells: dict[str, Cell] = {}
        self._control: list[str] = []  # the newest first
        self._light = 'lr'
        self._paint(session.opens_ms, self._standings.order)

    def init(self, now_ms: int) -> list[str]:
        kind = 'p' if self._session.kind is SessionKind.QUALIFYING else 'r'
        rows = [(row, self._ranks[row], self._cells) for row in self._rows]
        venue = self._meeting.venue
        return [
            *(f'init|{kind}|', 'best|hide|', *STYLES, 'effects||Effects', 'comments||Comments'),
            *(f'title1||{self._meeting.title}', f'title2||{self._session.title}'),
            *(self._clock(now_ms), f'light|{self._light}|', 'wth1||', 'wth2||', 'wth3||'),
            f'track||{venue.name.upper()} ({venue.length_m}m)',
            f'com||{"".join(self._control)}',
            f'grid||{grid(self._columns, rows)}',
            'msg||',
        ]

    def change(self, now_ms: int, happened: Sequence[Happening], ticked: Iterable[int] = ()) -> list[str]:
        """Return the lines of what happened at one moment, in the order in which real feeds have them."""
        before = self._standings.best and self._standings.best.best
        bests = list(self._standings.best_sectors)
        for one in happened:
            self._standings.fold(one)
            self._forget(one)
        rows = {*ticked, *(one.row for one in happened)}
        whole = EVERYBODY in rows or any(one.what is What.LINE for one in happened)
        if whole or bests != self._standings.best_sectors:
            rows = set(self._rows)
        head, tail = self._said(now_ms, happened)
        drawn = self._paint(now_ms, [place for place in self._standings.order if place.run.row in rows])
        best = self._standings.best
        if best is not None and best.best is not before:
            tail.append(f'msg||{self._best_lap(best)}')
        return [*head, *drawn, *self._passes(happened), *tail]

    def clock(self, now_ms: int) -> str:
        """Return the line that is sent every half a minute, and which the browser goes on from."""
        return self._clock(now_ms)

    def _clock(self, now_ms: int) -> str:
        long_ms = self._session.minutes * 60_000
        if now_ms < self._session.green_ms:
            hours, minutes = divmod(self._session.minutes, 60)
            return f'dyn1|text|{hours:02d}:{minutes:02d}:00'
        if now_ms >= self._session.finish_ms:
            return 'dyn1|text|'
        return f'dyn1|countdown|{max(0, self._session.green_ms + long_ms - now_ms)}'

    def _paint(self, now_ms: int, places: Iterable[Place]) -> list[str]:
        scene = Scene(standings=self._standings, now_ms=now_ms, in_teams=self._meeting.in_teams)
        lines = []
        for place in places:
            name = self._rows[place.run.row]
            for index, column in enumerate(self._columns, 1):
                cell = column.show(scene, place)
                if self._cells.get(f'{name}{index}') != cell:
                    self._cells[f'{name}{index}'] = cell
                    lines.append(f'{name}{index}|{cell[0]}|{cell[1]}')
        return lines

    def _forget(self, one: Happening) -> None:
        """Forget what a passing measures anew: it is sent even if it is what stood there."""
        measured = {What.LINE: 'llp', What.SPLIT: f's{one.value}'}.get(one.what)
        if one.what is What.LINE and one.value == 1:
            return
        for index, column in enumerate(self._columns, 1):
            if column.type == measured:
                self._cells.pop(f'{self._rows[one.row]}{index}')

    def _passes(self, happened: Sequence[Happening]) -> list[str]:
        """Return the lines about whole rows, in the order of the table: passings, then ranks."""
        lines = []
        for row, place in self._standings.places.items():
            lines += [line for one in happened if one.row == row for line in self._pass(place, one)]
            if self._ranks[row] != place.position:
                self._ranks[row] = place.position
                lines.append(f'r{row}|#|{place.position}')
        return lines

    def _pass(self, place: Place, one: Happening) -> list[str]:
        """What is expected of the next stretch is as the best lap was; the first time round, nothing."""
        best = place.best if place.state is not State.FINISHED else None
        if one.what is What.LINE:
            expected = f'{best.time_ms}|{best.sectors_ms[0] if self._sectors else ""}' if best else '|'
            return [f'r{one.row}|*|{expected}']
        if one.what is What.SPLIT and self._sectors:
            return [f'r{one.row}|*i{one.value}|{best.sectors_ms[one.value] if best else ""}']
        if one.what is What.PIT_IN:
            return [f'r{one.row}|*in|0']
        if one.what in {What.PIT_OUT, What.RELEASED}:
            return [f'r{one.row}|*out|0']
        return []

    def _said(self, now_ms: int, happened: Iterable[Happening]) -> tuple[list[str], list[str]]:
        """Return what race control shows and says: lines for the head of a frame, and for its end."""
        head: list[str] = []
        tail: list[str] = []
        at = f'<b>{self._meeting.time_of_day(now_ms):%H:%M}</b>'
        for one in happened:
            if one.what is What.FLAG:
                flag = self._session.flags[one.value].flag
                self._light = LIGHTS[flag]
                head.append(f'light|{self._light}|')
                if flag in SAID:
                    self._control.insert(0, f'<p>{at}<span data-flag="{flag}"></span>{SAID[flag]}</p>')
                    head.append(f'com||{"".join(self._control)}')
                if one.value == 0 or flag is Flag.CHEQUERED:
                    tail.append(self._clock(now_ms))
            elif one.what is What.NOTICE:
                notice = self._session.notices[one.value]
                self._control.insert(0, f'<p>{at}{self._noted(notice)}</p>')
                head.append(f'com||{"".join(self._control)}')
                team = self._session.run(notice.number).entrant.team
                tail.append(f'msg|{BANNERS[notice.kind]}|No.{notice.number} {team} : {notice.text}')
        return head, tail

    def _noted(self, notice: Notice) -> str:
        style = f'no{self._session.run(notice.number).entrant.category + 1}'
        kart = f'<span class="com_no {style}">{notice.number}</span>'
        return f'<span data-flag="{notice.kind}"></span>{kart}{notice.text}'

    def _best_lap(self, place: Place) -> str:
        assert place.best is not None
        kmh = self._meeting.venue.length_m * 3600 / place.best.time_ms
        return f'Best lap : {place.run.entrant.team} - {clock(place.best.time_ms)} ({kmh:.2f} Km/h)'
