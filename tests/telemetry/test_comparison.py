import numpy as np
import pytest

from racetrace.telemetry.comparison import Trace

PLACES_M = np.array([0.0, 10.0, 15.0, 20.0, 99.0])


def trace(*values: float, held: bool) -> Trace:
    return Trace(
        unit='', held=held, distance_m=np.arange(10.0, 10 + 10 * len(values), 10), values=np.array(values)
    )


def test_between_two_samples_a_channel_is_on_the_straight() -> None:
    assert trace(2.0, 4.0, held=False).at(PLACES_M).tolist() == [2, 2, 3, 4, 4]


def test_a_gear_keeps_its_value_until_the_next_and_has_none_before_the_first() -> None:
    assert trace(2.0, 4.0, held=True).at(PLACES_M) == pytest.approx([np.nan, 2, 2, 4, 4], nan_ok=True)


@pytest.mark.parametrize('held', [True, False])
def test_a_channel_without_samples_is_nowhere(held: bool) -> None:
    assert np.isnan(trace(held=held).at(PLACES_M)).all()
