from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.drift import Drift, Evidence, drift, joined, line_spread_m, sideways
from racetrace.telemetry.plane import Samples

LAP_S = 40.0
TIME_S = np.linspace(0.1, LAP_S - 0.1, 399)
WAY_M = 25 * TIME_S
ROUND_RAD = 2 * np.pi * TIME_S / LAP_S  # headings of one lap of a circle


def seen_right(east_m: float | Samples, north_m: float | Samples, heading_rad: Samples) -> Samples:
    """Return what of a receiver's error is seen to the right of the direction of travel."""
    right: Samples = east_m * np.cos(heading_rad) - north_m * np.sin(heading_rad)
    return right


def evidence_of(
    seen_m: Samples, heading_rad: Samples = ROUND_RAD, *, line_m: float = 0.3, fix_m: float = 0.1
) -> Evidence:
    return sideways(TIME_S, seen_m, heading_rad, WAY_M, line_m=line_m, fix_m=fix_m)


def found(evidence: Evidence, heading_rad: Samples = ROUND_RAD, *, wander_m: float = 2.0) -> Drift:
    return drift(evidence, TIME_S, heading_rad, wander_m=wander_m)


def crossings_off(along_m: float, heading_rad: Samples) -> Evidence:
    """Return evidence of positions that were `along_m` beyond the gates at both known crossings."""
    heading = heading_rad[[0, -1]]
    return Evidence(
        time_s=np.array([0.0, LAP_S]),
        axis_east=np.sin(heading),
        axis_north=np.cos(heading),
        seen_m=np.full(2, along_m),
        noise_m2=np.diag([0.15**2, 0.15**2]),
    )


@pytest.mark.parametrize(('east_m', 'north_m'), [(2.0, -1.0), (-3.0, 0.0), (0.0, 1.5)])
def test_a_constant_error_shows_sideways_all_around_a_closed_track(east_m: float, north_m: float) -> None:
    got = found(evidence_of(seen_right(east_m, north_m, ROUND_RAD)))
    assert got.east_m == pytest.approx(east_m, abs=0.35)
    assert got.north_m == pytest.approx(north_m, abs=0.35)
    assert np.hypot(got.east_m.mean() - east_m, got.north_m.mean() - north_m) < 0.25
    assert 0.4 < got.scale_m < 6


def test_the_error_lies_within_what_is_said_to_be_unknown() -> None:
    got = found(evidence_of(seen_right(2.0, -1.0, ROUND_RAD)))
    along = (got.east_m - 2) * np.sin(ROUND_RAD) + (got.north_m + 1) * np.cos(ROUND_RAD)
    assert np.abs(along / got.along_sigma_m).max() < 2


def test_an_error_that_grows_is_followed() -> None:
    east_m = 4 * TIME_S / LAP_S - 2
    got = found(evidence_of(seen_right(east_m, 0.0, ROUND_RAD)))
    across = np.abs(np.cos(ROUND_RAD)) > 0.9  # where east is to the side
    assert (got.east_m - east_m)[across] == pytest.approx(0, abs=0.8)


@pytest.mark.parametrize('fix_m', [0.0, 0.3])
def test_a_clean_lap_is_left_alone(fix_m: float) -> None:
    seen_m = np.random.default_rng(4).normal(0, fix_m, TIME_S.size) if fix_m else np.zeros(TIME_S.size)
    got = found(evidence_of(seen_m, fix_m=fix_m), wander_m=0.1)
    assert np.hypot(got.east_m, got.north_m).max() < 0.1
    assert got.along_sigma_m.max() < 0.2
    assert got.scale_m < 0.3


def test_a_driver_on_a_line_of_his_own_is_not_taken_for_an_error() -> None:
    own_m = 1.5 * np.sin(2 * np.pi * WAY_M / 125)  # 1.5 m to either side, eight times a lap
    got = found(evidence_of(own_m, line_m=line_spread_m(own_m)), wander_m=0.3)
    assert np.hypot(got.east_m, got.north_m).max() < 0.5


@pytest.mark.parametrize('better', [{'line_m': 0.1}, {'fix_m': 0.1}])
def test_better_evidence_leaves_less_unknown(better: dict[str, float]) -> None:
    seen_m = seen_right(2.0, -1.0, ROUND_RAD)
    poor = {'line_m': 1.0, 'fix_m': 3.0}
    good = poor | better
    before = found(evidence_of(seen_m, line_m=poor['line_m'], fix_m=poor['fix_m']))
    after = found(evidence_of(seen_m, line_m=good['line_m'], fix_m=good['fix_m']))
    assert after.along_sigma_m.mean() < 0.95 * before.along_sigma_m.mean()


