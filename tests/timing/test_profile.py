from typing import Any

import pytest

from racetrace.errors import ProfileRefused
from racetrace.timing.profile import Decimal, FormatProfile, LapsFrom, TimesIn
from racetrace.timing.words import Field

PROFILE = FormatProfile(
    provider='club',
    columns=(('kart', Field.NUMBER), ('laps', Field.LAPS), ('x', Field.OTHER), ('y', Field.OTHER)),
    key='id',
    rows=('data', 'drivers'),
    decimal=Decimal.COMMA,
    times_in=TimesIn.MILLISECONDS,
    laps_from=LapsFrom.LAST,
)
GOOD: dict[str, Any] = {'columns': [{'column': 'kart', 'field': 'number'}]}


def column(name: str = 'kart', field: str = 'number') -> dict[str, str]:
    return {'column': name, 'field': field}


def test_a_profile_goes_into_a_document_and_back() -> None:
    assert FormatProfile.from_dict(PROFILE.to_dict()) == PROFILE


def test_the_columns_alone_are_enough() -> None:
    found = FormatProfile.from_dict(GOOD)
    assert (found.provider, found.columns, found.laps_from) == (
        'generic',
        (('kart', Field.NUMBER),),
        LapsFrom.COUNT,
    )


BAD: list[tuple[object, str]] = [
    (None, 'The profile must be an object with the columns of the feed.'),
    ([], 'The profile must be an object with the columns of the feed.'),
    ({}, 'columns must be a list of 1 to 64 columns.'),
    (GOOD | {'code': 'import os'}, "The profile has 'code', which is not part of one: remove it."),
    (GOOD | {1: 2}, "The profile has '1', which is not part of one: remove it."),
    (GOOD | {'version': 2}, 'The profile must be of version 1, the only one there is.'),
    (GOOD | {'version': True}, 'The profile must be of version 1, the only one there is.'),
    (GOOD | {'separator': '::'}, 'separator must be a comma, semicolon, bar or tab, or nothing for JSON.'),
    (GOOD | {'separator': []}, 'separator must be a comma, semicolon, bar or tab, or nothing for JSON.'),
    (GOOD | {'provider': ''}, 'provider must be a text of 1 to 60 characters.'),
    (GOOD | {'provider': 'x' * 61}, 'provider must be a text of 1 to 60 characters.'),
    (GOOD | {'key': '\x1b[31m'}, 'key must be a text of 0 to 60 characters.'),
    (GOOD | {'rows': 'data'}, 'rows must be a list of at most 4 names that lead to the rows.'),
    (GOOD | {'rows': ['a'] * 5}, 'rows must be a list of at most 4 names that lead to the rows.'),
    (GOOD | {'rows': [1]}, 'A name in rows must be a text of 1 to 60 characters.'),
    (GOOD | {'decimal': ':'}, "decimal must be one of '.', ','."),
    (GOOD | {'times_in': 'hours'}, "times_in must be one of 's', 'ms'."),
    (GOOD | {'laps_from': ['count']}, "laps_from must be one of 'count', 'last', 'nothing'."),
    ({'columns': []}, 'columns must be a list of 1 to 64 columns.'),
    ({'columns': [column(str(i), 'other') for i in range(65)]}, 'columns must be a list of 1 to 64 columns.'),
    ({'columns': ['kart']}, 'Each of the columns must have a column and a field, and nothing else.'),
    (
        {'columns': [column() | {'eval': '1'}]},
        'Each of the columns must have a column and a field, and nothing else.',
    ),
    ({'columns': [column(), column()]}, "The column 'kart' is there twice: remove one of the two."),
    (
        {'columns': [column('a'), column('b')]},
        'Two columns hold number: a field may have only one, besides other.',
    ),
    ({'columns': [column('')]}, 'column must be a text of 1 to 60 characters.'),
]


@pytest.mark.parametrize(('said', 'sentence'), BAD)
def test_what_does_not_fit_is_refused_in_a_sentence(said: object, sentence: str) -> None:
    with pytest.raises(ProfileRefused) as refused:
        FormatProfile.from_dict(said)
    assert str(refused.value) == sentence


def test_a_field_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        ProfileRefused, match=r"^The field of the column 'kart' must be one of 'position', 'number', "
    ):
        FormatProfile.from_dict({'columns': [column('kart', 'speed')]})
