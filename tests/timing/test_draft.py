"""A profile that is being drawn up, by somebody who may send anything."""

import pytest

from racetrace.timing.draft import Draft
from racetrace.timing.profile import FormatProfile, TimesIn
from racetrace.timing.words import Field

PROFILE = FormatProfile(
    provider='json', columns=(('kart', Field.NUMBER), ('last', Field.LAST)), rows=('rows',)
)


def test_as_it_was_it_is_the_profile() -> None:
    assert FormatProfile.from_dict(Draft(PROFILE).to_dict()) == PROFILE


def test_what_is_chosen_and_set_is_in_it() -> None:
    draft = Draft(PROFILE)
    draft.find(['kart', 'team'])
    draft.choose('team', 'name')
    draft.choose('last', '')
    draft.set('times_in', 'ms')
    draft.set('key', 'team')
    made = FormatProfile.from_dict(draft.to_dict())
    assert made.columns == (('kart', Field.NUMBER), ('team', Field.NAME))
    assert (made.times_in, made.key, made.rows) == (TimesIn.MILLISECONDS, 'team', ('rows',))
    assert draft.used == [Field.NUMBER, Field.NAME]


@pytest.mark.parametrize(
    ('name', 'value'),
    [('key', 'evil'), ('times_in', 'h'), ('provider', 'x'), ('rows', ''), ('code', 'import')],
)
def test_what_is_no_setting_changes_nothing(name: str, value: str) -> None:
    draft = Draft(PROFILE)
    draft.set(name, value)
    draft.choose(name, value)
    draft.choose('kart', 'evil')
    assert FormatProfile.from_dict(draft.to_dict()) == PROFILE


def test_two_that_hold_the_same_are_said_until_one_is_changed() -> None:
    draft = Draft(PROFILE)
    draft.choose('last', 'number')
    assert list(draft.clashes) == ['last']
    draft.choose('last', 'best')
    assert draft.clashes == {}
