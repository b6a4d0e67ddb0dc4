from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.dead_reckoning import dead_reckoning_s, undo
from racetrace.telemetry.plane import Fixes
from tests.telemetry.made import fixes_of

LAP_S = 75.0


def circling(seconds: float = 120.0) -> Fixes:
    """Drive round a circle of 100 m at 20 m/s, clockwise."""
    turned = 0.2 * np.arange(seconds)
    return fixes_of(np.arange(seconds), -100 * np.cos(turned), 100 * np.sin(turned), 20.0, heading_rad=turned)


def racing(rate_hz: float = 1.0, seconds: float = 200.0) -> Fixes:
    """Drive round a circuit of waves, whose speed and direction are known in closed form: 13 to 47 m/s."""
    time_s = np.arange(0, seconds, 1 / rate_hz)
    way = sum(
        size * np.exp(1j * (turns * 2 * np.pi * time_s / LAP_S + phase))
        for size, turns, phase in [(320, -1, 0), (45, 2, 0.4), (25, -3, 1.1), (6, 5, 0.2)]
    )
    step = sum(
        2j * np.pi * turns / LAP_S * size * np.exp(1j * (turns * 2 * np.pi * time_s / LAP_S + phase))
        for size, turns, phase in [(320, -1, 0), (45, 2, 0.4), (25, -3, 1.1), (6, 5, 0.2)]
    )
    heading = np.arctan2(np.real(step), np.imag(step))
    return fixes_of(time_s, np.real(way), np.imag(way), np.abs(step), heading_rad=heading)


def as_reported(true: Fixes, tau_s: float) -> Fixes:
    """Return what a phone says that is `tau_s` late and expects the car to have gone straight on."""
    ahead_m = tau_s * true.speed_mps
    return replace(
        true,
        time_s=true.time_s + tau_s,
        east_m=true.east_m + ahead_m * np.sin(true.heading_rad),
        north_m=true.north_m + ahead_m * np.cos(true.heading_rad),
    )


def test_on_a_circle_a_phone_shows_a_larger_one_and_the_true_one_comes_back() -> None:
    reported = as_reported(circling(), 1.6)
    assert np.hypot(reported.east_m, reported.north_m) == pytest.approx(np.hypot(100, 1.6 * 20))
    tau_s = dead_reckoning_s(reported)
    assert tau_s == pytest.approx(1.6, abs=0.01)
    true = undo(reported, tau_s)
    assert np.hypot(true.east_m, true.north_m) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize('tau_s', [0.4, 0.5, 0.83, 1.0, 1.6, 2.0, 2.45])
def test_round_a_circuit_the_time_is_found(tau_s: float) -> None:
    assert dead_reckoning_s(as_reported(racing(), tau_s)) == pytest.approx(tau_s, abs=0.05)


@pytest.mark.parametrize('tau_s', [0.5, 1.6])
def test_noise_of_half_a_metre_hides_little_of_it(tau_s: float) -> None:
    reported, rng = as_reported(racing(seconds=400.0), tau_s), np.random.default_rng(3)
    noisy = replace(
        reported,
        east_m=reported.east_m + rng.normal(0, 0.5, reported.count),
        north_m=reported.north_m + rng.normal(0, 0.5, reported.count),
    )
    assert dead_reckoning_s(noisy) == pytest.approx(tau_s, abs=0.15)


@pytest.mark.parametrize('tau_s', [0.3, 1.6, 2.0])
def test_undoing_is_the_exact_inverse(tau_s: float) -> None:
    true = racing()
    again = undo(as_reported(true, tau_s), tau_s)
    assert again.time_s == pytest.approx(true.time_s, abs=1e-9)
    assert again.east_m == pytest.approx(true.east_m, abs=1e-9)
    assert again.north_m == pytest.approx(true.north_m, abs=1e-9)
    assert again.speed_mps is true.speed_mps


def test_nothing_to_undo_changes_nothing() -> None:
    fixes = racing()
    assert undo(fixes, 0.0) is fixes


def test_where_the_heading_is_unknown_only_the_time_moves() -> None:
    reported = as_reported(racing(), 1.6)
    unsure = replace(
        reported, heading_rad=np.where(np.arange(reported.count) == 5, np.nan, reported.heading_rad)
    )
    true = undo(unsure, 1.6)
    assert true.time_s[5] == pytest.approx(5)
    assert (true.east_m[5], true.north_m[5]) == (reported.east_m[5], reported.north_m[5])


def test_a_clean_receiver_is_left_alone() -> None:
    assert dead_reckoning_s(racing()) == 0
    assert dead_reckoning_s(circling()) == 0


@pytest.mark.parametrize('seed', range(6))
def test_noise_is_not_taken_for_reckoning(seed: int) -> None:
    clean, rng = racing(), np.random.default_rng(seed)
    noisy = replace(
        clean,
        east_m=clean.east_m + rng.normal(0, 1.5, clean.count),
        north_m=clean.north_m + rng.normal(0, 1.5, clean.count),
        heading_rad=clean.heading_rad + rng.normal(0, 0.02, clean.count),
    )
    assert dead_reckoning_s(noisy) == 0


def test_a_straight_road_tells_nothing() -> None:
    time_s = np.arange(100.0)
    assert dead_reckoning_s(fixes_of(time_s, 0.0, 20 * time_s, 20.0, heading_rad=0.0)) == 0


@pytest.mark.parametrize('rate_hz', [5.0, 10.0, 25.0])
def test_fast_receivers_do_not_reckon_ahead(rate_hz: float) -> None:
    assert dead_reckoning_s(as_reported(racing(rate_hz), 1.6)) == 0


def test_fewer_than_sixty_pairs_are_too_little_to_tell() -> None:
    reported = as_reported(racing(), 1.6)
    assert dead_reckoning_s(reported.taken(slice(60))) == 0
    assert dead_reckoning_s(reported.taken(slice(61))) > 1


def test_slow_pairs_and_pairs_without_a_heading_do_not_count() -> None:
    reported = as_reported(racing(seconds=100.0), 1.6)
    some = np.arange(reported.count) < 50
    crawling = replace(reported, speed_mps=np.where(some, 5.0, reported.speed_mps))
    assert dead_reckoning_s(crawling) == 0
    unsure = replace(reported, heading_rad=np.where(some, np.nan, reported.heading_rad))
    assert dead_reckoning_s(unsure) == 0


def test_a_few_wild_positions_do_not_matter() -> None:
    reported = as_reported(racing(), 1.6)
    wild = np.where(np.arange(reported.count) % 67 == 30, 60.0, 0.0)
    astray = replace(reported, east_m=reported.east_m + wild)
    assert dead_reckoning_s(astray) == pytest.approx(1.6, abs=0.1)
