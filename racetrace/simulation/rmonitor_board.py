"""An Orbits server through one session: all that it would say, and what it says of each happening."""

from collections.abc import Sequence

from racetrace.simulation import rmonitor_lines as lines
from racetrace.simulation.happenings import Happening, What
from racetrace.simulation.race_truth import Meeting, SessionKind, SessionTruth
from racetrace.simulation.standings import Place, Standings, qualified, raced


class RMonitorBoard:
    def __init__(self, meeting: Meeting, session: SessionTruth) -> None:
        self._meeting, self._session = meeting, session
        self.standings = Standings(session)
        self._places = list(self.standings.places.values())
        self._said = self._results()

    def opening(self, now_ms: int) -> list[str]:
        """Return what announces a session: the board is cleared, three times, and laid out anew."""
        cleared = [lines.cleared(self._meeting.time_of_day(now_ms))] * 3
        head = [lines.run(self._session), *lines.track(self._meeting)]
        people = [line for place in self._places for line in lines.competitor(place)]
        start = [*cleared, self.heartbeat(now_ms), *head, *head]
        return [*start, *lines.classes(), *people, *self._of('$G'), *self._of('$H')]

    def refresh(self) -> list[str]:
        """Return everything, as it is repeated every half a minute."""
        return [*self._people(), *self._of('$H'), *self._of('$G')]

    def greeting(self, now_ms: int) -> list[str]:
        """Return everything, as who connects is sent it."""
        return [*self._of('$H'), *self._of('$G'), *self._people(), self.heartbeat(now_ms)]

    def heartbeat(self, now_ms: int) -> str:
        session = self._session
        flag = self.standings.flag
        stops_ms = session.finish_ms if session.kind is SessionKind.QUALIFYING else session.closes_ms
        ran_ms = max(0, min(now_ms, stops_ms) - session.green_ms)
        to_go_ms = max(0, session.minutes * 60_000 - ran_ms)
        now = self._meeting.time_of_day(now_ms)
        shown = lines.FLAGS[flag] if flag else lines.NO_FLAG
        return lines.heartbeat(lines.NO_LIMIT, to_go_ms, now, ran_ms, shown)

    def change(self, happened: Sequence[Happening]) -> list[str]:
        said: list[str] = []
        for one in happened:
            self.standings.fold(one)
            if one.what is What.LINE:
                said += self._passing(self.standings.places[one.row])
            elif one.what is What.PIT_OUT:
                said += lines.competitor(self.standings.places[one.row])
        return said

    def _passing(self, place: Place) -> list[str]:
        """The passing, its kart's results, then those whom it moved."""
        before, self._said = self._said, self._results()
        own = [self._said[kind, place.number] for kind in ('$G', '$H')]
        moved = [line for key, line in self._said.items() if before[key] != line and line not in own]
        return [lines.passing(place, self._session.green_ms), *own, *moved]

    def _people(self) -> list[str]:
        known = [lines.competitor_a(place) for place in self._places]
        known += [lines.competitor_comp(place) for place in self._places]
        return [lines.run(self._session), *known, *lines.classes(), *lines.track(self._meeting)]

    def _results(self) -> dict[tuple[str, str], str]:
        """Return the last of each record, by kind and number, in the order of the places."""
        green_ms = self._session.green_ms
        found = {}
        for position, place in enumerate(sorted(self._places, key=raced), 1):
            found['$G', place.number] = lines.raced(position, place, green_ms)
        for position, place in enumerate(sorted(self._places, key=qualified), 1):
            found['$H', place.number] = lines.qualified(position, place)
        return found

    def _of(self, kind: str) -> list[str]:
        return [line for key, line in self._said.items() if key[0] == kind]
