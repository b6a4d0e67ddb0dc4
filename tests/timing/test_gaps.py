import pytest

from racetrace.timing.entry import Entry
from racetrace.timing.events import Gap
from racetrace.timing.gaps import behind
from racetrace.timing.words import Mark

Laps = list[tuple[int, int]]


def driven(laps: Laps, *, is_timed: bool = True, best: int | None = None) -> Entry:
    """Return who ended these laps at these moments; without the provider's clock, by ours."""
    entry = Entry(key='9')
    for number, at_ms in laps:
        entry.total = at_ms if is_timed else None
        entry.lap(number, None, Mark.PLAIN, at_ms)
    entry.best = best
    return entry


@pytest.mark.parametrize('is_timed', [True, False])
@pytest.mark.parametrize(
    ('leader', 'mine', 'expected'),
    [
        ([(1, 60)], [(1, 65)], Gap(ms=5)),
        ([(1, 60), (2, 120)], [(1, 65)], Gap(ms=5)),  # he has not passed since
        ([(1, 60), (2, 120)], [(1, 120)], Gap(laps=1)),
        ([(1, 60), (2, 120), (3, 180)], [(1, 190)], Gap(laps=2)),
        ([(1, 60), (2, 120)], [(1, 65), (2, 131)], Gap(ms=11)),
        ([(6, 360), (7, 420)], [(5, 330), (6, 395)], Gap(ms=35)),  # both were joined in the middle
        ([(6, 360)], [(5, 330)], None),
        ([(1, 65)], [(1, 60)], Gap()),
        ([], [(1, 60)], None),
        ([(1, 60)], [], None),
    ],
)
def test_in_a_race_it_is_the_time_on_the_same_lap_or_laps(
    leader: Laps, mine: Laps, expected: Gap | None, is_timed: bool
) -> None:
    assert (
        behind(driven(mine, is_timed=is_timed), driven(leader, is_timed=is_timed), is_race=True) == expected
    )


def test_two_clocks_are_not_compared() -> None:
    """Ours runs in 2026, the provider's began with the race."""
    told, seen = driven([(1, 60)]), driven([(1, 70)], is_timed=False)
    assert behind(seen, told, is_race=True) == Gap(ms=10)


@pytest.mark.parametrize(
    ('mine', 'theirs', 'expected'), [(61, 60, Gap(ms=1)), (None, 60, None), (61, None, None)]
)
def test_elsewhere_it_is_the_difference_of_the_best_laps(
    mine: int | None, theirs: int | None, expected: Gap | None
) -> None:
    assert behind(driven([], best=mine), driven([], best=theirs), is_race=False) == expected
