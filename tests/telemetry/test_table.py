import pytest

from racetrace.errors import LogFormatError
from racetrace.telemetry.table import MAX_COLUMNS, read_table


def test_cells_become_numbers_or_null() -> None:
    table = read_table(b'ignored\n1,2.5\n+3.0,\n-4,nan\n5,1e300\n', 2, above=1)
    assert table.frame.rows() == [(1, 2.5), (3, None), (-4, None), (5, None)]
    assert table.unreadable == {}


def test_what_is_no_number_is_counted_by_column() -> None:
    table = read_table(b'1,x,-\n-1, 5 ,"4"\n1,2,N/A\nq\xff,1,\n', 3, above=0)
    assert table.frame.rows() == [(1, None, None), (-1, 5, 4), (1, 2, None), (None, 1, None)]
    assert table.unreadable == {0: 1, 1: 1}
    assert table.warnings(['a', 'b', 'c'])[1].startswith("1 of the values of 'b'")


def test_a_decimal_comma_is_read_in_good_and_in_damaged_tables() -> None:
    assert read_table(b'1;1,5\n', 2, above=0, separator=';', decimal_comma=True).frame.rows() == [(1, 1.5)]
    damaged = read_table(b'x;1,5\n"2,5";3\n', 2, above=0, separator=';', decimal_comma=True)
    assert damaged.frame.rows() == [(None, 1.5), (2.5, 3)]


def test_rows_may_be_short_long_or_cut() -> None:
    assert read_table(b'1\n2,3,4,5\n6,7', 2, above=0).frame.rows() == [(1, None), (2, 3), (6, 7)]
    assert read_table(b'1,2\n3', 2, above=0).frame.rows() == [(1, 2)]


def test_columns_of_text_are_null() -> None:
    assert read_table(b'1,Trap\n2,\n', 2, above=0, text_columns=[1]).frame.rows() == [(1, None), (2, None)]


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(LogFormatError, match='names 1,001 columns'):
        read_table(b'1\n', MAX_COLUMNS + 1, above=0)
