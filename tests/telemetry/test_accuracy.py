"""How right comparisons are, through written files: simulated laps, their truth known.

Figures are medians over 24 pairs of laps, twelve sessions of each receiver: cars on Riverside and on random
circuits, karts on their track. Limits stand about a third above what was reached, and never above what
RaceTrace promises: 5 ms rms and 15 ms worst for perfect positions, 45 ms for an external receiver, 65 ms for
a phone that reckons ahead; corners 45 and 75 ms.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from racetrace.simulation.session import Simulated
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.simulation.vbo import vbo_bytes
from racetrace.telemetry.compare import compare
from racetrace.telemetry.session import read_session
from tests.telemetry import truth

SESSIONS = 12
PAIRS = ((1, 2), (3, 4))  # reference first; no lap in two of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    name: str
    noise: str
    rate_hz: float
    tau_s: float = 0.0
    official: bool = True  # the file states lap times; else they are our crossings of its line
    rms_ms: float
    worst_ms: float
    corner_ms: float
    inside: tuple[float, float] = (0.60, 0.76)

    def file(self, sim: Simulated) -> bytes:
        return trackaddict_bytes(sim) if self.official else vbo_bytes(sim)


RECEIVERS = (
    Receiver(
        name='perfect 10 Hz',
        noise='perfect',
        rate_hz=10,
        rms_ms=5,
        worst_ms=15,
        corner_ms=5,
        inside=(0.6, 1),  # no noise to judge by: what is left is rounding, and gates that are not parallel
    ),
    Receiver(name='external 10 Hz', noise='external', rate_hz=10, rms_ms=20, worst_ms=65, corner_ms=25),
    Receiver(
        name='external 10 Hz, gate',
        noise='external',
        rate_hz=10,
        official=False,
        rms_ms=30,
        worst_ms=75,
        corner_ms=28,
    ),
    Receiver(name='external 1 Hz', noise='external', rate_hz=1, rms_ms=22, worst_ms=75, corner_ms=28),
    Receiver(name='phone 10 Hz', noise='phone', rate_hz=10, rms_ms=40, worst_ms=125, corner_ms=45),
    Receiver(name='phone 1 Hz', noise='phone', rate_hz=1, rms_ms=45, worst_ms=140, corner_ms=55),
    Receiver(
        name='phone 1 Hz, 1.6 s ahead',
        noise='phone',
        rate_hz=1,
        tau_s=1.6,
        rms_ms=45,
        worst_ms=140,
        corner_ms=60,
    ),
)


@cache
def reached(receiver: Receiver) -> truth.Accuracy:
    pairs = []
    for index in range(SESSIONS):
        sim = truth.simulated(index, receiver.noise, receiver.rate_hz, receiver.tau_s)
        session = read_session(receiver.file(sim), 'simulated')
        assert session.course is not None
        for reference, lap in PAIRS:
            comparison = compare(session, [reference, lap], reference)
            pairs.append(truth.errors(comparison, session.course.line, sim, sim))
    accuracy = truth.Accuracy.over(receiver.name, pairs)
    truth.reached.append(accuracy)
    return accuracy


every_receiver = pytest.mark.parametrize('receiver', RECEIVERS, ids=lambda receiver: receiver.name)


@every_receiver
def test_the_time_lost_is_right_all_round_the_lap(receiver: Receiver) -> None:
    accuracy = reached(receiver)
    assert accuracy.pairs >= 24
    assert accuracy.rms_ms <= receiver.rms_ms
    assert accuracy.worst_ms <= receiver.worst_ms


@every_receiver
def test_the_time_lost_in_a_corner_is_right(receiver: Receiver) -> None:
    assert reached(receiver).corner_ms <= receiver.corner_ms


@every_receiver
def test_two_thirds_of_the_errors_lie_inside_one_sigma(receiver: Receiver) -> None:
    low, high = receiver.inside
    assert low <= reached(receiver).inside <= high


def test_the_errors_would_show() -> None:
    """Held against the truth of another drive a comparison is far off: small figures are no accident."""
    sim, another = truth.simulated(0, 'perfect', 10), truth.simulated(3, 'perfect', 10)
    session = truth.session_from(sim)
    assert session.course is not None
    wrong = truth.errors(compare(session, [1, 2], 1), session.course.line, another, another)
    assert wrong.rms_ms > 100
    assert np.abs(wrong.corner_ms).max() > 40
