"""What an Apex Timing server answers to requests: sessions that are over, and laps and stops of a kart."""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from racetrace.simulation.apex import apex_init_at
from racetrace.simulation.race_truth import KartRun, Meeting, PitStop, RaceLap, SessionTruth

ERROR: Final = 'error'
DRIVER: Final = re.compile(r'D#(-?\d+#D\d+\.(?:L|P|B|INF)(?:#-?\d+#D\d+\.(?:L|P|B|INF))*)')
PART: Final = re.compile(r'(-?\d+)#D(\d+)\.(L|P|B|INF)')


def apex_answer(meeting: Meeting, at_ms: int, request: str, *, sectors: bool = False) -> str:
    """Return the answer to `S#`, `S#<n>`, `D#…`, or `S#<n>#D#…`; 'error' to anything else."""
    over = {session.number: session for session in meeting.sessions if session.closes_ms <= at_ms}
    if request == 'S#':
        return ''.join(f'{number}#{session.title}\n' for number, session in over.items())
    live = next((one for one in meeting.sessions if one.opens_ms <= at_ms < one.closes_ms), None)
    archived = re.fullmatch(r'S#(\d{1,4})(?:#(D#.*))?', request)
    if archived:
        live, request = over.get(int(archived[1])), archived[2] or ''
        if live is not None and not request:
            return _result(meeting, live, sectors)
        at_ms = live.closes_ms if live else at_ms
    asked = DRIVER.fullmatch(request)
    if live is None or asked is None:
        return ERROR
    told = [line for part in PART.findall(asked[1]) for line in _about(live, at_ms, part, sectors)]
    return ''.join(f'{line}\n' for line in told)


def _result(meeting: Meeting, session: SessionTruth, sectors: bool) -> str:
    whole = apex_init_at(meeting, session.closes_ms - 1, sectors=sectors).decode().splitlines()
    return '0@0@' + next(line for line in whole if line.startswith('grid|')) + '\n'


def _about(session: SessionTruth, at_ms: int, part: tuple[str, str, str], sectors: bool) -> Iterator[str]:
    count, row, what = part
    run = next((run for run in session.runs if run.row == int(row)), None)
    if run is None:
        return
    newest = abs(int(count))
    laps = [lap for lap in run.laps if lap.end_ms <= at_ms]
    if what == 'L':
        yield from list(_laps(session, run, laps, at_ms, sectors))[:newest]
    elif what == 'P':
        yield from list(_stops(session, run, at_ms))[:newest]
    elif what == 'B' and laps:
        best = min(laps, key=lambda lap: lap.time_ms)
        times = [min(lap.sectors_ms[index] for lap in laps) if sectors else '' for index in range(3)]
        yield f'D{run.row}.B#{"|".join(map(str, times))}|{best.time_ms}'
    elif what == 'INF':
        yield f'D{run.row}.INF#{_who(run, at_ms)}'


def _laps(
    session: SessionTruth, run: KartRun, laps: list[RaceLap], at_ms: int, sectors: bool
) -> Iterator[str]:
    """Yield laps, the newest first. The first of all is the way to the line, and has no time."""
    bests = [lap.time_ms for other in session.runs for lap in other.laps if lap.end_ms <= at_ms]
    own = min((lap.time_ms for lap in laps), default=0)
    for lap in reversed(laps):
        pit = any(stop.lap == lap.number for stop in run.pit_stops)
        best = 'p' if lap.time_ms == min(bests) else 'g' if lap.time_ms == own else ''
        times = '|'.join(map(str, lap.sectors_ms)) if sectors else '||'
        yield f'D{run.row}.L{lap.number + 1:04d}#{times}|{"b" if pit else best}{lap.time_ms}'
    if run.crossings_ms and run.crossings_ms[0] <= at_ms:
        yield f'D{run.row}.L0001#|||'


def _stops(session: SessionTruth, run: KartRun, at_ms: int) -> Iterator[str]:
    """Yield stops and the stints before them, the newest first; the stint under way has no stop yet."""
    stops = [stop for stop in run.pit_stops if stop.in_ms <= at_ms]
    begins = [run.released_ms, *(stop.out_ms for stop in stops)]
    drivers = [0, *(stop.driver for stop in stops)]
    driven: dict[int, int] = {}
    told = []
    after: list[PitStop | None] = [*stops, None]
    for index, (start, driver, stop) in enumerate(zip(begins, drivers, after, strict=True), 1):
        until = stop.in_ms if stop else min(at_ms, run.finished_ms or at_ms)
        if until < start:
            break
        driven[driver] = driven.get(driver, 0) + until - start
        crossed = [passed for passed in run.crossings_ms if passed <= until]
        laps = sum(passed > start for passed in crossed)
        out = stop.out_ms if stop and stop.out_ms <= at_ms else None
        times = f'{out - session.green_ms}|{out - until}' if out else '|'
        fields = f'{index}|{len(crossed)}|{until - session.green_ms}|{times}|{until - start}|{laps}'
        told.append(f'D{run.row}.P{index:02d}#{fields}|{_person(run, driver)}|{driven[driver]}')
    yield from reversed(told)


def _who(run: KartRun, at_ms: int) -> str:
    entrant = run.entrant
    people = ''
    for index, racer in enumerate(entrant.racers):
        who = f'id="{_person(run, index)}" member="0" num="{index + 1}" name="{escape(racer.name)}"'
        current = ' current="1"' if index == run.driver_at(at_ms) else ''
        people += f'<driver  {who} nat="" color="#000000"{current}/>'
    team = f'num="{entrant.number}" name="{escape(entrant.team)}" nat="" color="#1ADB23"'
    category = f'<inf type="class" title="Category" value="{entrant.category_name}"/>'
    return f'<driver  id="{run.row}" member="0" center="70" {team}>{category}{people}</driver>'


def _person(run: KartRun, index: int) -> int:
    return 100_000 + 10 * run.row + index
