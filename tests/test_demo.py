"""The demo that ships: what the simulator writes, and a comparison worth a first look."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes
from racetrace.telemetry.answer import answer
from racetrace.telemetry.compare import compare
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.session import Session, read_session
from tests.telemetry.truth import errors

DEMO = Path(__file__).parents[1] / 'data' / 'riverside.csv'
BEST, SECOND = 4, 7


@cache
def driven() -> Simulated:
    return simulate(drivers=2)


@cache
def session() -> Session:
    return read_session(DEMO.read_bytes(), DEMO.name)


@cache
def compared() -> Comparison:
    return compare(session(), [BEST, SECOND], BEST)


def cells(lines: Sequence[str]) -> list[list[str]]:
    return [line.split(',') for line in lines if line[0].isdigit()]


def test_the_demo_is_what_the_simulator_writes() -> None:
    """Another processor adds its sums in another order: a last digit in some thousand may differ by one."""
    shipped = DEMO.read_text().splitlines()
    made = trackaddict_bytes(driven(), ticks_hz=0, columns=LEAN).decode().splitlines()
    assert [line for line in shipped if not line[0].isdigit()] == [
        line for line in made if not line[0].isdigit()
    ]
    ours, theirs = cells(made), cells(shipped)
    digit = np.array([10.0 ** -len(cell.partition('.')[2]) for cell in ours[0]])
    apart = np.abs(np.array(ours, dtype=float) - np.array(theirs, dtype=float))
    assert (apart < 1.5 * digit).all()
    assert np.mean(apart > 0.5 * digit) < 0.001


def test_it_is_small() -> None:
    assert DEMO.stat().st_size < 1_000_000


def test_seven_laps_of_two_drivers_are_found_to_the_millisecond() -> None:
    flying = [lap for lap in session().laps if lap.is_comparable]
    assert [lap.time_s for lap in flying] == pytest.approx(driven().truth.lap_times_s, abs=0.0011)
    assert session().log.metadata['Drivers'] == 'Ana (laps 1 to 4), Ben (laps 5 to 7)'
    assert not session().notes


def test_the_best_lap_is_anas_and_the_second_best_bens() -> None:
    times_s = driven().truth.lap_times_s
    assert [int(lap) + 1 for lap in np.argsort(times_s)[:2]] == [BEST, SECOND]
    assert [driven().truth.drivers[lap - 1] for lap in (BEST, SECOND)] == [1, 2]
    assert times_s[SECOND - 1] - times_s[BEST - 1] > 0.3
    assert times_s.max() - times_s.min() > 1


def test_three_corners_cost_the_time_and_that_is_sure_and_true() -> None:
    dearest = sorted(compared().corners, key=lambda row: row.laps[1].lost_s)[-3:]
    assert len(compared().corners) == driven().truth.apexes_m.size == 11
    assert all(row.laps[1].lost_s > 4 * row.laps[1].sigma_s for row in dearest)
    assert sum(row.laps[1].lost_s for row in dearest) > 0.9 * 0.399
    assert answer(compared(), 1).sentence.startswith('L7 is 0.399 s slower than L4. T1, T7 and T10 cost ')
    course = session().course
    assert course is not None
    off = errors(compared(), course.line, driven(), driven())
    assert off.rms_ms < 45
    assert np.abs(off.corner_ms).max() < 45


def test_there_is_something_to_see_in_every_chart() -> None:
    traces = compared().laps[0].traces
    usual = ('speed_mps', 'throttle_pct', 'brake_on', 'rpm', 'gear', 'accel_x_g', 'accel_y_g')
    assert [name for name in usual if name not in traces or not np.ptp(traces[name].values)] == []
