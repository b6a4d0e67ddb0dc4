import pytest

from racetrace.telemetry.text import cells, decoded, lines, name_unit_origin, number, unified


@pytest.mark.parametrize(
    'raw',
    ['Zoë\nb'.encode(), 'Zoë\nb'.encode('utf-8-sig'), 'Zoë\nb'.encode('utf-16'), 'Zoë\rb'.encode('latin-1')],
)
def test_text_is_the_same_from_every_encoding(raw: bytes) -> None:
    assert decoded(unified(raw)) == 'Zoë\nb'


def test_lines_know_their_number_and_where_they_end() -> None:
    assert [(line.number, line.text, line.end) for line in lines(b'a\r\n\nb')] == [
        (1, 'a', 3),
        (2, '', 4),
        (3, 'b', 5),
    ]


def test_a_separator_inside_quotes_does_not_count() -> None:
    assert cells('"a, b", c ,,"d', ',') == ['a, b', 'c', '', 'd']


@pytest.mark.parametrize(
    ('header', 'parts'),
    [
        ('Vehicle Speed (km/h) *OBD', ('Vehicle Speed', 'km/h', 'OBD')),
        ('Accel X', ('Accel X', '', '')),
        ('Analog 1 *data', ('Analog 1', '', 'data')),
        ('Odd (m) (GPS)', ('Odd (m) (GPS)', '', '')),
        ('', ('', '', '')),
    ],
)
def test_a_header_holds_name_unit_and_origin(header: str, parts: tuple[str, str, str]) -> None:
    assert name_unit_origin(header) == parts


@pytest.mark.parametrize(
    ('text', 'value'), [('1.5', 1.5), (' -1,5', -1.5), ('1e5', None), ('', None), ('nan', None)]
)
def test_numbers_are_plain(text: str, value: float | None) -> None:
    assert number(text) == value
