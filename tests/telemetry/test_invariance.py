"""What must not change a comparison: the same laps, written, turned, moved or logged in another way."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.simulation.vbo import vbo_bytes
from racetrace.telemetry.compare import compare, compare_laps
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.session import read_session
from tests.telemetry import edited
from tests.telemetry.truth import Samples, places, session_from

SHARES = np.linspace(0, 1, 500)  # of the lap


@pytest.fixture(scope='module')
def sim() -> Simulated:
    return simulate('car', laps=3, seed=5)


@pytest.fixture(scope='module')
def raw(sim: Simulated) -> bytes:
    return trackaddict_bytes(sim)


@pytest.fixture(scope='module')
def usual(raw: bytes) -> Comparison:
    return compared(raw)


def compared(raw: bytes) -> Comparison:
    return compare(read_session(raw, 'simulated'), [1, 2, 3], 1)


def apart_ms(first: Comparison, second: Comparison) -> Samples:
    """Return how far two comparisons of the same laps are apart, at the same shares of the course."""
    deltas = [
        [np.interp(SHARES, found.distance_m / found.length_m, lap.delta_t_s) for lap in found.laps[1:]]
        for found in (first, second)
    ]
    return 1e3 * (np.array(deltas[1]) - np.array(deltas[0]))


def rms(values: Samples) -> float:
    return float(np.sqrt(np.mean(values**2)))


def test_a_lap_loses_nothing_to_itself(raw: bytes) -> None:
    session = read_session(raw, 'simulated')
    mirror = compare_laps([(session, 2), (session, 2)])
    assert not mirror.laps[1].delta_t_s.any()
    assert not any(lap.lost_s for row in mirror.corners for lap in row.laps)


def test_within_a_session_the_loss_of_one_lap_is_the_gain_of_the_other(raw: bytes) -> None:
    session = read_session(raw, 'simulated')
    forth, back = compare(session, [1, 2], 1), compare(session, [1, 2], 2)
    assert forth.laps[1].delta_t_s == pytest.approx(-back.laps[0].delta_t_s, abs=1e-12)


@pytest.mark.parametrize(
    ('kind', 'noise', 'rate_hz', 'seed'),
    [
        ('car', 'external', 10, 0),
        ('car', 'external', 10, 2),
        ('kart', 'external', 10, 3),
        ('car', 'phone', 1, 1),
    ],
)
def test_two_files_change_sides_within_the_band(kind: str, noise: str, rate_hz: float, seed: int) -> None:
    """Each file brings its own line; the two answers differ by less than the band, place by place."""
    sims = [simulate(kind, laps=4, noise=noise, rate_hz=rate_hz, seed=s) for s in (seed, seed + 50)]
    first, second = (session_from(sim, name) for sim, name in zip(sims, 'ab', strict=True))
    assert first.course is not None
    assert second.course is not None
    forth = compare_laps([(first, 2), (second, 3)], 0)
    back = compare_laps([(first, 2), (second, 3)], 1)
    gate_m = sims[0].truth.gate_m[10:-10]
    sides = [
        np.interp(gate_m, places(session.course.line, found.distance_m, sims[0]), values)
        for session, found, lap in ((first, forth, 1), (second, back, 0))
        if session.course
        for values in (found.laps[lap].delta_t_s, found.laps[lap].sigma_s)
    ]
    apart_s, band_s = sides[0] + sides[2], np.hypot(sides[1], sides[3])
    assert 0 < rms(apart_s) < rms(band_s)
    assert np.mean(np.abs(apart_s) <= band_s) > 0.8


@pytest.mark.parametrize('tau_s', [0.0, 0.5, 1.6])
@pytest.mark.parametrize('kind', ['car', 'kart'])
def test_how_far_a_phone_reckons_ahead_is_found(kind: str, tau_s: float) -> None:
    for seed in (1, 2):
        session = session_from(simulate(kind, laps=4, noise='phone', rate_hz=1, tau_s=tau_s, seed=seed))
        assert session.tau_s == pytest.approx(tau_s, abs=0.2)
        assert bool(session.tau_s) == bool(tau_s)
        assert any('reports where it expects' in note for note in session.notes) == bool(tau_s)


@pytest.mark.parametrize(
    'options', [{'separator': ';'}, {'separator': '\t'}, {'newline': '\r\n'}, {'bom': True}]
)
def test_how_the_file_is_written_changes_nothing(
    sim: Simulated, usual: Comparison, options: dict[str, str]
) -> None:
    assert not apart_ms(usual, compared(trackaddict_bytes(sim, **options))).any()  # type: ignore[arg-type]


def test_the_order_of_the_columns_changes_nothing(sim: Simulated, raw: bytes, usual: Comparison) -> None:
    backwards = trackaddict_bytes(sim, columns=edited.columns_of(raw)[::-1])
    assert not apart_ms(usual, compared(backwards)).any()


def test_rows_that_hold_the_last_fix_change_nothing(sim: Simulated, usual: Comparison) -> None:
    assert not apart_ms(usual, compared(trackaddict_bytes(sim, ticks_hz=0))).any()


@pytest.mark.parametrize(('noise', 'rate_hz', 'tau_s'), [('external', 10, 0.0), ('phone', 1, 1.6)])
def test_miles_an_hour_are_kilometres_an_hour(noise: str, rate_hz: float, tau_s: float) -> None:
    """A tenth of a mile an hour is rounded more coarsely than a tenth of a kilometre an hour."""
    sim = simulate('car', laps=3, noise=noise, rate_hz=rate_hz, tau_s=tau_s, seed=5)
    apart = apart_ms(compared(trackaddict_bytes(sim)), compared(trackaddict_bytes(sim, mph=True)))
    assert 0 < rms(apart) < 3


@pytest.mark.parametrize('place', [(-33.9, 151.2), (0.0, -170.0), (64.0, -20.0)])
def test_it_is_the_same_anywhere_on_earth(
    sim: Simulated, usual: Comparison, place: tuple[float, float]
) -> None:
    """Positions are written to a centimetre, which is rounded otherwise elsewhere."""
    apart = apart_ms(usual, compared(trackaddict_bytes(edited.moved(sim, *place))))
    assert np.abs(apart).max() < 1


@pytest.mark.parametrize('turn_rad', [0.3, 1.0, 2.5, 4.0])
def test_it_is_the_same_whichever_way_the_track_lies(
    sim: Simulated, usual: Comparison, turn_rad: float
) -> None:
    assert np.abs(apart_ms(usual, compared(trackaddict_bytes(edited.turned(sim, turn_rad))))).max() < 1


def test_midnight_changes_nothing(sim: Simulated) -> None:
    """A VBO file tells the time of the day: here it begins anew during the out-lap."""
    late = replace(sim, started_at=datetime(2026, 6, 13, 23, 59, 20, tzinfo=UTC))
    assert np.abs(apart_ms(compared(vbo_bytes(sim)), compared(vbo_bytes(late)))).max() < 0.1


@pytest.mark.parametrize('noise', ['perfect', 'good'])
@pytest.mark.parametrize('kind', ['car', 'kart'])
def test_five_fixes_a_second_tell_what_twenty_five_do(kind: str, noise: str) -> None:
    sim = simulate(kind, laps=3, noise=noise, rate_hz=25, seed=2)
    apart = apart_ms(compared(trackaddict_bytes(sim)), compared(trackaddict_bytes(edited.thinned(sim, 5))))
    assert rms(apart) < 5


def test_where_there_are_positions_the_wheels_have_no_say(raw: bytes, usual: Comparison) -> None:
    worn = edited.with_column(raw, 'Vehicle Speed (km/h) *OBD', lambda speed: 1.01 * speed)
    found = compared(worn)
    assert np.abs(apart_ms(usual, found)).max() < 0.1
    wheels = [comparison.laps[1].traces['wheel_speed_mps'].values for comparison in (usual, found)]
    assert wheels[1] == pytest.approx(1.01 * wheels[0], abs=1e-3)


@pytest.mark.parametrize(('share', 'most_ms'), [(0.02, 1.0), (0.1, 3.0), (0.3, 6.0)])
def test_lost_rows_hardly_matter(raw: bytes, usual: Comparison, share: float, most_ms: float) -> None:
    assert 0 < rms(apart_ms(usual, compared(edited.without_some_rows(raw, share)))) < most_ms


@pytest.mark.parametrize(
    ('noise', 'rate_hz', 'tau_s'), [('perfect', 10, 0.0), ('external', 10, 0.0), ('phone', 1, 1.6)]
)
def test_at_the_finish_the_time_lost_is_the_difference_of_the_lap_times(
    noise: str, rate_hz: float, tau_s: float
) -> None:
    sim = simulate('kart', laps=3, noise=noise, rate_hz=rate_hz, tau_s=tau_s, seed=6)
    found = compared(trackaddict_bytes(sim))
    for lap, true_s in zip(found.laps, sim.truth.lap_times_s, strict=True):
        assert lap.delta_t_s[0] == 0
        assert lap.delta_t_s[-1] == pytest.approx(true_s - sim.truth.lap_times_s[0], abs=1.1e-3)
        assert abs(lap.closure_s) < 1e-3
