"""Real files, from the bytes to the comparison; what they say was found with other tools."""

import itertools

import pytest

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.compare import compare
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.session import Session, read_session
from tests.recordings import recording


def session_of(name: str) -> Session:
    path = recording(name)
    return read_session(path.read_bytes(), path.name)


def timed(session: Session) -> list[Lap]:
    return [lap for lap in session.laps if lap.is_timed]


def test_goodwood_is_one_lap_of_a_phone_that_reckons_ahead() -> None:
    session = session_of('trackaddict/goodwood-ios-4.8.0.csv')
    assert session.tau_s == pytest.approx(0.5, abs=0.15)
    assert [(lap.number, lap.kind, lap.time_s) for lap in session.laps] == [
        (0, LapKind.OUT, None),
        (1, LapKind.FLYING, 177.527),
        (2, LapKind.OPEN, None),
    ]
    assert session.lap(0).end_s == pytest.approx(123.202, abs=1e-3)
    assert any('reports where it expects the car to be' in note for note in session.notes)


def test_stc_keeps_its_times_though_its_positions_are_too_uncertain_to_compare() -> None:
    session = session_of('trackaddict/stc-android-4.3.5.csv')
    assert session.tau_s == 0
    assert [(lap.number, lap.kind, lap.time_s) for lap in timed(session)] == [
        (1, LapKind.PIT, 444.553),
        (2, LapKind.FLYING, 107.089),
        (3, LapKind.FLYING, 116.145),
        (4, LapKind.PIT, 357.906),
    ]
    for pair in itertools.combinations((1, 2, 3, 4), 2):
        with pytest.raises(
            LapsNotComparable, match=r'too uncertain to compare laps: .+ The lap times are valid\.'
        ):
            compare(session, pair, pair[0])


def test_racechrono_keeps_the_times_of_its_file() -> None:
    session = session_of('racechrono/ovrley-20260713-v1.csv')
    assert [lap.time_s for lap in timed(session)] == pytest.approx([115.988, 106.603], abs=5e-4)
    comparison = compare(session, [1, 2], 1)
    assert comparison.method is Method.POSITION
    assert comparison.laps[1].delta_t_s[-1] == pytest.approx(106.603 - 115.988, abs=1.1e-3)
    residuals = [lap.gate_residual_ms for lap in comparison.laps]
    assert all(residual is not None and abs(residual) < 250 for residual in residuals)


def test_the_gate_of_a_vbo_file_is_crossed_eight_times_in_one_direction() -> None:
    session = session_of('vbo/racechrono-vbo-test.vbo')
    slow, *flying = timed(session)
    assert slow.time_s == pytest.approx(154.50, abs=0.02)
    assert slow.kind is LapKind.SLOW
    assert [lap.time_s for lap in flying] == pytest.approx(
        [108.556, 108.470, 108.407, 109.053, 106.891, 107.066], abs=2e-3
    )
    assert {lap.kind for lap in flying} == {LapKind.FLYING}
    assert {lap.measured_by for lap in (slow, *flying)} == {MeasuredBy.GATE}
    assert session.course is not None
    assert session.course.line.length_m == pytest.approx(2895, abs=3)
    assert len(session.course.corners) == 11


def test_all_flying_laps_of_a_vbo_file_can_be_compared() -> None:
    session = session_of('vbo/racechrono-vbo-test.vbo')
    comparison = compare(session, [2, 3, 4, 5, 6, 7], 6)
    assert comparison.method is Method.POSITION
    for lap in comparison.laps:
        assert lap.delta_t_s[-1] == pytest.approx(lap.lap_time_s - comparison.laps[4].lap_time_s, abs=1e-3)
        assert lap.sigma_s.max() < 0.12
        assert sum(row.laps[0].lost_s for row in comparison.corners) == pytest.approx(
            comparison.laps[0].delta_t_s[-1], abs=1e-3
        )


def test_grattan_holds_miles_an_hour_under_another_name_and_states_no_line() -> None:
    session = session_of('vbo/grattan-speedangle.vbo')
    assert session.speed_factor == pytest.approx(1.609344)
    assert 'The speed column holds mph under a km/h label: corrected from the positions.' in session.notes
    times = [lap.time_s for lap in timed(session)]
    assert len(times) == 5
    assert min(times) == pytest.approx(92.0, abs=0.1)  # type: ignore[type-var]
    assert max(times) == pytest.approx(99.8, abs=0.1)  # type: ignore[type-var]
    assert {lap.measured_by for lap in timed(session)} == {MeasuredBy.LOOP}
    assert session.course is not None
    assert session.course.line.length_m == pytest.approx(2831, abs=4)
    assert len(session.course.corners) == 12
    assert compare(session, [1, 2, 3, 4, 5], 5).method is Method.POSITION
