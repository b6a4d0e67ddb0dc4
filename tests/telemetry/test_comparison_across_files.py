"""Laps of two files beside each other: two drives, receivers, formats and start lines, one circuit."""

from collections.abc import Callable

import numpy as np
import pytest

from racetrace.errors import LapsNotComparable
from racetrace.simulation.circuits import circuit
from racetrace.simulation.layouts import layouts
from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.simulation.vbo import vbo_bytes
from racetrace.telemetry.compare import compare, compare_laps
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.session import Session, read_session
from tests.telemetry import edited, truth

LINES_APART_M = 42

Pair = tuple[Simulated, Simulated]


def two(kind: str, noises: str, seed: int) -> Pair:
    """Return two sessions on one circuit; `noises` names a receiver, or two."""
    receivers = {'perfect': (10, 0.0), 'external': (10, 0.0), 'phone': (1, 1.6)}
    first, second = (
        simulate(kind, laps=4, noise=noise, rate_hz=rate_hz, tau_s=tau_s, seed=number)
        for noise, number in zip((noises.split() * 2)[:2], (seed, seed + 50), strict=True)
        for rate_hz, tau_s in (receivers[noise],)
    )
    return first, second


def trackaddict(sim: Simulated) -> bytes:
    return trackaddict_bytes(sim)


def racebox(sim: Simulated) -> bytes:
    return vbo_bytes(sim)


def racechrono(sim: Simulated) -> bytes:
    return vbo_bytes(sim, dialect='racechrono')


def at_another_line(sim: Simulated) -> bytes:
    return trackaddict_bytes(edited.started_at_another_line(sim, LINES_APART_M))


def figures(kind: str, noises: str, other: Callable[[Simulated], bytes]) -> truth.Accuracy:
    """Compare lap 2 of a file with lap 3 of another, on the course of either, for three pairs of sessions."""
    pairs = []
    for seed in (0, 1, 2):
        sims = two(kind, noises, seed)
        sessions = read_session(trackaddict(sims[0]), 'a.csv'), read_session(other(sims[1]), 'b')
        for reference, lap in ((0, 1), (1, 0)):
            course = sessions[reference].course
            assert course is not None
            comparison = compare_laps([(sessions[0], 2), (sessions[1], 3)], reference)
            assert comparison.method is Method.POSITION
            pairs.append(truth.errors(comparison, course.line, sims[lap], sims[reference], lap))
    return truth.Accuracy.over('', pairs)


@pytest.mark.parametrize(
    ('kind', 'noises', 'other', 'most_ms'),
    [
        ('car', 'perfect', trackaddict, 5),
        ('car', 'external', trackaddict, 25),
        ('kart', 'external', trackaddict, 30),
        ('car', 'external phone', trackaddict, 45),
        ('kart', 'external phone', trackaddict, 60),
        ('car', 'perfect', racebox, 5),
        ('car', 'external', racebox, 45),
        ('kart', 'external', racebox, 45),
        ('car', 'perfect', racechrono, 5),
    ],
)
def test_laps_of_two_files_are_compared_as_well_as_those_of_one(
    kind: str, noises: str, other: Callable[[Simulated], bytes], most_ms: float
) -> None:
    found = figures(kind, noises, other)
    assert found.rms_ms < most_ms
    assert found.inside > 0.5


@pytest.mark.parametrize(
    ('kind', 'noises', 'most_ms'),
    [('car', 'perfect', 5), ('car', 'external', 45), ('kart', 'external', 45), ('car', 'phone external', 65)],
)
def test_laps_from_two_start_lines_are_cut_anew_at_one(kind: str, noises: str, most_ms: float) -> None:
    """42 m apart: taken as one line they would put the whole answer out by a second."""
    assert figures(kind, noises, at_another_line).rms_ms < most_ms


def test_a_lap_that_was_cut_anew_keeps_the_time_of_its_logger() -> None:
    first, second = two('kart', 'perfect', 1)
    there = read_session(at_another_line(second), 'b.csv')
    lap = compare_laps([(truth.session_from(first, 'a.csv'), 2), (there, 1)]).laps[1]
    at_ours = np.array([0.0, 1.0]) * second.circuit.length_m
    (own_s,), (our_s,) = (np.diff(second.drive.time_at(at)) for at in (at_ours + LINES_APART_M, at_ours))
    assert abs(own_s - our_s) > 0.03  # the first lap is still gathering pace where the line is
    assert lap.lap.time_s == pytest.approx(own_s, abs=1.1e-3)
    assert lap.lap_time_s == pytest.approx(our_s, abs=2e-3)


def test_laps_of_several_files_are_labelled_with_their_file() -> None:
    sims = two('kart', 'external', 1)
    sessions = [truth.session_from(sim, name) for sim, name in zip(sims, ('a.csv', 'b.csv'), strict=True)]
    comparison = compare_laps([(sessions[0], 2), (sessions[1], 3), (sessions[1], 1)])
    assert [lap.label for lap in comparison.laps] == ['a.csv L2', 'b.csv L3', 'b.csv L1']
    assert all(lap.traces['speed_mps'].values.size for lap in comparison.laps)


WITHOUT_GPS = ['Time', 'UTC Time', 'Lap', 'OBD_Update', 'Vehicle Speed (km/h) *OBD', 'Gear *OBD']


def without_gps(sim: Simulated) -> Session:
    return read_session(trackaddict_bytes(sim, columns=WITHOUT_GPS), 'no-gps.csv')


