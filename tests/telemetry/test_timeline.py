import polars as pl
import pytest

from racetrace.errors import LogFormatError
from racetrace.telemetry.timeline import on_time_axis, past_midnight, seconds_of_day


def axis(times: list[float | None]) -> tuple[list[float], list[int], tuple[str, ...]]:
    rows = pl.DataFrame({'t': pl.Series(times, dtype=pl.Float64), 'row': range(len(times))})
    timed, warnings = on_time_axis(rows, pl.col('t'))
    return timed['time_s'].to_list(), timed['row'].to_list(), warnings


def test_times_that_repeat_stay_in_their_order() -> None:
    assert axis([0, 1, 1, 2]) == ([0, 1, 1, 2], [0, 1, 2, 3], ())


def test_times_that_fall_are_sorted_and_rows_without_one_left_out() -> None:
    times, rows, warnings = axis([0, 2, None, 1, 1])
    assert (times, rows) == ([0, 1, 1, 2], [0, 3, 4, 1])
    assert len(warnings) == 1


def test_a_time_days_away_is_left_out() -> None:
    times, _, warnings = axis([0, 1, 1e9, 2])
    assert times == [0, 1, 2]
    assert 'days beside' in warnings[0]


@pytest.mark.parametrize('times', [[], [None], [0, 1e9]])
def test_without_a_usable_time_there_is_no_log(times: list[float | None]) -> None:
    with pytest.raises(LogFormatError):
        axis(times)


def test_a_clock_of_the_day_goes_on_past_midnight() -> None:
    written = pl.Series([235959.5, None, 0.25, 5961.0, 10000.0])
    assert seconds_of_day(written).to_list() == [86_399.5, None, 86_400.25, None, 90_000.0]
    assert past_midnight(pl.Series([86_399.0, 1.0, 86_398.0, 2.0])).to_list() == [
        86_399,
        86_401,
        172_798,
        172_802,
    ]
