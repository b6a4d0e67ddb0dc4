"""A race whose truth is known, over RMonitor and over Race Monitor: each lap is found, none is invented."""

from collections.abc import Callable, Iterator

import pytest

from racetrace.simulation.frame import Frame
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import Meeting
from racetrace.simulation.racemonitor import RaceMonitorFeed, racemonitor_frames
from racetrace.simulation.rmonitor import rmonitor_frames, rmonitor_init_at
from racetrace.timing.board import Board
from racetrace.timing.events import Noise, Passed
from racetrace.timing.rmonitor import RMonitor
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Kind
from tests.timing.fed import fed, of_kind


@pytest.fixture(scope='module')
def meeting() -> Meeting:
    return simulate_race('endurance', karts=9, minutes=20, seed=4)


def laps_of(board: Board) -> dict[str, list[tuple[int, int | None]]]:
    return {key: [(lap.number, lap.ms) for lap in one.done] for key, one in board.entries.items()}


@pytest.mark.parametrize('frames_of', [rmonitor_frames, racemonitor_frames], ids=['rmonitor', 'race monitor'])
def test_every_lap_of_a_meeting_is_found(
    meeting: Meeting, frames_of: Callable[[Meeting], Iterator[Frame]]
) -> None:
    frames = [(one.at_ms, one.data) for one in frames_of(meeting)]
    sessions, events = fed(RMonitor(), frames)
    boards = [one for one in [*sessions.ended, sessions.board] if one.entries]
    assert [one.kind for one in boards] == [Kind(one.kind) for one in meeting.sessions]
    for board, truth in zip(boards, meeting.sessions, strict=True):
        expected = {run.entrant.number: [(lap.number, lap.time_ms) for lap in run.laps] for run in truth.runs}
        assert laps_of(board) == expected
    crossings = sum(len(run.crossings_ms) for truth in meeting.sessions for run in truth.runs)
    assert len(of_kind(events, Passed)) == crossings
    assert of_kind(events, Noise) == []


def test_the_drivers_of_a_kart_are_those_that_drove(meeting: Meeting) -> None:
    sessions, _ = fed(RMonitor(), ((one.at_ms, one.data) for one in rmonitor_frames(meeting)))
    board, truth = sessions.board, meeting.sessions[-1]
    for run in truth.runs:
        drove = dict.fromkeys(stop.driver for stop in run.pit_stops)
        racers = [run.entrant.racers[index] for index in dict.fromkeys([0, *drove])]
        expected = [f'{one.first} {one.last}' for one in racers]
        entry = board.entries[run.entrant.number]
        assert (entry.drivers or [entry.name]) == expected


def test_who_connects_anew_in_the_middle_goes_on_with_the_same_session(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    cut_ms = (race.green_ms + race.closes_ms) // 2
    frames = list(rmonitor_frames(meeting))
    before = [(one.at_ms, one.data) for one in frames if one.at_ms <= cut_ms]
    after = [(cut_ms + 1, rmonitor_init_at(meeting, cut_ms))]
    after += [(one.at_ms, one.data) for one in frames if one.at_ms > cut_ms + 1]
    sessions = Sessions()
    for part in (before, after):
        reader = RMonitor()
        for at_ms, frame in part:
            sessions.read(reader.read(frame, at_ms), at_ms)
    whole, _ = fed(RMonitor(), ((one.at_ms, one.data) for one in frames))
    assert len(sessions.ended) == len(whole.ended)
    assert laps_of(sessions.board) == laps_of(whole.board)


def test_joining_race_monitor_tells_no_passing_of_the_past(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    feed = RaceMonitorFeed(meeting)
    for _ in feed.advance((race.green_ms + race.closes_ms) // 2):
        pass
    asked = b''.join(feed.history(run.entrant.number) for run in race.runs)
    sessions, events = fed(
        RMonitor(), [(1_000, feed.init()), (1_050, asked), (2_000, b'$RMCA,1\n$F,0,"","","",""\n')]
    )
    assert of_kind(events, Passed) == []
    board = sessions.board
    assert all(
        [lap.number for lap in one.done] == list(range(1, one.laps_done + 1))
        for one in board.entries.values()
    )
    assert sum(len(one.done) for one in board.entries.values()) > 20
