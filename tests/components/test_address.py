import pytest

from components import address


@pytest.mark.parametrize(
    ('word', 'found'),
    [
        ('12', 12),
        ('0', 0),
        ('abc', 0),
        ('', 0),
        ('-3', 0),
        ('1e3', 0),
        ('٣', 0),
        ('9' * 19, int('9' * 19)),
        ('9' * 20, 0),
    ],
)
def test_an_id_is_a_plain_number(word: str, found: int) -> None:
    assert address.number(word) == found


def test_words_are_told_once_and_in_order() -> None:
    assert address.words('b,a,,b') == ['b', 'a']


@pytest.mark.parametrize(
    ('zoom', 'metres'),
    [
        ('820-1240', (820.0, 1240.0)),
        ('', None),
        ('1240-820', None),
        ('a-b', None),
        ('5', None),
        ('5-', None),
        ('0-100-200', None),
        ('0-' + '9' * 400, None),
    ],
)
def test_the_zoom_of_an_address_is_a_stretch_or_nothing(
    zoom: str, metres: tuple[float, float] | None
) -> None:
    assert address.stretch(zoom) == metres


def test_a_comparison_names_its_laps_and_its_reference() -> None:
    assert address.comparison([5, 3], 5) == '/compare?laps=5,3&ref=5'
