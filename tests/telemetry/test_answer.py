from dataclasses import replace

from racetrace.telemetry.answer import answer
from tests.compared import comparison


def test_a_slower_lap_is_told_where_the_time_went() -> None:
    assert answer(comparison(), 1).sentence == (
        'L3 is 1.516 s slower than L5. T1 and T2 cost 1.300 s of it; T3 wins back 0.100 s.'
    )


def test_a_faster_lap_is_told_where_the_time_came_from() -> None:
    # T2 lost 0.02 s of 0.02 s sigma: nobody can say so
    assert answer(comparison(), 2).sentence == 'L6 is 0.500 s faster than L5. T1 and T3 win 0.550 s.'


def test_a_lap_without_a_corner_that_stands_out_says_so() -> None:
    known = comparison()
    vague = tuple(
        replace(row, laps=tuple(replace(lap, sigma_s=1.0) for lap in row.laps)) for row in known.corners
    )
    found = answer(replace(known, corners=vague), 1)
    assert found.more == 'No single corner stands out of the uncertainty.'


def test_a_course_without_corners_has_its_difference_and_no_more() -> None:
    assert answer(replace(comparison(), corners=()), 1).sentence == 'L3 is 1.516 s slower than L5.'


def test_equal_laps_are_equal() -> None:
    known = comparison()
    laps = (known.laps[0], replace(known.laps[1], lap_time_s=known.laps[0].lap_time_s), known.laps[2])
    found = answer(replace(known, laps=laps, corners=()), 1)
    assert (found.sentence, found.behind_s) == ('L3 is exactly as fast as L5.', 0)
