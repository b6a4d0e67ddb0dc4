import pytest

from racetrace.timing.entry import Entry
from racetrace.timing.words import Mark, State


def driven(*times: int | None) -> Entry:
    entry = Entry(key='9')
    at_ms = 0
    for number, ms in enumerate(times, 1):
        at_ms += ms or 60_000
        entry.total = at_ms
        assert entry.lap(number, ms, Mark.PLAIN, at_ms)
    return entry


def test_laps_are_numbered_by_the_feed_or_by_us() -> None:
    entry = driven(60_000)
    assert entry.lap(None, 61_000, Mark.PERSONAL, 121_000)
    assert entry.lap(5, 62_000, Mark.PLAIN, 400_000)
    assert [one.number for one in entry.done] == [1, 2, 5]
    assert entry.done[1].mark is Mark.PERSONAL


@pytest.mark.parametrize('number', [0, 1, 2])
def test_a_lap_that_was_there_is_not_new(number: int) -> None:
    entry = driven(60_000, 61_000)
    assert not entry.lap(number, 50_000, Mark.PLAIN, 130_000)
    assert (len(entry.done), entry.best) == (2, 60_000)


@pytest.mark.parametrize(
    ('times', 'best', 'best_lap'),
    [
        ((60_000, 59_000, 61_000), 59_000, 2),
        ((60_000, 38_000), 60_000, 1),  # the loop in the pit
        ((60_000, 39_001), 39_001, 2),
        ((None, 60_000), 60_000, 2),
        ((60_000, 60_000), 60_000, 1),
    ],
)
def test_the_best_lap_is_the_shortest_that_can_be_one(
    times: tuple[int | None, ...], best: int, best_lap: int
) -> None:
    entry = driven(*times)
    assert (entry.best, entry.best_lap) == (best, best_lap)


def test_laps_that_are_taken_back_are_gone() -> None:
    entry = driven(60_000, 61_000, 3_000)
    assert entry.withdraw(2)
    assert [one.number for one in entry.done] == [1, 2]
    assert not entry.withdraw(2)
    assert entry.lap(3, 62_000, Mark.PLAIN, 200_000)


def test_a_stop_is_from_in_to_out() -> None:
    entry = driven(60_000)
    assert entry.pit(True, 70_000)
    assert not entry.pit(True, 71_000)
    assert (entry.state, entry.stops_made) == (State.PIT, 1)
    assert entry.pit(False, 95_000)
    assert entry.stops == [(70_000, 95_000, 1)]
    assert (entry.state, entry.pit_since_ms, entry.stops_made) == (State.OUT_LAP, None, 1)


def test_to_start_from_the_pit_is_no_stop() -> None:
    entry = Entry(key='9')
    entry.pit(True, 1_000)
    entry.pit(False, 2_000)
    assert (entry.stops, entry.stops_made) == ([], 0)


def test_the_laps_into_and_out_of_the_pit_are_marked() -> None:
    entry = driven(60_000)
    entry.pit(True, 70_000)
    entry.lap(2, 62_000, Mark.PLAIN, 122_000)
    entry.pit(False, 130_000)
    entry.lap(3, 70_000, Mark.PLAIN, 192_000)
    entry.lap(4, 60_000, Mark.PLAIN, 252_000)
    assert [one.is_pit for one in entry.done] == [False, True, True, False]
    assert entry.state is State.RUNNING


def test_passing_the_loop_twice_within_a_moment_is_one_passing() -> None:
    entry = driven(60_000)
    for at_ms in (70_000, 71_000, 76_000):
        entry.pass_pit(True, at_ms)
    assert entry.pit_ins == 2


def test_the_feeds_own_counts_go_before_ours() -> None:
    entry = driven(60_000, 60_000)
    assert (entry.laps_done, entry.stops_made) == (2, 0)
    entry.laps, entry.pits = 12, 3
    assert (entry.laps_done, entry.stops_made) == (12, 3)