def test_without_positions_laps_are_compared_by_their_speed_and_that_is_said() -> None:
    sim = simulate('car', laps=4, seed=8)
    session = without_gps(sim)
    comparison = compare(session, [1, 2], 1)
    assert comparison.method is Method.DISTANCE
    assert any('no positions' in note for note in comparison.notes)
    lap = comparison.laps[1]
    assert lap.sigma_s[1:-1] == pytest.approx(np.hypot(0.25, 0.25), abs=0.02)
    assert lap.delta_t_s[-1] == pytest.approx(sim.truth.delta_t(2, 1)[-1], abs=1.1e-3)
    share = comparison.distance_m / comparison.length_m
    true_s = np.interp(share, sim.truth.gate_m / sim.truth.length_m, sim.truth.delta_t(2, 1))
    assert np.sqrt(np.mean((lap.delta_t_s - true_s) ** 2)) < 0.25


@pytest.mark.parametrize('reference', [0, 1])
def test_one_lap_without_positions_makes_it_a_comparison_by_speed(reference: int) -> None:
    sims = two('car', 'external', 4)
    chosen = [(truth.session_from(sims[0]), 2), (without_gps(sims[1]), 3)]
    comparison = compare_laps(chosen, reference)
    assert comparison.method is Method.DISTANCE
    assert any('no positions' in note for note in comparison.notes)
    other = comparison.laps[1 - reference]
    assert np.median(other.sigma_s) >= 0.25
    wanted = np.array([sims[0].truth.lap_times_s[1], sims[1].truth.lap_times_s[2]])
    assert other.delta_t_s[-1] == pytest.approx(wanted[1 - reference] - wanted[reference], abs=2.1e-3)


def test_a_gap_of_twelve_seconds_is_refused_and_the_lap_times_stay() -> None:
    sim = simulate('car', laps=4, seed=9)
    start_s = sim.truth.crossings_s[1] + 20
    session = read_session(
        edited.without_rows_between(trackaddict_bytes(sim), start_s, start_s + 12), 'a.csv'
    )
    with pytest.raises(LapsNotComparable, match=r'L2 has no position for 12 s: its time is valid, a comp'):
        compare(session, [1, 2], 1)
    assert compare(session, [1, 3], 1).method is Method.POSITION
    assert_times(session, sim)


def test_gaps_of_more_than_a_tenth_of_the_lap_are_refused() -> None:
    sim = simulate('kart', laps=4, seed=9)
    raw = trackaddict_bytes(sim)
    for since_s in (10, 20, 30):
        start_s = sim.truth.crossings_s[1] + since_s
        raw = edited.without_rows_between(raw, start_s, start_s + 4)
    session = read_session(raw, 'a.csv')
    with pytest.raises(LapsNotComparable, match=r'L2 has no positions for more than a tenth of the lap'):
        compare(session, [1, 2], 1)
    assert_times(session, sim)


def test_a_lap_of_another_circuit_is_refused() -> None:
    here, there = truth.simulated(0, 'external', 10), truth.simulated(1, 'external', 10)
    session, elsewhere = truth.session_from(here), truth.session_from(there, 'elsewhere.csv')
    with pytest.raises(LapsNotComparable, match=r'^elsewhere\.csv L2 '):
        compare_laps([(session, 1), (elsewhere, 2)])
    assert_times(elsewhere, there)


@pytest.mark.parametrize(
    ('kind', 'noise', 'rate_hz', 'tau_s'), [('kart', 'external', 10, 0.0), ('car', 'phone', 1, 1.6)]
)
def test_a_layout_with_one_bend_changed_is_refused_either_way(
    kind: str, noise: str, rate_hz: float, tau_s: float
) -> None:
    home = simulate(kind, laps=4, seed=3)
    here = truth.session_from(home, 'here.csv')
    for number, layout in enumerate(
        layouts(home.truth.centreline_east_m, home.truth.centreline_north_m, count=6)
    ):
        on = circuit('changed', layout.path)
        there = truth.session_from(
            simulate(kind, laps=2, noise=noise, rate_hz=rate_hz, tau_s=tau_s, seed=60 + number, circuit=on)
        )
        for reference in (0, 1):
            with pytest.raises(LapsNotComparable, match=r'is not a lap of the course it is compared on\. .+'):
                compare_laps([(here, 2), (there, 1)], reference)


def test_where_no_lap_closes_the_positions_are_too_uncertain_and_the_lap_times_stay() -> None:
    sim = edited.carried_away(simulate('car', laps=4, noise='phone', rate_hz=1, seed=9), 0.5)
    session = truth.session_from(sim, 'lost.csv')
    with pytest.raises(
        LapsNotComparable, match=r'The positions of lost\.csv are too uncertain to compare laps: .+'
    ):
        compare(session, [1, 2], 1)
    assert_times(session, sim)


def test_one_lap_with_wild_positions_is_refused_and_the_others_are_not() -> None:
    sim = simulate('car', laps=4, noise='phone', rate_hz=1, seed=9)
    start_s, end_s = sim.truth.crossings_s[1:3]
    session = truth.session_from(edited.carried_away(sim, 1.5, start_s, end_s), 'lost.csv')
    with pytest.raises(LapsNotComparable, match=r'^(The positions of )?L2 .+'):
        compare(session, [1, 2], 1)
    assert compare(session, [1, 3], 1).method is Method.POSITION
    assert_times(session, sim)


def assert_times(session: Session, sim: Simulated) -> None:
    """The lap times are those of the file, whatever became of the positions."""
    times = [lap.time_s for lap in session.laps if lap.is_timed]
    assert times == pytest.approx(sim.truth.lap_times_s, abs=1.1e-3)
