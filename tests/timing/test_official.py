from collections.abc import Sequence
from random import Random

import pytest

from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import KartRun, Meeting
from racetrace.timing.official import Certainty, Driven, Fit, Key, Stated, official

MINUTES_S = 15 * 60.0
ZONES_S = 14 * 3600 + MINUTES_S
MEETING = simulate_race(karts=12, minutes=12, seed=4, qualifying=False, uneventful=True)
(RACE,) = MEETING.sessions
EPOCH_S = MEETING.started_at.timestamp()


def entries(meeting: Meeting = MEETING, jitter_ms: float = 300) -> dict[Key, list[Stated]]:
    """Return what a feed tells of a race, received late by up to `jitter_ms`."""
    rng = Random(5)
    return {
        (1, run.entrant.number): [
            Stated(lap.number, lap.time_ms, round(EPOCH_S * 1e3 + lap.end_ms + rng.uniform(0, jitter_ms)))
            for lap in run.laps
        ]
        for run in meeting.sessions[-1].runs
    }


def logged(run: KartRun, *, sigma_ms: float = 20, off_s: float = 0.0, seed: int = 6) -> list[Driven]:
    """Return the laps as a logger in the kart times them, with a clock that is off."""
    rng = Random(seed)
    return [
        Driven(lap.time_ms + rng.gauss(0, sigma_ms), EPOCH_S + lap.end_ms / 1e3 + off_s) for lap in run.laps
    ]


def best(driven: Sequence[Driven], of: dict[Key, list[Stated]], within_s: float = MINUTES_S) -> Fit:
    return official(driven, of, within_s=within_s)[0]


RUN = RACE.runs[3]
KEY = (1, RUN.entrant.number)


@pytest.mark.parametrize('run', RACE.runs, ids=lambda run: run.entrant.number)
def test_each_kart_of_a_race_is_found_by_its_laps(run: KartRun) -> None:
    fit = best(logged(run), entries())
    assert fit.key == (1, run.entrant.number)
    assert fit.certainty is Certainty.CLEAR
    assert [pair.number for pair in fit.agreeing] == [lap.number for lap in run.laps]


def test_the_offset_of_the_clocks_is_found_with_its_spread() -> None:
    fit = best(logged(RUN, off_s=-2.0), entries(jitter_ms=300))
    assert fit.offset_s == pytest.approx(-2.15, abs=0.1)  # frames come 0.15 s late, on average
    assert fit.spread_s == pytest.approx(0.087, abs=0.08)


def test_a_clock_in_another_zone_is_found_where_that_may_be_and_nothing_where_it_may_not() -> None:
    driven = logged(RUN, off_s=3600.0)
    fit = best(driven, entries(), ZONES_S)
    assert (fit.key, fit.certainty) == (KEY, Certainty.CLEAR)
    assert fit.offset_s == pytest.approx(3600, abs=0.3)
    short = official(driven, entries(), within_s=MINUTES_S)
    assert all(one.certainty is not Certainty.CLEAR for one in short)


def test_laps_that_are_missing_on_either_side_and_laps_into_the_pits_break_nothing() -> None:
    driven = logged(RUN)
    del driven[4]
    driven[7] = driven[7]._replace(ms=driven[7].ms + 9_000)  # a lap into the pits, timed elsewhere
    told = entries()
    del told[KEY][2]
    fit = best(driven, told)
    assert (fit.key, fit.certainty) == (KEY, Certainty.CLEAR)
    assert len(fit.agreeing) == len(RUN.laps) - 3
    assert [pair.driven for pair in fit.pairs if not pair.agrees] == [7]


def test_a_timing_line_elsewhere_moves_the_crossings_and_not_the_laps() -> None:
    rng = Random(8)
    driven = [Driven(ms + rng.gauss(0, 30), end_s + 11.5) for ms, end_s in logged(RUN)]
    fit = best(driven, entries())
    assert (fit.key, fit.certainty) == (KEY, Certainty.CLEAR)
    assert fit.offset_s == pytest.approx(11.35, abs=0.1)


def test_what_the_logger_reads_longer_is_told_with_its_sign() -> None:
    driven = [lap._replace(ms=lap.ms + 13) for lap in logged(RUN, sigma_ms=1)]
    assert best(driven, entries()).bias_ms == pytest.approx(13, abs=1.5)


def test_a_kart_of_nearly_the_same_pace_is_not_mistaken_for_it() -> None:
    told, rng = entries(), Random(9)
    told[1, 'twin'] = [lap._replace(ms=lap.ms + round(rng.gauss(0, 400))) for lap in told[KEY]]
    fit = best(logged(RUN), told)
    assert (fit.key, fit.certainty) == (KEY, Certainty.CLEAR)


def test_two_karts_that_fit_alike_are_both_named() -> None:
    told, rng = entries(), Random(9)
    told[1, 'twin'] = [lap._replace(ms=lap.ms + round(rng.gauss(0, 10))) for lap in told[KEY]]
    first, second = official(logged(RUN), told, within_s=MINUTES_S)[:2]
    assert {first.key, second.key} == {KEY, (1, 'twin')}
    assert (first.certainty, second.certainty) == (Certainty.ALIKE, Certainty.ALIKE)
    assert first.rival == second.key


def test_the_same_times_from_another_feed_of_the_race_are_no_rival() -> None:
    told = entries()
    told[2, 'again'] = told[KEY]
    assert best(logged(RUN), told).certainty is Certainty.CLEAR


def test_a_driver_like_a_clock_is_not_told_from_himself_a_lap_later() -> None:
    told = {KEY: [Stated(n, 60_000 + 5 * (n % 2), 60_000 * n) for n in range(1, 11)]}
    fit = best([Driven(60_000.0, 60.0 * n) for n in range(2, 9)], told)
    assert (fit.certainty, fit.rival) == (Certainty.CHANCE, KEY)


def test_fewer_than_three_laps_are_too_few() -> None:
    fit = best(logged(RUN)[2:4], entries())
    assert fit.certainty is Certainty.FEW


def test_a_log_of_another_day_fits_nobody() -> None:
    rng = Random(10)
    other = [Driven(rng.gauss(RUN.laps[0].time_ms, 900), EPOCH_S + 60.0 * n) for n in range(1, 12)]
    assert all(fit.certainty is not Certainty.CLEAR for fit in official(other, entries(), within_s=ZONES_S))


def test_of_nothing_nothing_is_found() -> None:
    assert official([], entries(), within_s=MINUTES_S) == []
    assert official(logged(RUN), {}, within_s=MINUTES_S) == []
    assert official(logged(RUN), {KEY: []}, within_s=MINUTES_S) == []


def test_chance_alone_is_called_clear_no_more_often_than_is_said() -> None:
    rng, clear = Random(11), 0
    for _ in range(200):
        told = {
            (1, str(kart)): [Stated(n, round(rng.gauss(60_000, 300)), 60_000 * n) for n in range(1, 13)]
            for kart in range(8)
        }
        mine = [Driven(rng.gauss(60_000, 300), 60.0 * n) for n in range(1, 9)]
        clear += any(fit.certainty is Certainty.CLEAR for fit in official(mine, told, within_s=MINUTES_S))
    assert clear <= 4
