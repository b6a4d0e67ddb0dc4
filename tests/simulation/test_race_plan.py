from dataclasses import replace
from random import Random

import pytest

from racetrace.simulation.entrants import entrants
from racetrace.simulation.race_plan import RATES, calm, eventful
from racetrace.simulation.race_truth import Flag, SessionKind, Shown

FLAGS = (
    Shown(at_ms=0, flag=Flag.GREEN),
    Shown(at_ms=10_000, flag=Flag.YELLOW),
    Shown(at_ms=20_000, flag=Flag.RED),
    Shown(at_ms=50_000, flag=Flag.GREEN),
)
SLOW = RATES[Flag.YELLOW]


@pytest.mark.parametrize(
    ('at_ms', 'driving_ms', 'arrives_ms'),
    [
        (0, 10_000, 10_000),  # under green
        (10_000, 3_100, 10_000 + round(3_100 / SLOW)),  # under yellow
        (4_000, 9_100, 10_000 + round(3_100 / SLOW)),  # six seconds before yellow
        (20_000, 1_000, 51_000),  # stands until red is over
        (30_000, 1_000, 51_000),
        (4_000, 6_000 + round(10_000 * SLOW) + 500, 50_500),  # through all of it
        (60_000, 5_000, 65_000),
    ],
)
def test_flags_make_the_same_way_take_longer(at_ms: int, driving_ms: int, arrives_ms: int) -> None:
    plan = replace(calm(0, 10, 1), flags=FLAGS)
    assert plan.after(at_ms, driving_ms) == arrives_ms


def test_nothing_befalls_qualifying() -> None:
    entered = entrants(8, True, Random(1))
    assert eventful(SessionKind.QUALIFYING, entered, 0, 10, Random(1)) == calm(0, 10, 8)


def test_each_team_stops_once_less_than_it_has_stints_and_in_order() -> None:
    entered = entrants(8, True, Random(1))
    for kart in eventful(SessionKind.RACE, entered, 0, 72, Random(1)).karts:
        assert len(kart.pit_at_ms) == 3
        assert kart.pit_at_ms == tuple(sorted(kart.pit_at_ms))
