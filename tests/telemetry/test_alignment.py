from dataclasses import replace

import numpy as np
import pytest

from racetrace.simulation.session import simulate
from racetrace.telemetry.alignment import offset_m
from racetrace.telemetry.compare import compare_laps
from tests.telemetry import truth


def apart(east_m: float, north_m: float, noise: str = 'perfect') -> tuple[float, float]:
    """Return the offset found of a session that was moved beside another one of the same circuit."""
    ours, theirs = (truth.session_from(simulate('car', laps=3, noise=noise, seed=seed)) for seed in (1, 2))
    assert ours.course is not None
    line, fixes = ours.course.line, theirs.fixes
    east, north = line.origin.to_metres(*fixes.origin.to_degrees(fixes.east_m, fixes.north_m))
    moved = replace(fixes, east_m=east + east_m, north_m=north + north_m, origin=line.origin)
    laps_s = [(lap.start_s, lap.end_s) for lap in theirs.laps if lap.is_comparable]
    return offset_m(line, moved, laps_s)


@pytest.mark.parametrize('offset', [(3.0, -2.0), (-6.0, 0.0), (0.0, 4.0)])
def test_a_session_that_lies_beside_the_line_is_found_there(offset: tuple[float, float]) -> None:
    assert apart(*offset) == pytest.approx(offset, abs=1.5)  # as well as two drivers keep one line


def test_what_two_drivers_lines_differ_by_is_left_alone() -> None:
    assert np.hypot(*apart(0.0, 0.0)) < 0.2


def test_without_laps_there_is_no_offset() -> None:
    session = truth.session_from(simulate('kart', laps=1, seed=1))
    assert session.course is not None
    assert offset_m(session.course.line, session.fixes, []) == (0.0, 0.0)


def test_another_map_of_the_same_circuit_does_not_cost_the_answer() -> None:
    """3 m north and 3 m east put a comparison out by 90 ms when nothing is done about it."""
    first, second = (simulate('car', laps=4, noise='external', seed=seed) for seed in (0, 50))
    there = replace(
        second.circuit,
        latitude_deg=second.circuit.latitude_deg + 3 / 111_200,
        longitude_deg=second.circuit.longitude_deg + 3 / 73_800,
    )
    ours = truth.session_from(first, 'a.csv')
    theirs = truth.session_from(replace(second, circuit=there), 'b.csv')
    assert ours.course is not None
    comparison = compare_laps([(ours, 2), (theirs, 3)])
    found = truth.errors(comparison, ours.course.line, second, first, 1)
    assert np.sqrt(np.mean(found.delta_ms**2)) < 45
