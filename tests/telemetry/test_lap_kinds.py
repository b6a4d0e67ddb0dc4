from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.lap_kinds import judged, without_fragments
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind
from tests.telemetry.made import fixes_of, lap_of

MOVING = fixes_of(np.arange(0, 400, 0.1), 0.0, np.arange(0, 8000, 2.0), 20.0)


def lap(number: int, length_m: float, time_s: float = 60.0) -> Lap:
    return lap_of(60.0 * number, 60.0 * number + time_s, number=number, length_m=length_m)


@pytest.mark.parametrize(
    ('length_m', 'time_s', 'kind'),
    [
        (940.0, 60.0, LapKind.CUT),
        (960.0, 60.0, LapKind.FLYING),
        (1510.0, 60.0, LapKind.DOUBLE),
        (1000.0, 77.0, LapKind.FLYING),
        (1000.0, 79.0, LapKind.SLOW),  # 1.3 times the best is 78 s
    ],
)
def test_a_lap_is_judged_by_those_of_the_usual_length(length_m: float, time_s: float, kind: LapKind) -> None:
    laps = [lap(0, 1000.0), lap(1, 1010.0), lap(2, length_m, time_s)]
    assert judged(laps, MOVING)[2].kind is kind


def test_a_lap_out_and_a_lap_without_a_time_stay_what_they_are() -> None:
    out = replace(lap(0, 300.0), kind=LapKind.OUT)
    last = replace(lap(3, 300.0), kind=LapKind.OPEN, time_s=None)
    laps = [out, lap(1, 1000.0), lap(2, 1000.0), last]
    assert judged(laps, MOVING) == laps


def test_less_than_half_of_the_usual_length_is_a_fragment() -> None:
    laps = [lap(0, 490.0), lap(1, 1000.0), lap(2, 1000.0), lap(3, 510.0)]
    left, notes = without_fragments(laps)
    assert [lap.number for lap in left] == [1, 2, 3]
    assert notes == ('Only parts of laps are in the file: 0.',)


def test_without_a_usual_length_nothing_is_a_fragment() -> None:
    laps = [lap(0, 100.0), lap(1, 1000.0)]
    assert without_fragments(laps) == (laps, ())
