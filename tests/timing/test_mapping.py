"""What a profile makes of frames, before anything follows by it."""

import json
from dataclasses import replace

from racetrace.timing.mapping import clashes, doubts, found_columns, previewed
from racetrace.timing.profile import FormatProfile
from racetrace.timing.words import Field

TABLE = FormatProfile(
    provider='table', columns=(('Pos', Field.POSITION), ('Kart', Field.NUMBER)), separator=';'
)
ROWS = FormatProfile(
    provider='json', columns=(('kart', Field.NUMBER), ('last', Field.LAST)), rows=('data', 'rows')
)
LINES = b'Pos;Kart;Best\n1;7;61.5\n2;9;--\n'


def told(*rows: object) -> list[tuple[int, bytes]]:
    return [(1_000, json.dumps({'data': {'rows': list(rows)}}).encode())]


def test_columns_are_found_that_the_profile_does_not_have() -> None:
    found = found_columns([(1_000, LINES), (2_000, b'1;7;61.2\n')], TABLE)
    assert [(one.name, one.samples) for one in found] == [
        ('Pos', ('1', '2')),
        ('Kart', ('7', '9')),
        ('Best', ('61.5', '--', '61.2')),
    ]


def test_samples_are_few_and_short_and_without_what_cannot_be_seen() -> None:
    (kart, _) = found_columns(told(*({'kart': f'{n}\0' + 'x' * 99, 'last': 1} for n in range(9))), ROWS)
    assert len(kart.samples) == 3
    assert all(len(one) <= 40 and one.isprintable() for one in kart.samples)


def test_what_stands_in_a_cell_that_is_no_value_is_no_column() -> None:
    found = found_columns(told({'kart': 7, 'last': [1], 'more': {'a': 1}, 'a\nb': 1, '': 1}), ROWS)
    assert [(one.name, one.samples) for one in found] == [('kart', ('7',)), ('last', ())]


def test_a_column_that_can_hold_what_it_is_said_to_is_not_doubted() -> None:
    frames = told({'kart': 7, 'last': '--'}, {'kart': 9, 'last': '1:02.500'})
    assert doubts(found_columns(frames, ROWS), ROWS) == {}
    assert doubts(found_columns(told({'kart': 7, 'last': '-'}), ROWS), ROWS) == {}


def test_a_column_of_which_no_value_fits_is_doubted_with_values() -> None:
    swapped = replace(ROWS, columns=(('kart', Field.LAST), ('last', Field.NUMBER)))
    found = found_columns(told({'kart': 'Ana', 'last': '1:02.500'}), swapped)
    assert doubts(found, swapped) == {'kart': "None of its values is a time: 'Ana'."}


def test_the_board_is_as_it_is_after_the_last_frame() -> None:
    board = previewed([(1_000, LINES), (2_000, b'1;9\n2;7\n')], TABLE)
    assert [(one.number, one.position) for one in board.ranked()] == [('9', 1), ('7', 2)]


def test_frames_that_say_nothing_make_an_empty_board() -> None:
    assert previewed([(1_000, b'\x16\x03\x01'), (2_000, b'{"data": 1}'), (3_000, b'')], ROWS).entries == {}


def test_the_second_of_two_columns_that_hold_the_same_is_named() -> None:
    said = [('a', 'last'), ('b', 'other'), ('c', 'last'), ('d', 'other'), ('e', 'last')]
    sentence = 'a is said to hold this already: choose something else for one.'
    assert clashes(said) == {'c': sentence, 'e': sentence}
