import numpy as np
import pytest

from racetrace.telemetry.travel import chords_m, integral, travelled_m
from tests.telemetry.made import fixes_of


def test_the_way_is_the_integral_of_the_speed() -> None:
    time_s = np.array([0.0, 1.0, 3.0, 3.5])
    assert integral(time_s, 4 * time_s) == pytest.approx(2 * time_s**2)
    assert travelled_m(fixes_of(time_s, 0.0, time_s, 4 * time_s)) == pytest.approx(2 * time_s**2)


def test_chords_add_up_from_nothing() -> None:
    assert chords_m(np.array([1.0, 4.0, 4.0, 4.0]), np.array([1.0, 5.0, 5.0, 3.0])).tolist() == [0, 5, 5, 7]
