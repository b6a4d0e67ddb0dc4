import numpy as np
import pytest

from components.dots import LEAST_S, MOST_ON_A_PHONE, columns, height_s, said
from racetrace.telemetry.apart import Apart


def apart(*laps: list[float]) -> Apart:
    names = tuple(f'T{i + 1}' for i in range(len(laps[0])))
    behind = {i: np.array(lap) for i, lap in enumerate(laps)}
    return Apart(corners=names, over_best_s=behind, sigma_s=0.01)


def test_a_lap_stands_as_high_as_it_is_behind_the_best_passage() -> None:
    (first, second) = columns(apart([0.0, 0.4], [0.2, 0.0]))
    assert first.shares == pytest.approx({0: 0.0, 1: 0.5})
    assert second.shares == pytest.approx({0: 1.0, 1: 0.0})
    assert (first.spread_s, second.spread_s) == pytest.approx((0.2, 0.4))


def test_one_lap_that_was_lost_does_not_press_the_others_flat() -> None:
    usual = [[0.1 * (i % 3)] for i in range(20)]
    assert height_s(apart(*usual, [30.0])) == pytest.approx(0.8)
    assert columns(apart(*usual, [30.0]))[0].shares[20] == 1.0


def test_laps_that_are_alike_are_not_blown_up() -> None:
    assert height_s(apart([0.0], [0.001])) == LEAST_S


def test_a_phone_shows_the_corners_that_differ_most() -> None:
    found = columns(apart([0.0] * 12, [0.01 * i for i in range(12)]))
    assert [column.corner for column in found if column.is_minor] == ['T1', 'T2', 'T3']
    assert len(found) - 3 == MOST_ON_A_PHONE


def test_it_says_where_the_laps_differ_most() -> None:
    sentence = 'The laps differ most in T2 by 0.40 s, T1 by 0.20 s and T3 by 0.10 s.'
    assert said(apart([0.0, 0.4, 0.1], [0.2, 0.0, 0.0])) == sentence
