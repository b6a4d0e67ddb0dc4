from typing import Any

import pytest

from components.fix_session import said
from components.gate_editor import rows
from components.lap_menu import asked
from racetrace.telemetry.corrections import Correction, CorrectionKind
from racetrace.telemetry.findings import KnownLine
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.summary import Summary


def lap(number: int, time_s: float | None = 60.0, stated_time_s: float | None = None) -> Lap:
    return Lap(
        id=10 + number,
        number=number,
        kind=LapKind.FLYING if time_s else LapKind.OUT,
        start_s=60.0 * number,
        end_s=60.0 * (number + 1),
        time_s=time_s,
        measured_by=MeasuredBy.GATE,
        resolution_ms=5.0,
        stated_time_s=stated_time_s,
    )


LAPS = (lap(0, None), lap(1), lap(2), lap(3))
SESSION = Summary(name='a.csv', format='x', laps=LAPS)
COURSES = [KnownLine(id=1, name='Riverside', line=b'', corners=(), course_id=4)]


@pytest.mark.parametrize(
    ('correction', 'words'),
    [
        (Correction(kind=CorrectionKind.GATE), 'The start/finish line was moved.'),
        (Correction(kind=CorrectionKind.COURSE, course_id=4), 'The course is Riverside.'),
        (Correction(kind=CorrectionKind.COURSE, course_id=5), 'The course is another one.'),
        (Correction(kind=CorrectionKind.COURSE), 'None of the known courses was driven.'),
        (Correction(kind=CorrectionKind.EXCLUDE, at_s=130.0, reason='Rain.'), 'L2 is left out: Rain.'),
        (Correction(kind=CorrectionKind.MERGE, at_s=70.0), 'L1 was made of two laps.'),
        (Correction(kind=CorrectionKind.SPLIT, at_s=180.0), 'L2 and L3 were one lap.'),
        (Correction(kind=CorrectionKind.EXCLUDE, at_s=1e9, reason='x'), 'A lap is left out: x'),
    ],
)
def test_a_correction_is_told_in_words(correction: Correction, words: str) -> None:
    assert said(correction, SESSION, COURSES) == words


def test_a_preview_stands_beside_what_is_now_and_what_is_stated() -> None:
    found = [lap(0, None), lap(1, 59.5, stated_time_s=60.25), lap(7, 61.0)]
    assert [(row['label'], row['now'], row['there'], row['stated']) for row in rows(found, LAPS)] == [
        ('L1', '1:00.000', '0:59.500', '1:00.250'),
        ('L7', '', '1:01.000', ''),
    ]


@pytest.mark.parametrize(
    ('deed', 'wanted'),
    [
        ({'deed': 'exclude', 'reason': ' Rain.\0 '}, 'Rain.'),
        ({'deed': 'include', 'reason': 'x'}, ''),
        ({'deed': 'merge'}, Correction(kind=CorrectionKind.MERGE, at_s=150.0)),
        ({'deed': 'split', 'seconds': 12.5}, Correction(kind=CorrectionKind.SPLIT, at_s=132.5)),
    ],
)
def test_what_a_browser_asks_for_is_understood(deed: dict[str, Any], wanted: str | Correction) -> None:
    assert asked({'id': 12, **deed}, {one.id: one for one in LAPS}) == (LAPS[2], wanted)


@pytest.mark.parametrize(
    'sent',
    [
        None,
        7,
        {},
        {'id': 99, 'deed': 'merge'},
        {'id': '12', 'deed': 'merge'},
        {'id': 12, 'deed': 'split', 'seconds': 'x'},
        {'id': 12, 'deed': 'split', 'seconds': float('nan')},
        {'id': 12, 'deed': 'exclude', 'reason': '  '},
        {'id': 12, 'deed': 'exclude'},
        {'id': 12, 'deed': 'format the disk'},
    ],
)
def test_what_makes_no_sense_is_left_alone(sent: Any) -> None:
    assert asked(sent, {one.id: one for one in LAPS})[0] is None
