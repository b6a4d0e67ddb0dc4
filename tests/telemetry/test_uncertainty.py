import numpy as np
import pytest

from racetrace.telemetry.uncertainty import Uncertainty

LAP_S = 60.0


def at_20_mps(*, local_s: float = 0.0, start_s: float = 0.0, end_s: float = 0.0) -> Uncertainty:
    time_s = np.linspace(0, LAP_S, 601)
    return Uncertainty(
        distance_m=20 * time_s,
        time_s=time_s,
        local_s=np.full(601, local_s),
        start_s=start_s,
        end_s=end_s,
        fade_s=0.5,
    )


def test_with_known_crossings_only_the_receiver_is_uncertain() -> None:
    places_m = np.array([0.0, 300.0, 1200.0])
    assert at_20_mps(local_s=0.03).at(places_m) == pytest.approx(0.03)


def test_an_uncertain_start_is_in_every_place_but_itself() -> None:
    sigma_s = at_20_mps(start_s=0.04).at(np.array([0.0, 10.0, 200.0, 1200.0]))
    assert sigma_s == pytest.approx([0, 0.04 * (1 - np.exp(-1)), 0.04, 0.04])


def test_an_uncertain_finish_is_in_the_finish_alone() -> None:
    sigma_s = at_20_mps(end_s=0.04).at(np.array([0.0, 600.0, 1190.0, 1200.0]))
    assert sigma_s == pytest.approx([0, 0, 0.04 * np.exp(-1), 0.04], abs=1e-9)


def test_independent_errors_add_as_squares() -> None:
    sigma_s = at_20_mps(local_s=0.03, start_s=0.04, end_s=0.12).at(np.array([600.0, 1200.0]))
    assert sigma_s == pytest.approx([0.05, 0.13])


def test_two_places_share_an_uncertain_start() -> None:
    assert at_20_mps(start_s=0.04).between(400.0, 800.0) == pytest.approx(0, abs=1e-9)
    assert at_20_mps(start_s=0.04).between(0.0, 800.0) == pytest.approx(0.04)


@pytest.mark.parametrize('apart_s', [0.5, 5.0, 20.0])
def test_errors_of_places_close_by_are_alike(apart_s: float) -> None:
    sigma_s = at_20_mps(local_s=0.03).between(200.0, 200.0 + 20 * apart_s)
    assert sigma_s == pytest.approx(0.03 * np.sqrt(2 - 2 * np.exp(-apart_s / 5)))


def test_a_place_is_no_time_from_itself() -> None:
    assert at_20_mps(local_s=0.03, start_s=0.04, end_s=0.05).between(700.0, 700.0) == 0
