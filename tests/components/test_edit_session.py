import pytest

from components.edit_session import cleaned


def test_only_what_is_a_field_and_text_is_kept() -> None:
    given = {'name': ' Race 1 ', 'notes': 'wet\nand cold', 'driver_name': 5, 'owner_id': '2'}
    assert cleaned(given) == {'name': 'Race 1', 'notes': 'wet\nand cold'}


def test_text_is_bounded_and_without_nul() -> None:
    found = cleaned({'name': 'a\0' * 300, 'notes': 'b' * 20_000})
    assert (len(found['name']), len(found['notes'])) == (200, 10_000)
    assert '\0' not in found['name']


@pytest.mark.parametrize('given', [None, 'name', ['name'], 3])
def test_what_is_no_form_changes_nothing(given: object) -> None:
    assert cleaned(given) == {}
