import numpy as np
import pytest

from racetrace.simulation.circuits import riverside
from racetrace.simulation.drive import Drive, drive_along
from racetrace.simulation.noise import Noise
from racetrace.simulation.path import circle
from racetrace.simulation.receiver import Receiver, receiver
from racetrace.simulation.session import simulate


def around(laps: int) -> Drive:
    """20 m/s on a circle of 100 m, clockwise from its northern end."""
    path = circle(100)
    nodes = laps * path.nodes + 1
    return drive_along(path, 0, np.zeros(nodes), np.full(nodes, 20.0))


def test_a_perfect_receiver_reports_the_drive() -> None:
    drive = around(1)
    fixes = Receiver(rate_hz=8).observe(drive, np.random.default_rng(1))
    state = drive.at(fixes.time_s)
    assert np.diff(fixes.time_s) == pytest.approx(np.full(fixes.time_s.size - 1, 0.125))
    assert fixes.east_m == pytest.approx(state.east_m)
    assert fixes.speed_mps == pytest.approx(state.speed_mps)
    assert fixes.heading_rad == pytest.approx(state.heading_rad % (2 * np.pi))


def test_a_phone_reports_where_it_expects_the_car_to_be() -> None:
    fixes = Receiver(rate_hz=1, tau_s=1.5).observe(around(2), np.random.default_rng(1))
    # At 10 s the car of 8.5 s ago is meant: 170 m round, at 1.7 rad, then 30 m straight on.
    angle = 1.7
    assert fixes.heading_rad[10] == pytest.approx(np.pi / 2 + angle, abs=1e-3)
    assert fixes.east_m[10] == pytest.approx(100 * np.sin(angle) + 30 * np.cos(angle), abs=0.02)
    assert fixes.north_m[10] == pytest.approx(100 * np.cos(angle) - 30 * np.sin(angle), abs=0.02)


def test_bias_and_white_noise_have_their_sizes() -> None:
    drive = around(100)
    found = []
    for seed in range(8):
        fixes = receiver(Noise.PHONE).observe(drive, np.random.default_rng(seed))
        state = drive.at(fixes.time_s)
        found.append(fixes.east_m - state.east_m)
        assert np.std(np.diff(fixes.speed_mps - state.speed_mps)) == pytest.approx(0.1 * np.sqrt(2), rel=0.05)
    error = np.array(found)
    steps = np.diff(error)
    assert error.std() == pytest.approx(np.hypot(2, 0.5), rel=0.15)
    assert steps.std() == pytest.approx(np.sqrt(2) * 0.5, rel=0.05)
    covariance = np.mean(error[:, :-1000] * error[:, 1000:])  # 100 s
    assert covariance == pytest.approx(4 * np.exp(-1), abs=0.7)


@pytest.mark.parametrize(
    ('noise', 'size_m'), [('perfect', 0), ('good', 0.3), ('external', 0.81), ('phone', 2.06)]
)
def test_classes_are_ordered_by_their_error(noise: str, size_m: float) -> None:
    runs = [simulate(noise=noise, seed=seed, laps=4) for seed in range(6)]
    error = [run.fixes.east_m - run.drive.at(run.fixes.time_s).east_m for run in runs]
    assert np.concatenate(error).std() == pytest.approx(size_m, rel=0.3)


def test_there_is_no_heading_at_rest() -> None:
    fixes = simulate(noise='external').fixes
    assert np.isnan(fixes.heading_rad[:30]).all()
    assert np.isfinite(fixes.heading_rad[1000:]).all()
    assert fixes.speed_mps[:30].max() == 0


@pytest.mark.parametrize('rate_hz', [1, 5, 8, 10, 25])
def test_the_drive_is_the_same_for_every_receiver(rate_hz: float) -> None:
    seen = simulate(circuit=riverside(), rate_hz=rate_hz, noise='phone', tau_s=1.6, laps=2)
    assert seen.truth.crossings_s == pytest.approx(simulate(laps=2).truth.crossings_s, abs=0)
    assert seen.fixes.time_s[1] == 1 / rate_hz
