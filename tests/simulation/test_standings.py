import itertools
from dataclasses import replace

import pytest

from racetrace.simulation.happenings import What, happenings
from racetrace.simulation.race_truth import KartRun, Passing, SessionTruth
from racetrace.simulation.standings import Behind, Place, Standings, State
from tests.simulation.tiny_race import tiny_race


@pytest.fixture
def session() -> SessionTruth:
    return tiny_race().sessions[0]


def standings_at(session: SessionTruth, at_ms: int) -> Standings:
    standings = Standings(session)
    for one in happenings(session):
        if one.at_ms <= at_ms:
            standings.fold(one)
    return standings


def places(standings: Standings) -> tuple[Place, Place]:
    return standings.places[7], standings.places[12]


def crossing(run: KartRun, *times: int) -> KartRun:
    """A run of laps with lines a third of their time apart."""
    passings = [Passing(at_ms=times[0], line=0)]
    for start, end in itertools.pairwise(times):
        third = (end - start) // 3
        passings += [
            Passing(at_ms=start + third, line=1),
            Passing(at_ms=start + 2 * third, line=2),
            Passing(at_ms=end, line=0),
        ]
    return replace(run, passings=tuple(passings), pit_stops=(), finished_ms=None)


def test_happenings_are_in_order_and_none_is_lost(session: SessionTruth) -> None:
    found = happenings(session)
    assert found == sorted(found)
    lines = [one for one in found if one.what is What.LINE]
    assert len(lines) == sum(len(run.crossings_ms) for run in session.runs)


def test_nobody_is_behind_before_a_lap_is_done(session: SessionTruth) -> None:
    standings = standings_at(session, 70_000)
    seven, twelve = places(standings)
    assert standings.behind(seven, twelve) is None


def test_a_gap_is_that_of_the_same_lap_even_when_the_leader_is_on_the_next(session: SessionTruth) -> None:
    for at_ms in (71_500, 129_500):
        standings = standings_at(session, at_ms)
        assert standings.behind(*places(standings)) == Behind(ms=1_500)


def test_who_was_ahead_at_its_last_crossing_is_not_behind_by_less_than_nothing(session: SessionTruth) -> None:
    standings = standings_at(session, 191_250)
    seven, twelve = places(standings)
    assert [place.number for place in standings.order] == ['12', '7']
    assert standings.behind(twelve, seven) is None


def test_a_lapped_kart_is_behind_by_laps(session: SessionTruth) -> None:
    fast = crossing(session.runs[0], 10_000, 60_000, 110_000, 160_000, 210_000)
    slow = crossing(session.runs[1], 10_500, 100_500, 190_500)
    race = replace(session, runs=(fast, slow))
    assert standings_at(race, 100_500).behind(*places(standings_at(race, 100_500))) == Behind(ms=40_500)
    lapped = standings_at(race, 190_500)
    assert lapped.behind(*places(lapped)) == Behind(laps=1)


def test_a_kart_that_stands_falls_behind_lap_by_lap(session: SessionTruth) -> None:
    fast = crossing(session.runs[0], 10_000, 60_000, 110_000, 160_000, 210_000)
    stands = crossing(session.runs[1], 10_500, 61_000)
    race = replace(session, runs=(fast, stands))
    shown = [standings_at(race, at_ms) for at_ms in (110_000, 160_000, 210_000)]
    gaps = [standings.behind(*places(standings)) for standings in shown]
    assert gaps == [Behind(ms=1_000), Behind(laps=1), Behind(laps=2)]


def test_a_kart_is_taken_to_have_stopped_when_it_is_late(session: SessionTruth) -> None:
    stands = crossing(session.runs[1], 10_500, 61_000)
    race = replace(session, runs=(session.runs[0], stands))
    late_ms = 61_000 + round(1.35 * 50_500)
    assert standings_at(race, late_ms - 1).places[12].state is State.RUNNING
    assert standings_at(race, late_ms).places[12].state is State.STOPPED


def test_a_driver_s_time_does_not_run_in_the_pits(session: SessionTruth) -> None:
    for at_ms in (180_000, 200_000, 239_000):
        assert standings_at(session, at_ms).places[7].driving_ms(at_ms) == 175_000
    after = standings_at(session, 249_000).places[7]
    assert (after.driver, after.driving_ms(249_000), after.stops) == (1, 9_000, 1)