def test_the_more_of_the_lap_is_seen_the_less_is_unknown() -> None:
    seen_m, sigmas = seen_right(2.0, -1.0, ROUND_RAD), []
    for share in (0.2, 0.5, 1.0):
        part = slice(0, int(share * TIME_S.size))
        evidence = sideways(TIME_S[part], seen_m[part], ROUND_RAD[part], WAY_M[part], line_m=0.3, fix_m=0.1)
        sigmas.append(float(found(evidence).along_sigma_m.mean()))
    assert sigmas[0] > 1.2 * sigmas[1] > 1.2 * sigmas[2]


def test_on_a_straight_the_error_along_it_cannot_be_seen() -> None:
    north = np.zeros(TIME_S.size)
    got = found(evidence_of(seen_right(2.0, 3.0, north), north), north)
    assert got.east_m == pytest.approx(2.0, abs=0.4)
    assert got.north_m == pytest.approx(0.0, abs=1e-9)
    assert got.along_sigma_m.min() > 0.8 * got.scale_m


def test_known_crossings_pin_it_along_the_track() -> None:
    north = np.zeros(TIME_S.size)
    near = evidence_of(seen_right(2.0, 3.0, north), north)
    got = found(joined(near, crossings_off(3.0, north)), north)
    alone = found(near, north)
    assert got.north_m[[0, -1]] == pytest.approx(3.0, abs=0.15)
    assert got.north_m == pytest.approx(3.0, abs=0.4)
    assert (got.along_sigma_m < alone.along_sigma_m).all()
    assert got.along_sigma_m[[0, -1]] == pytest.approx(0.15, abs=0.1)


def test_positions_that_agree_with_the_speed_speak_against_a_large_error() -> None:
    evidence = evidence_of(seen_right(1.0, 0.0, ROUND_RAD), line_m=1.0)
    assert found(evidence, wander_m=0.05).scale_m < found(evidence, wander_m=5.0).scale_m


def test_offsets_are_joined_in_blocks_of_twenty_metres_and_no_more_than_a_hundred() -> None:
    assert evidence_of(np.zeros(TIME_S.size)).seen_m.size == 50  # of 995 m
    far = sideways(TIME_S, 0 * TIME_S, ROUND_RAD, 10 * WAY_M, line_m=0.3, fix_m=0.1)
    assert far.seen_m.size <= 101


def test_a_block_holds_the_means_of_its_fixes() -> None:
    evidence = sideways(
        np.array([0.0, 0.2, 0.4, 3.0]),
        np.array([1.0, 2.0, 6.0, -4.0]),
        np.full(4, np.pi / 2),
        np.array([0.0, 5.0, 10.0, 75.0]),
        line_m=0.5,
        fix_m=0.3,
    )
    assert evidence.time_s == pytest.approx([0.2, 3.0])
    assert evidence.seen_m == pytest.approx([3.0, -4.0])
    assert evidence.axis_east == pytest.approx([0, 0])  # driven eastwards, right is south
    assert evidence.axis_north == pytest.approx([-1, -1])
    assert np.diag(evidence.noise_m2) == pytest.approx([0.25 + 0.09 / 3, 0.25 + 0.09])
    apart = np.sqrt(3) * 70 / 60
    assert evidence.noise_m2[0, 1] == pytest.approx(0.25 * (1 + apart) * np.exp(-apart))


def test_joined_evidence_keeps_its_order_and_stays_independent() -> None:
    first = evidence_of(np.ones(TIME_S.size))
    second = replace(first, seen_m=2 * first.seen_m)
    both = joined(first, second)
    size = first.seen_m.size
    assert both.seen_m.tolist() == [1.0] * size + [2.0] * size
    assert both.noise_m2[:size, :size].tolist() == first.noise_m2.tolist()
    assert not both.noise_m2[:size, size:].any()


def test_the_spread_of_a_line_is_its_standard_deviation_and_never_below_thirty_centimetres() -> None:
    rng = np.random.default_rng(5)
    normal = rng.normal(7.0, 1.2, 20_000)
    assert line_spread_m(normal) == pytest.approx(1.2, rel=0.03)
    assert line_spread_m(np.where(rng.random(20_000) < 0.03, 100.0, normal)) == pytest.approx(1.2, rel=0.1)
    assert line_spread_m(np.zeros(10)) == 0.3
