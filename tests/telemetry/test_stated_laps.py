from racetrace.telemetry.log import LapKind, LoggedLap
from racetrace.telemetry.stated_laps import StatedLap, laid_out


def laps(
    *stated: tuple[int, float, float], first_s: float = 0, last_s: float = 1000
) -> tuple[LoggedLap, ...]:
    told = [StatedLap(number=number, time_s=time_s, row_time_s=row_s) for number, time_s, row_s in stated]
    return laid_out(told, first_s=first_s, last_s=last_s, late_s=0.3)[0]


def test_crossings_are_the_running_sum_wherever_the_rows_turn() -> None:
    out, first, second, last = laps((0, 123.202, 123.4), (1, 177.527, 301.402), (2, 100.0, 400.5))
    assert (out.kind, out.end_s, out.time_s) == (LapKind.OUT, 123.202, None)
    assert (first.start_s, first.end_s, first.time_s) == (123.202, 300.729, 177.527)
    assert (second.end_s, second.time_s) == (400.729, 100.0)
    assert (last.number, last.kind, last.start_s, last.end_s) == (3, LapKind.OPEN, 400.729, 1000)


def test_a_missing_lap_starts_the_sum_anew_at_the_rows() -> None:
    _, _, third, _ = laps((0, 100, 100.2), (1, 100, 200.4), (3, 100, 400.5))
    assert (third.number, third.time_s) == (3, 100)
    assert abs(third.end_s - 400.2) < 1e-6


def test_all_crossings_of_a_cut_log_are_shifted_alike() -> None:
    cut, fifth, sixth, _ = laps((4, 90, 550.1), (5, 80, 630.9), (6, 70, 700.3), first_s=500)
    assert (cut.number, cut.kind, cut.start_s, cut.time_s) == (4, LapKind.OUT, 500, None)
    assert (fifth.time_s, sixth.time_s) == (80, 70)
    assert abs(fifth.end_s - 630.0) < 0.5
    assert sixth.start_s == fifth.end_s


def test_a_time_that_leaves_the_rows_moves_no_other_lap() -> None:
    placed = laps((0, 100, 100.2), (1, 9_999, 200.4), (2, 100, 300.4))
    assert abs(placed[2].end_s - 300.1) < 0.5


def test_a_log_that_ends_on_the_line_has_no_open_lap() -> None:
    assert [lap.number for lap in laps((0, 100, 100), (1, 100, 200), last_s=200)] == [0, 1]
