from datetime import date

import pytest

from components.entry_form import Field, Kind, read
from racetrace.errors import EntryRefused

NAME = Field(name='name', label='Name', is_needed=True)
YEAR = Field(name='year', label='Year', kind=Kind.NUMBER, least=1880, most=2200, is_whole=True)
POWER = Field(name='power', label='Power, hp', kind=Kind.NUMBER, least=0.1, most=5000)
DAY = Field(name='day', label='From', kind=Kind.DAY)
ROLE = Field(name='role', label='As', kind=Kind.CHOICE, options=(('', 'not said'), ('coach', 'coach')))


def test_what_was_typed_is_read_as_what_it_means() -> None:
    typed = {'name': ' Ana\0 ', 'year': '2019', 'power': '184,5', 'day': '2026-06-13', 'role': 'coach'}
    assert read([NAME, YEAR, POWER, DAY, ROLE], typed) == {
        'name': 'Ana',
        'year': 2019,
        'power': 184.5,
        'day': date(2026, 6, 13),
        'role': 'coach',
    }


def test_what_is_left_out_is_nothing_and_what_no_field_asks_for_is_not_read() -> None:
    assert read([YEAR, DAY, ROLE], {'owner_id': '2', 'role': ''}) == {'year': None, 'day': None, 'role': ''}


@pytest.mark.parametrize('sent', [None, 'name', ['name'], 3, {'name': 5}, {'name': '  '}])
def test_what_is_needed_is_asked_for_whatever_a_browser_sends(sent: object) -> None:
    with pytest.raises(EntryRefused, match='Fill in: name'):
        read([NAME], sent)


@pytest.mark.parametrize('typed', ['x', '1e9', '-5', 'nan', 'inf', '2019.5', '1879'])
def test_a_number_out_of_reason_is_refused_with_what_is_wanted(typed: str) -> None:
    with pytest.raises(EntryRefused, match='Year is a whole number from 1880 to 2200'):
        YEAR.read(typed)


@pytest.mark.parametrize('typed', ['13.6.2026', '2026-13-01', '1066-10-14', '9999-01-01'])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(EntryRefused, match='is a day such as'):
        DAY.read(typed)


def test_a_choice_is_one_of_those_offered() -> None:
    with pytest.raises(EntryRefused, match='Choose one: as'):
        ROLE.read('admin')


def test_a_line_is_bounded_and_a_text_is_longer() -> None:
    assert len(NAME.read('a' * 20_000)) == 200
    assert len(Field(name='notes', label='Notes', kind=Kind.TEXT).read('a' * 20_000)) == 10_000
