from racetrace.timing.events import Ticked
from racetrace.timing.rmonitor.clock import Clock
from racetrace.timing.words import Counting


def told(*beats: tuple[int, int | None, int | None, int | None], runs: bool = True) -> list[Ticked | None]:
    """Return what each heartbeat (at, laps to go, to go, elapsed) tells."""
    clock = Clock()
    return [clock.ticked(laps, to_go, elapsed, at_ms, runs=runs) for at_ms, laps, to_go, elapsed in beats]


def test_a_clock_that_goes_as_told_is_not_told_again() -> None:
    first, *others = told(*((second * 1000, 9999, 600_000 - second * 1000, 0) for second in range(20)))
    assert first == Ticked(Counting.DOWN, 600_000)
    assert set(others) == {None}


def test_it_is_told_again_every_half_minute() -> None:
    told_ = told(*((second * 1000, 9999, 600_000 - second * 1000, 0) for second in range(61)))
    assert [i for i, one in enumerate(told_) if one] == [0, 30, 60]


def test_a_clock_that_is_set_is_told_at_once() -> None:
    assert told((0, 9999, 600_000, 0), (1_000, 9999, 900_000, 0))[1] == Ticked(Counting.DOWN, 900_000)


def test_a_clock_that_stands_is_told_as_standing() -> None:
    beats = ((second * 1000, 9999, 600_000, 0) for second in range(6))
    assert [one for one in told(*beats) if one] == [
        Ticked(Counting.DOWN, 600_000),
        Ticked(Counting.DOWN, 600_000),
        Ticked(Counting.STILL, 600_000),
    ]


def test_before_the_start_the_clock_stands() -> None:
    assert told((0, 9999, 600_000, 0), runs=False) == [Ticked(Counting.STILL, 600_000)]
    assert told((0, 9999, 0, 3_599_000), runs=False) == [Ticked(Counting.NONE)]


def test_without_a_time_to_go_laps_are_counted_and_without_laps_the_time_since_the_start() -> None:
    assert told((0, 80, 0, 0), (1, 79, 0, 0))[1] == Ticked(Counting.LAPS, None, 1, 80)
    assert told((0, 80, 0, 0), (1, 0, 0, 5_000))[1] == Ticked(Counting.LAPS, None, 80, 80)
    assert told((0, 9999, 0, 5_000)) == [Ticked(Counting.UP, 5_000)]
    assert told((0, None, None, None)) == [Ticked(Counting.NONE)]
