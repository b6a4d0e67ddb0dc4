import numpy as np
import pytest

from racetrace.telemetry.line import Line
from racetrace.telemetry.matches import ENOUGH, Matches, spread
from racetrace.telemetry.matching import Match, Verdict, match_lap
from racetrace.telemetry.plane import Fixes, Samples
from tests.telemetry.shapes import arc, driven, line_of, straight

ROUND = line_of(straight(900), arc(150, 180), straight(1800), arc(150, 180), straight(900))
LAP_S = ROUND.length_m / 25


def off_track(way_m: Samples) -> Samples:
    """Return nothing but 18 m to the left, for 120 m of the second lap."""
    into_m = way_m - 3 * 4542.5 / 2
    return np.where(np.abs(into_m) < 60, -18 * np.cos(into_m / 120 * np.pi) ** 2, 0)


def drive(laps: int) -> Fixes:
    return driven(ROUND, laps=laps, aside_m=off_track)


def times(laps: int) -> dict[int, tuple[float, float]]:
    return {i: (i * LAP_S, (i + 1) * LAP_S) for i in range(laps)}


def test_one_stray_lap_is_undecided_alone_but_left_the_course_among_others_that_did_not() -> None:
    fixes = drive(3)
    among = Matches(ROUND, fixes, times(3), uncertain=False)
    assert [match.verdict for match in among.values()] == [Verdict.SAME, Verdict.LEFT_COURSE, Verdict.SAME]
    alone = Matches(ROUND, fixes, {1: times(3)[1]}, uncertain=False)[1]
    assert alone.verdict is Verdict.UNDECIDED
    assert alone.outside_m == pytest.approx(56, abs=10)  # 18 cos² is over 10 m for 56 m


def test_of_a_long_session_a_lap_is_told_by_itself_and_some_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def counted(line: Line, fixes: Fixes, start_s: float, end_s: float, **settings: bool) -> Match:
        asked.append(start_s)
        return match_lap(line, fixes, start_s, end_s, **settings)

    monkeypatch.setattr('racetrace.telemetry.matches.match_lap', counted)
    laps = 3 * ENOUGH
    among = Matches(ROUND, drive(laps), times(laps), uncertain=False)
    assert among[2].verdict is Verdict.SAME
    assert len(asked) == 1  # it keeps to the line, whatever the others do
    assert among[1].verdict is Verdict.LEFT_COURSE
    assert len(asked) <= 2 + ENOUGH
    assert len(among) == laps


def test_some_laps_of_a_session_are_from_its_beginning_to_its_end() -> None:
    assert spread(range(4)) == [0, 1, 2, 3]
    assert spread(range(100))[0] == 0
    assert spread(range(100))[-1] == 99
    assert len(spread(range(100))) == ENOUGH
    assert spread([]) == []
