import pytest

from racetrace.timing.lines import LONGEST_LINE, Lines, decoded, fields


def test_a_line_waits_for_its_end() -> None:
    lines = Lines()
    assert lines.of(b'$A,1\r\n$B') == [b'$A,1\r']
    assert lines.of(b',2') == []
    assert lines.of(b'\n') == [b'$B,2']


def test_whole_lines_wait_for_nothing() -> None:
    lines = Lines(are_whole=True)
    assert lines.of(b'$A,1\n$B') == [b'$A,1', b'$B']
    assert lines.of(b'$C\r\n\r\n') == [b'$C\r']


def test_a_frame_that_begins_a_line_ends_the_one_before() -> None:
    lines = Lines(start=b'$')
    assert lines.of(b'$A,1') == []
    assert lines.of(b'$B,2') == [b'$A,1']
    assert lines.of(b',3\n') == [b'$B,2,3']


def test_a_line_that_does_not_end_is_lost_up_to_its_end_and_counted() -> None:
    lines = Lines()
    assert lines.of(b'x' * (LONGEST_LINE + 1)) == []
    assert lines.of(b'y' * 100) == []
    assert lines.of(b'z\nnext\n') == [b'next']
    assert lines.taken_lost() == LONGEST_LINE + 102
    assert lines.taken_lost() == 0


def test_a_line_that_is_too_long_within_a_frame_is_lost_alone() -> None:
    lines = Lines()
    assert lines.of(b'a\n' + b'x' * (LONGEST_LINE + 1) + b'\nb\n') == [b'a', b'b']
    assert lines.taken_lost() == LONGEST_LINE + 1


@pytest.mark.parametrize(
    ('line', 'expected'),
    [
        ('$A,1,2', ['$A', '1', '2']),
        ('$A,"Smith, John",2', ['$A', 'Smith, John', '2']),
        ('$A, "1" , 2', ['$A', '1', '2']),
        ('$A,"no end,2', ['$A', 'no end,2']),
        ('$A,"", a\t\xa0 b ', ['$A', '', 'a b']),
        ('', ['']),
    ],
)
def test_fields_may_be_quoted(line: str, expected: list[str]) -> None:
    assert fields(line) == expected


def test_fields_may_be_parted_by_something_else() -> None:
    assert fields('1;"a;b";59,864', ';') == ['1', 'a;b', '59,864']


def test_a_field_has_an_end() -> None:
    assert len(fields('x' * 4_000)[0]) == 120


@pytest.mark.parametrize(
    ('line', 'text'),
    [
        ('Jürgen'.encode(), 'Jürgen'),
        (b'J\xfcrgen', 'Jürgen'),
        (b'a\0b\x1b[1m\rc', 'ab[1mc'),
        (b'\x80', '€'),
        ('\u202e21\u202c \u2066a\u2069\u200b'.encode(), '21 a'),
        ('عربى 👩‍👧'.encode(), 'عربى 👩‍👧'),
    ],
)
def test_text_is_what_can_be_printed(line: bytes, text: str) -> None:
    assert decoded(line) == text
