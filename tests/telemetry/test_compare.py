from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.channels import Channel
from racetrace.telemetry.compare import compare, compare_laps
from racetrace.telemetry.comparison import Comparison, Method
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.session import Session
from tests.telemetry.made import fixes_of, frame_of, lap_of, log_of, session_with
from tests.telemetry.shapes import line_of, stadium

LINE = line_of(*stadium())
ROUND = LINE.length_m
SPEEDS = (25.0, 24.0, 26.0)  # of laps 1, 2 and 3
ENDS = np.cumsum([10.0, *(ROUND / speed for speed in SPEEDS), 10.0])
OIL = Channel(name='Oil Temp (F)', unit='F')


def three_laps() -> tuple[Fixes, tuple[Lap, ...]]:
    """Drive 10 s, three laps, each at one speed, and 10 s more; 10 Hz."""
    speeds = np.array([25.0, *SPEEDS, 25.0])
    time_s = np.arange(0, ENDS[-1], 0.1)
    speed = speeds[np.searchsorted(ENDS, time_s, side='right')]
    knots = np.concatenate([[0.0], ENDS])
    way_m = np.interp(time_s, knots, [-250, 0, ROUND, 2 * ROUND, 3 * ROUND, 3 * ROUND + 250])
    east_m, north_m = LINE.position(way_m)
    laps = tuple(
        lap_of(float(ENDS[n - 1]), float(ENDS[n]), number=n, length_m=ROUND)
        for n in range(1, 1 + len(SPEEDS))
    )
    return fixes_of(time_s, east_m, north_m, speed), laps


@cache
def session() -> Session:
    fixes, laps = three_laps()
    slow = pl.DataFrame(
        {
            'time_s': fixes.time_s + 0.03,
            'rpm': 4000.0 + 100 * np.sin(fixes.time_s),
            'gear': 1.0 + fixes.time_s // 3 % 5,
            'Oil Temp (F)': np.where(np.arange(fixes.count) == 300, 999.0, 200.0),
        }
    )
    frame = pl.concat([frame_of(fixes), slow], how='diagonal').sort('time_s')
    return session_with(fixes, *laps, log=log_of(frame, others={OIL.name: OIL}))


@cache
def result_against(reference: int) -> Comparison:
    return compare(session(), [1, 2, 3], reference)


def evenly_behind(lap: int, reference: int, grid_m: Samples) -> Samples:
    behind: Samples = grid_m / SPEEDS[lap - 1] - grid_m / SPEEDS[reference - 1]
    return behind


@pytest.mark.parametrize('reference', [1, 2, 3])
def test_at_constant_speeds_delta_grows_evenly_and_positive_is_slower(reference: int) -> None:
    result = result_against(reference)
    assert result.reference == reference - 1
    for number, lap in enumerate(result.laps, start=1):
        # a lap begins and ends with a step in speed, which no receiver at 10 Hz sees
        assert lap.delta_t_s == pytest.approx(evenly_behind(number, reference, result.distance_m), abs=0.012)
    assert not result.laps[reference - 1].delta_t_s.any()
    assert not result.laps[reference - 1].sigma_s.any()


def test_a_comparison_says_how_it_was_made() -> None:
    result = compare(session(), [2, 1], 1)
    assert (result.method, result.reference, result.notes) == (Method.POSITION, 1, ())
    assert [lap.label for lap in result.laps] == ['L2', 'L1']
    assert [lap.lap.number for lap in result.laps] == [2, 1]
    assert result.length_m == pytest.approx(ROUND, rel=0.001)
    assert result.stretch_m == (0.0, result.length_m)
    assert [row.corner.name for row in result.corners] == ['T1', 'T2']
    assert [len(row.laps) for row in result.corners] == [2, 2]


@pytest.mark.parametrize('points', [2, 37, 500, 2000])
def test_the_grid_has_the_asked_points_from_line_to_line(points: int) -> None:
    result = compare(session(), [1, 2], 1, points=points)
    assert result.distance_m.size == points
    assert (result.distance_m[0], result.distance_m[-1]) == (0.0, result.length_m)
    for lap in result.laps:
        assert lap.delta_t_s.shape == lap.sigma_s.shape == lap.east_m.shape == lap.north_m.shape == (points,)


def test_at_the_finish_delta_is_the_difference_of_the_lap_times() -> None:
    result = result_against(1)
    for lap in result.laps:
        assert abs(lap.closure_s) < 0.001
        assert lap.lap_time_s == pytest.approx(ROUND / SPEEDS[lap.lap.number - 1])
        assert lap.delta_t_s[0] == pytest.approx(0, abs=1e-6)
        assert lap.delta_t_s[-1] == pytest.approx(lap.lap_time_s - result.laps[0].lap_time_s, abs=1e-6)


def test_the_loss_in_the_corners_is_that_of_their_sections() -> None:
    result = result_against(1)
    slower = [row.laps[1] for row in result.corners]
    total_s = ROUND / SPEEDS[1] - ROUND / SPEEDS[0]
    assert sum(corner.lost_s for corner in slower) == pytest.approx(total_s, abs=0.005)
    assert all(row.laps[0].lost_s == row.laps[0].sigma_s == 0 for row in result.corners)
    assert [corner.min_mps for corner in slower] == pytest.approx([24, 24], abs=0.1)


