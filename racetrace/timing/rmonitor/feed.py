"""A feed of RMonitor records, frame by frame."""

from collections.abc import Callable
from typing import Final

from racetrace.timing.events import Event, Noise, Reset
from racetrace.timing.lines import Lines, decoded, fields
from racetrace.timing.rmonitor.doubt import SILENCE_MS, Doubt
from racetrace.timing.rmonitor.entrant import Entrant
from racetrace.timing.rmonitor.hold import Hold
from racetrace.timing.rmonitor.run import Run
from racetrace.timing.values import count, lap_time, milliseconds
from racetrace.timing.words import Field, Flag, Kind

LONGEST_KEY: Final = 32
PASSED_OVER: Final = {'$SR', '$SP', '$T', '$RMLT', '$RMCA', '$RMDTL'}


class RMonitor:
    """Turns records into events. What follows a reset is held until all was told: as one, it can be compared.

    A record whose frame is not yet whole waits for the next, unless the frames of the feed are whole lines.
    """

    def __init__(self, *, are_lines_whole: bool = False) -> None:
        self._lines = Lines(are_whole=are_lines_whole, start=b'$')
        self._run = Run()
        self._told_titles = '', ''
        self._events: list[Event] = []
        self._waiting: dict[str, Entrant] = {}  # passed, and not yet counted
        self._hold: Hold | None = Hold()
        self._doubt: Doubt | None = None
        self._last_ms = 0  # the last record

    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        """Return what a frame says. What is not of this protocol is one Noise; the rest of it counts."""
        events = self._events = []
        strange, size = b'', 0
        for line in self._lines.of(frame):
            if not self._line(line, at_ms):
                strange, size = strange or line, size + len(line)
        if size or self._lines.lost:
            why = repr(strange[:60]) if size else 'a line without an end'
            events.append(Noise(size + self._lines.taken_lost(), why))
        return events

    def _line(self, line: bytes, at_ms: int) -> bool:
        """Take a record in; return whether it is of this protocol."""
        if not line.startswith(b'$'):
            return not line.strip()
        record = fields(decoded(line))
        if record[0] not in _READ:
            return record[0] in PASSED_OVER
        if len(record) < _READ[record[0]][0]:
            return False
        if not self._is_doubted(record, at_ms):
            self._take(record, at_ms)
        self._last_ms = at_ms
        return True

    def _take(self, record: list[str], at_ms: int) -> None:
        if self._hold is not None:
            self._await(self._hold, record, at_ms)
        _READ[record[0]][1](self, record, at_ms)

    def _is_doubted(self, record: list[str], at_ms: int) -> bool:
        """Keep a record that may be of a new connection; take those that were kept once that is clear."""
        doubt = self._doubt
        if doubt is None:
            is_late = self._hold is None and at_ms - self._last_ms >= SILENCE_MS
            if is_late and self._run.entrants and Doubt.begins(record):
                self._doubt = Doubt(at_ms=at_ms, records=[record])
            return self._doubt is not None
        if doubt.takes(record, at_ms, self._run):
            return True
        self._doubt = None
        if doubt.is_anew(self._run):
            self._begin(Run(), doubt.at_ms)
        for one in doubt.records:
            self._take(one, doubt.at_ms)
        return False

    def _await(self, hold: Hold, record: list[str], at_ms: int) -> None:
        """Tell what was held before a record that comes later, or is news of a race that runs."""
        name, run = record[0], self._run
        is_known = bool(run.entrants) or (bool(run.id) and run.titles != self._told_titles)
        is_over = hold.is_over(at_ms) or (name == '$F' and run.is_whole)
        if (name == '$J' and not self._is_last(record)) or (is_known and is_over):
            hold.heartbeat = None if name == '$F' else hold.heartbeat
            self._tell(at_ms)
        elif name not in {'$F', '$L'}:
            hold.hear(at_ms)

    def _is_last(self, passing: list[str]) -> bool:
        """Return whether this is no news: Race Monitor tells who joins the last passing of each."""
        one = self._run.entrants.get(passing[1][:LONGEST_KEY])
        return one is not None and one.is_known(milliseconds(passing[3]))

    def _tell(self, at_ms: int) -> None:
        hold, self._hold = self._hold, None
        self._told_titles = self._run.titles
        self._waiting.clear()
        self._events += self._run.told()
        if hold is not None and hold.heartbeat is not None:
            self._f(hold.heartbeat, at_ms)

    def _say(self, events: list[Event]) -> None:
        if self._hold is None:
            self._events += events

    def _begin(self, run: Run, at_ms: int, *, is_cleared: bool = False) -> None:
        self._run, self._hold = run, Hold(is_cleared=is_cleared)
        self._hold.hear(at_ms)

    def _entrant(self, key: str) -> Entrant | None:
        return self._run.entrant(key[:LONGEST_KEY])

    def _i(self, _: list[str], at_ms: int) -> None:
        self._begin(Run(), at_ms, is_cleared=True)

    def _b(self, record: list[str], at_ms: int) -> None:
        if self._run.id and record[1] != self._run.id:
            self._begin(self._run.next(), at_ms)
        if self._run.titles != (record[2], record[1]):
            self._run.name, self._run.id = record[2], record[1]
            self._say([self._run.titled()])
            self._judge(at_ms)

    def _rms(self, record: list[str], at_ms: int) -> None:
        self._run.sort = record[1].lower()
        self._judge(at_ms)

    def _judge(self, at_ms: int) -> None:
        """Tell all anew when it turns out that this is another kind of session."""
        found = self._run.stated_kind()
        if self._hold is None and found is not None and found is not self._run.kind:
            self._tell(at_ms)

    def _e(self, record: list[str], _: int) -> None:
        self._say(self._run.described(record[1], record[2]))

    def _c(self, record: list[str], _: int) -> None:
        self._say(self._run.classed(record[1], record[2]))

    def _a(self, record: list[str], _: int) -> None:
        key, number, transponder, first, last, extra, class_id = record[1:8]
        self._entered(key, number, class_id, first, last, extra)
        if transponder and (one := self._entrant(key)) is not None:
            self._say(one.say(Field.TRANSPONDER, transponder))

    def _comp(self, record: list[str], _: int) -> None:
        key, number, class_id, first, last, extra, additional = record[1:8]
        self._entered(key, number, class_id, first, last, extra)
        if (one := self._entrant(key)) is not None:
            self._say(one.added(additional))

    def _entered(self, key: str, number: str, class_id: str, first: str, last: str, extra: str) -> None:
        if (one := self._entrant(key)) is None:
            return
        one.class_id = class_id
        self._say(one.say(Field.NUMBER, number))
        self._say(one.named(first, last, extra))
        if class_id in self._run.classes:
            self._say(one.say(Field.CATEGORY, self._run.classes[class_id]))

    def _f(self, record: list[str], at_ms: int) -> None:
        """Take the heartbeat: laps and time to go, time of day, time since the start, flag."""
        if self._hold is not None:
            self._hold.heartbeat = record
            if self._hold.is_cleared and not self._run.id and self._hold.is_over(at_ms):
                self._events.append(Reset(Kind.NONE))
                self._hold.is_cleared = False
            return
        run = self._run
        for one in self._waiting.values():
            self._say(one.uncounted())
        self._waiting.clear()
        self._say(run.flagged(record[5]))
        ticked = run.clock.ticked(
            count(record[1]),
            milliseconds(record[2]),
            milliseconds(record[4]),
            at_ms,
            runs=run.flag not in {Flag.NONE, None},
        )
        if ticked is not None:
            self._events.append(ticked)

    def _j(self, record: list[str], _: int) -> None:
        one, total_ms = self._entrant(record[1]), milliseconds(record[3])
        if one is not None and total_ms is not None:
            self._say(one.passed(lap_time(record[2]), total_ms))
            self._waiting[one.key] = one

    def _g(self, record: list[str], _: int) -> None:
        if (one := self._entrant(record[2])) is None:
            return
        one.by_laps = count(record[1]) or None
        if not self._run.is_by_best:
            self._say(one.say(Field.POSITION, one.by_laps))
        self._say(one.counted(count(record[3]) or 0, milliseconds(record[4])))

    def _h(self, record: list[str], _: int) -> None:
        if (one := self._entrant(record[2])) is None:
            return
        one.by_best, self._run.has_best = count(record[1]) or None, True
        if self._run.is_by_best:
            self._say(one.say(Field.POSITION, one.by_best))
        if (best := lap_time(record[4])) is not None:
            self._say(one.say(Field.BEST, best))
            self._say(one.say(Field.BEST_LAP, count(record[3]) or None))

    def _l(self, record: list[str], _: int) -> None:
        """Take the passing of a line in the ground, of somebody that is known."""
        one = self._run.entrants.get(record[1][:LONGEST_KEY])
        if one is not None:
            self._say(one.crossed(record[3].upper(), record[4], milliseconds(record[5]) or 0))

    def _rmhl(self, record: list[str], _: int) -> None:
        """Take a lap of the past, as Race Monitor sends them to who joins late."""
        one, number = self._entrant(record[1]), count(record[2])
        if one is None or not number:
            return
        times = lap_time(record[4]), milliseconds(record[6])
        if self._hold is not None:
            one.remembered(number, *times)
        else:
            self._say(one.recalled(number, *times))


_READ: Final[dict[str, tuple[int, Callable[[RMonitor, list[str], int], None]]]] = {
    '$A': (8, RMonitor._a),
    '$B': (3, RMonitor._b),
    '$C': (3, RMonitor._c),
    '$COMP': (8, RMonitor._comp),
    '$E': (3, RMonitor._e),
    '$F': (6, RMonitor._f),
    '$G': (5, RMonitor._g),
    '$H': (5, RMonitor._h),
    '$I': (1, RMonitor._i),
    '$J': (4, RMonitor._j),
    '$L': (6, RMonitor._l),
    '$RMHL': (7, RMonitor._rmhl),
    '$RMS': (2, RMonitor._rms),
}
