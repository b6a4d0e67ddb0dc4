import numpy as np
import pytest

from racetrace.telemetry.angles import wrapped


def test_an_angle_becomes_the_shorter_way_round() -> None:
    turns_deg = np.array([0, 90, 190, -190, 359, 720 + 45, -720 - 45])
    assert np.degrees(wrapped(np.radians(turns_deg))) == pytest.approx([0, 90, -170, 170, -1, 45, -45])


def test_half_a_turn_counts_as_one_to_the_left() -> None:
    assert wrapped(np.array([np.pi, -np.pi])).tolist() == [-np.pi, -np.pi]
