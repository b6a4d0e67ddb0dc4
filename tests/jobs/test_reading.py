from collections.abc import Generator
from typing import Any

import pytest

from racetrace.errors import LapsNotComparable, LogFormatError
from racetrace.jobs import reading
from racetrace.jobs.asked import Asked
from racetrace.jobs.reading import compare_files, correct_log, import_log, place_laps, place_others
from racetrace.telemetry.findings import Along, At, Found, KnownLine, NewLine, Samples, Step
from racetrace.telemetry.recorded import from_parquet
from tests.recordings import recording
from tests.simulated_log import simulated_log


def heard(raw: bytes, name: str, known: tuple[KnownLine, ...] = ()) -> tuple[list[Any], Found]:
    """Return all that the work says, and what it returns."""
    return talked(import_log(raw, name), known)


def talked(work: Generator[Any, Any, Found], known: tuple[KnownLine, ...] = ()) -> tuple[list[Any], Found]:
    said = []
    try:
        word = next(work)
        while True:
            said.append(word)
            word = work.send(known if isinstance(word, Asked) else None)
    except StopIteration as end:
        return said, end.value


def test_a_log_is_handed_over_in_parts() -> None:
    said, found = heard(simulated_log(), 'kart.csv')
    assert [lap.number for lap in found.summary.ranked] == [3, 2, 1]
    assert [word.step for word in said if isinstance(word, At)] == [
        Step.READING,
        Step.CUTTING,
        Step.COURSE,
        *[Step.PLACING] * 3,
        Step.KEEPING,
    ]
    assert [word.number for word in said if isinstance(word, Along)] == [1, 2, 3]
    samples = from_parquet(b''.join(word.piece for word in said if isinstance(word, Samples)))
    assert samples.frame.height > 1000


def test_a_course_that_is_known_is_recognised() -> None:
    _, first = heard(simulated_log(), 'kart.csv')
    assert isinstance(first.line, NewLine)
    assert first.line.is_decided
    known = KnownLine(id=7, name='Here', line=first.line.line, corners=first.line.corners)
    assert heard(simulated_log(seed=9), 'again.csv', (known,))[1].line == 7
    other = heard(simulated_log(kind='car', laps=2), 'car.csv', (known,))[1].line
    assert isinstance(other, NewLine)


def test_laps_are_placed_on_a_course_that_is_not_their_own() -> None:
    _, first = heard(simulated_log(), 'kart.csv')
    assert isinstance(first.line, NewLine)
    known = KnownLine(id=7, name='Here', line=first.line.line, corners=first.line.corners)
    _, again = heard(simulated_log(seed=9), 'again.csv')
    laps = again.summary.laps
    placed = place_laps(simulated_log(seed=9), 'again.csv', known, laps, [(2, 'again L2')])
    assert [along.number for along in placed] == [2]
    car = simulated_log(kind='car', laps=2)
    _, elsewhere = heard(car, 'car.csv')
    with pytest.raises(LapsNotComparable, match='car L1'):
        place_laps(car, 'car.csv', known, elsewhere.summary.laps, [(1, 'car L1')])


def test_of_many_laps_the_fastest_come_at_once_and_the_others_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, found = heard(simulated_log(), 'kart.csv')
    assert isinstance(found.line, NewLine)
    assert found.is_whole
    monkeypatch.setattr(reading, 'AT_ONCE', 2)
    first, shown = heard(simulated_log(), 'kart.csv')
    assert [word.number for word in first if isinstance(word, Along)] == [2, 3], 'by their times 3, 2, 1'
    assert not shown.is_whole
    known = KnownLine(id=7, name='', line=found.line.line, corners=found.line.corners)
    others = [
        word
        for word in place_others(simulated_log(), 'kart.csv', known, shown.summary.laps, [1])
        if isinstance(word, Along)
    ]
    assert others == [word for word in whole if isinstance(word, Along) and word.number == 1]


def test_laps_of_several_files_are_compared() -> None:
    raws = [simulated_log(), simulated_log(seed=9)]
    files = [('a.csv', len(raws[0])), ('b.csv', len(raws[1]))]
    found = compare_files(b''.join(raws), files, [(0, 3), (1, 2)], 0, 500)
    assert [lap.label for lap in found.laps] == ['a.csv L3', 'b.csv L2']


def test_what_is_no_log_is_refused() -> None:
    with pytest.raises(LogFormatError):
        heard(b'\x89PNG\r\n', 'map.png')


def test_a_real_file_becomes_a_session() -> None:
    path = recording('vbo/racechrono-vbo-test.vbo')
    _, found = heard(path.read_bytes(), path.name)
    assert len(found.summary.first_choice) == 2
    assert isinstance(found.line, NewLine)
    assert len(found.line.corners) == 11


def test_of_shares_each_places_its_laps_and_finds_the_same() -> None:
    raw = simulated_log()
    (odd, first), (even, second) = (
        talked(correct_log(raw, 'kart.csv', [], False, None, (share, 2))) for share in range(2)
    )
    assert [word.number for word in odd if isinstance(word, Along)] == [1, 3]
    assert [word.number for word in even if isinstance(word, Along)] == [2]
    assert first.line == second.line
    assert isinstance(first.line, NewLine)
