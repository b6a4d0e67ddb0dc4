from dataclasses import replace

import pytest

from racetrace.telemetry.log import LapKind
from tests.telemetry.made import lap_of


@pytest.mark.parametrize(
    ('kind', 'comparable'),
    [
        (LapKind.FLYING, True),
        (LapKind.SLOW, True),
        (LapKind.PIT, True),
        (LapKind.IN, False),
        (LapKind.STANDING, True),
        (LapKind.OUT, False),
        (LapKind.OPEN, False),
        (LapKind.CUT, False),
        (LapKind.DOUBLE, False),
    ],
)
def test_a_lap_from_line_to_line_can_be_compared(kind: LapKind, comparable: bool) -> None:
    assert lap_of(0, 60, kind=kind).is_comparable is comparable
    assert not replace(lap_of(0, 60, kind=kind), time_s=None).is_comparable


def test_only_a_clean_lap_may_be_called_the_best() -> None:
    assert lap_of(0, 60).is_best_candidate
    assert lap_of(0, 60, kind=LapKind.STANDING).is_best_candidate
    for kind in (LapKind.CUT, LapKind.PIT, LapKind.SLOW, LapKind.OUT, LapKind.OPEN, LapKind.DOUBLE):
        assert not lap_of(0, 60, kind=kind).is_best_candidate
    assert not replace(lap_of(0, 60), excluded_reason='yellow flag').is_best_candidate
