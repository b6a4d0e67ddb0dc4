from collections.abc import Iterator
from itertools import groupby

import pytest

from racetrace.simulation.apex import apex_frames, apex_init_at
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import SessionTruth
from racetrace.timing.apex import Apex
from racetrace.timing.board import Board
from racetrace.timing.events import Lapped, PastLap, Pitted, Recalled, Said
from racetrace.timing.sessions import Sessions
from racetrace.timing.stint import Stint, stint
from racetrace.timing.words import Field, Kind, Mark

LAP_MS = 60_000


class Kart:
    """One that is heard of, lap by lap."""

    def __init__(self) -> None:
        self.board, self.at_ms = Board(kind=Kind.RACE), 0
        self.sessions = Sessions()
        self.sessions.board = self.board

    def says(self, field: Field, value: int) -> None:
        self.sessions.read([Said('7', field, value)], self.at_ms)

    def drives(self, laps: int) -> None:
        entry = self.board.entry('7')
        assert entry is not None
        for number in range(entry.laps_done + 1, entry.laps_done + laps + 1):
            self.at_ms += LAP_MS + number
            self.sessions.read([Lapped('7', number, LAP_MS + number)], self.at_ms)
            self.says(Field.LAPS, number)

    def stops(self) -> None:
        for is_inside in (True, False):
            self.at_ms += 20_000
            self.sessions.read([Pitted('7', is_inside)], self.at_ms)

    def was_kept(self, laps: int, *pits: int) -> None:
        """The provider tells of all laps so far, with stops in some of them."""
        told = (
            PastLap(n, None if n in pits else LAP_MS + n, Mark.PLAIN, n in pits) for n in range(1, laps + 1)
        )
        self.sessions.read([Recalled('7', tuple(told))], self.at_ms)

    @property
    def stint(self) -> Stint | None:
        return stint(self.board.entries['7'])


def seen_from(laps: int) -> Kart:
    """Return one that had driven so many laps when we came."""
    kart = Kart()
    kart.says(Field.LAPS, laps)
    return kart


def test_who_was_seen_from_the_start_is_in_the_first_stint_until_the_first_stop() -> None:
    kart = seen_from(0)
    kart.drives(12)
    assert kart.stint == Stint(12, is_least=False)
    kart.stops()
    kart.drives(3)
    assert kart.stint == Stint(3, is_least=False)


def test_of_who_drove_before_we_came_only_the_laps_since_then_are_sure() -> None:
    kart = seen_from(30)
    assert kart.stint is None
    kart.drives(4)
    assert kart.stint == Stint(4, is_least=True)


def test_one_lap_before_we_came_is_enough_not_to_know() -> None:
    kart = seen_from(1)
    kart.drives(2)
    assert kart.stint == Stint(2, is_least=True)


def test_from_the_first_stop_that_was_seen_the_stint_is_known() -> None:
    kart = seen_from(30)
    kart.stops()
    assert kart.stint == Stint(0, is_least=False)
    kart.drives(2)
    assert kart.stint == Stint(2, is_least=False)


def test_who_left_the_pit_lane_before_our_eyes_without_having_been_seen_to_enter_it_is_known_too() -> None:
    kart = Kart()
    kart.sessions.read([Pitted('7', True), Said('7', Field.LAPS, 30)], 0)
    kart.sessions.read([Pitted('7', False)], 30_000)
    kart.drives(5)
    assert kart.stint == Stint(5, is_least=False)


def test_a_feed_that_counts_no_stop_tells_that_there_was_none() -> None:
    kart = seen_from(30)
    kart.says(Field.PITS, 0)
    assert kart.stint == Stint(30, is_least=False)
    kart.says(Field.PITS, 2)
    assert kart.stint is None


def test_laps_that_nobody_heard_may_have_held_a_stop() -> None:
    kart = seen_from(0)
    kart.drives(10)
    kart.says(Field.LAPS, 20)  # the connection was gone
    kart.drives(2)
    assert kart.stint == Stint(2, is_least=True)
    kart.says(Field.PITS, 0)
    assert kart.stint == Stint(22, is_least=False)


def test_laps_told_all_at_once_were_not_watched() -> None:
    kart = Kart()
    kart.sessions.read([Lapped('7', number, LAP_MS) for number in range(1, 9)], 0)
    kart.says(Field.LAPS, 8)
    kart.drives(2)
    assert kart.stint == Stint(2, is_least=True)


def test_without_any_count_a_lap_time_at_the_first_sight_says_that_there_were_laps() -> None:
    kart = Kart()
    kart.says(Field.LAST, LAP_MS)
    for number in (1, 2):
        kart.sessions.read([Lapped('7', None, LAP_MS + number)], number * LAP_MS)
    assert kart.stint == Stint(2, is_least=True)


def test_the_laps_that_the_provider_kept_tell_of_stops_before_we_came() -> None:
    never, once = seen_from(30), seen_from(30)
    for kart, pits in ((never, ()), (once, (21,))):
        kart.drives(2)
        kart.was_kept(32, *pits)
    assert never.stint == Stint(32, is_least=False)
    assert once.stint == Stint(11, is_least=True)  # the lap with the stop may be of this stint too


def known(race: SessionTruth, sessions: Sessions, at_ms: int) -> Iterator[tuple[Stint | None, int]]:
    """Yield the stint of each that drives, as it is known and as it is."""
    for run in race.runs:
        entry = sessions.board.entries[f'r{run.row}']
        if entry.pit_since_ms is None:
            left_ms = max((stop.out_ms for stop in run.pit_stops if stop.out_ms <= at_ms), default=0)
            yield stint(entry), sum(left_ms < lap.end_ms <= at_ms for lap in run.laps)


@pytest.mark.parametrize('joined_s', [None, 60, 440, 840])
def test_no_stint_of_a_race_is_told_longer_than_it_is_and_none_shorter_that_was_seen(
    joined_s: int | None,
) -> None:
    meeting = simulate_race('endurance', karts=6, minutes=20, seed=4, qualifying=False)
    (race,) = meeting.sessions
    reader, sessions = Apex(), Sessions()
    joined_ms = race.green_ms + joined_s * 1000 if joined_s is not None else -1
    if joined_s is not None:
        sessions.read(reader.read(apex_init_at(meeting, joined_ms), joined_ms), joined_ms)
    found = []
    for at_ms, frames in groupby(apex_frames(meeting), key=lambda one: one.at_ms):
        if joined_ms < at_ms < race.closes_ms:
            for frame in frames:
                sessions.read(reader.read(frame.data, at_ms), at_ms)
            found += list(known(race, sessions, at_ms)) if at_ms > race.green_ms else []
    told = [(one, laps) for one, laps in found if one is not None]
    assert all(one.laps <= laps if one.is_least else one.laps == laps for one, laps in told)
    is_whole = joined_s is None or joined_s < 61
    assert any(one.is_least for one, _ in told) != is_whole
    assert (len(told) == len(found)) == is_whole
