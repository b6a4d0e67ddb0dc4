import pytest

from components.edit_session import Garage, belonging, cleaned

GARAGE = Garage(cars=((3, 'Mazda MX-5'),), events=((5, 'Test day'),))


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


def test_a_car_and_an_event_are_those_that_were_offered() -> None:
    assert belonging({'car': '3', 'event': '5'}, GARAGE) == {'car_id': 3, 'event_id': 5}
    assert belonging({'car': '4', 'event': '6'}, GARAGE) == {}
    assert belonging({'car': 3, 'event': None}, GARAGE) == {}


def test_a_session_can_be_taken_out_of_both() -> None:
    assert belonging({'car': '', 'event': ''}, GARAGE) == {'car_id': None, 'car_name': '', 'event_id': None}
    assert belonging({'car': 'typed'}, GARAGE) == {'car_id': None}


def test_a_new_car_has_at_least_a_word() -> None:
    given = {'car': 'new', 'make': ' CRG ', 'model': 'Road Rebel', 'owner_id': '2'}
    assert belonging(given, GARAGE) == {'new_car': {'make': 'CRG', 'model': 'Road Rebel'}}
    assert belonging({'car': 'new', 'make': ' '}, GARAGE) == {}