def test_traces_keep_the_samples_of_the_file_and_lose_no_spike() -> None:
    lap = result_against(1).laps[0]
    assert set(lap.traces) >= {'speed_mps', 'latitude_deg', 'rpm', 'gear', 'Oil Temp (F)'}
    oil = lap.traces['Oil Temp (F)']
    assert (oil.unit, oil.held) == ('F', False)
    assert (oil.values == 999.0).sum() == 1
    spike_s = float(session().fixes.time_s[300]) + 0.03
    at_m = oil.distance_m[oil.values == 999.0]
    assert at_m == pytest.approx([25 * (spike_s - ENDS[0])], abs=0.3)
    inside = (session().fixes.time_s + 0.03 > ENDS[0]) & (session().fixes.time_s + 0.03 < ENDS[1])
    assert lap.traces['rpm'].values.size == inside.sum() + 2  # one beyond each end
    assert lap.traces['rpm'].values[1:-1] == pytest.approx(
        4000 + 100 * np.sin(session().fixes.time_s[inside])
    )


def test_traces_never_go_back() -> None:
    for lap in result_against(1).laps:
        for trace in lap.traces.values():
            assert (np.diff(trace.distance_m) >= 0).all()
            assert (trace.distance_m[0], trace.distance_m[-1]) == pytest.approx((0, ROUND), abs=5)


def test_a_channel_says_whether_it_is_held() -> None:
    traces = result_against(1).laps[0].traces
    assert {name for name, trace in traces.items() if trace.held} == {'gear'}
    assert set(traces['gear'].values) <= {1.0, 2.0, 3.0, 4.0, 5.0}


def test_a_lap_is_drawn_where_it_was_driven() -> None:
    result = result_against(1)
    for lap in result.laps:
        true_e, true_n = LINE.position(result.distance_m)
        assert np.hypot(lap.east_m - true_e, lap.north_m - true_n).max() < 0.6


@pytest.mark.parametrize('chosen', [[], [1]])
def test_fewer_than_two_laps_are_no_comparison(chosen: list[int]) -> None:
    with pytest.raises(LapsNotComparable, match=r'^A comparison needs two laps or more\.$'):
        compare_laps([(session(), number) for number in chosen])


def test_an_unknown_lap_is_named_with_those_that_are_there() -> None:
    with pytest.raises(LapsNotComparable, match=r'^made\.csv has no lap 9; its laps are: 1, 2, 3\.$'):
        compare(session(), [1, 9], 1)
    with pytest.raises(LapsNotComparable, match=r'^made\.csv has no lap 9; its laps are: 1, 2, 3\.$'):
        compare(session(), [1, 9], 9)


def test_the_first_lap_is_the_reference_unless_another_is_named() -> None:
    chosen = [(session(), 2), (session(), 1)]
    assert not compare_laps(chosen).laps[0].delta_t_s.any()
    assert not compare_laps(chosen, 1).laps[1].delta_t_s.any()


def test_the_same_lap_twice_differs_by_nothing() -> None:
    result = compare_laps([(session(), 2), (session(), 2)])
    assert not result.laps[1].delta_t_s.any()
    assert result.laps[1].closure_s == 0


def test_laps_of_several_sessions_are_labelled_with_their_file() -> None:
    fixes, laps = three_laps()
    other = replace(session_with(fixes, *laps), name='second.csv')
    result = compare_laps([(session(), 1), (other, 2)])
    assert [lap.label for lap in result.laps] == ['made.csv L1', 'second.csv L2']
    assert result.laps[1].delta_t_s == pytest.approx(evenly_behind(2, 1, result.distance_m), abs=0.012)


def test_where_no_lap_closes_the_comparison_is_refused_and_the_times_stay() -> None:
    fixes, laps = three_laps()
    adrift = session_with(replace(fixes, north_m=fixes.north_m + 0.4 * fixes.time_s), *laps)
    with pytest.raises(LapsNotComparable, match=r'The positions of made\.csv are too uncertain') as caught:
        compare(adrift, [1, 2], 1)
    assert str(caught.value).endswith('The lap times are valid.')


def without_positions() -> Session:
    fixes, laps = three_laps()
    log = log_of(frame_of(fixes).select('time_s', 'speed_mps'))
    return session_with(fixes.taken(slice(0)), *laps, log=log)


def test_without_positions_laps_are_compared_by_their_speed_and_it_is_said() -> None:
    result = compare(without_positions(), [1, 2, 3], 1)
    assert result.method is Method.DISTANCE
    assert result.notes == (
        'There are no positions: laps are compared by their speed, scaled to one length.',
    )
    assert result.corners == ()
    for number, lap in enumerate(result.laps, start=1):
        assert lap.delta_t_s == pytest.approx(evenly_behind(number, 1, result.distance_m), abs=0.02)
        assert abs(lap.closure_s) < 0.001
    assert result.laps[1].sigma_s[1:-1].max() > 0.1


def test_without_positions_the_reference_must_be_a_whole_lap_too() -> None:
    session = without_positions()
    open_lap = replace(session.laps[0], time_s=None)
    with pytest.raises(LapsNotComparable, match=r'^L1 is no whole timed lap'):
        compare(replace(session, laps=(open_lap, *session.laps[1:])), [1, 2], 1)


def test_the_time_of_the_reference_goes_from_the_start_to_its_lap_time() -> None:
    fixes, laps = three_laps()
    result = compare(session_with(fixes, *laps), [1, 2, 3], 2)
    assert result.elapsed_s[0] == pytest.approx(0, abs=1e-6)
    assert result.elapsed_s[-1] == pytest.approx(result.laps[1].lap_time_s, abs=1e-3)
    assert (np.diff(result.elapsed_s) > 0).all()
