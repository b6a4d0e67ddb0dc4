from datetime import datetime

import pytest

from components.board_asked import BoardAsked, day

NOW = datetime(2026, 6, 13, 12)


def asked(**said: str) -> BoardAsked:
    names = ('course', 'category', 'period', 'since', 'until', 'by', 'skip')
    return BoardAsked.of(**dict.fromkeys(names, '') | said)


def test_an_address_is_read_and_written_again() -> None:
    said = {'course': '3', 'category': 'gt4', 'period': 'own', 'since': '2026-01-02', 'by': 'gate'}
    found = asked(**said)
    assert found.address() == '/leaderboard?course=3&category=gt4&period=own&since=2026-01-02&by=gate'
    assert found.address(skipped=50).endswith('&skip=50')
    assert found.is_narrowed


def test_what_makes_no_sense_is_left_out() -> None:
    found = asked(course='x', period='ever', since='yesterday', by='guess', skip='-3')
    assert found == BoardAsked()
    assert not found.is_narrowed


def test_a_class_is_compared_without_capitals_and_spaces() -> None:
    assert asked(category='  Roadster   CUP ').category == 'roadster cup'


@pytest.mark.parametrize(
    ('said', 'span'),
    [
        ({}, (None, None)),
        ({'period': 'season'}, (datetime(2026, 1, 1), None)),
        ({'period': 'year'}, (datetime(2025, 6, 13, 12), None)),
        (
            {'period': 'own', 'since': '2026-05-01', 'until': '2026-05-02'},
            (datetime(2026, 5, 1), datetime(2026, 5, 3)),  # the last day with it
        ),
        ({'since': '2026-05-01'}, (None, None)),
    ],
)
def test_a_period_is_between_two_moments(said: dict[str, str], span: tuple[object, object]) -> None:
    assert asked(**said).span(NOW) == span


def test_the_days_are_asked_for_where_they_matter() -> None:
    names = [one.name for one in asked(course='3', period='own').filters([('3', 'Mill Lane')], ['gt4'])]
    assert names == ['course', 'category', 'period', 'since', 'until', 'by']
    assert 'since' not in [one.name for one in asked(course='3').filters([], [])]


def test_a_class_that_nobody_drives_is_shown_as_chosen_all_the_same() -> None:
    category = asked(course='3', category='gt4').filters([], ['kart ok'])[1]
    assert [value for value, _ in category.options] == ['', 'kart ok', 'gt4']


@pytest.mark.parametrize('word', ['', '2026-02-30', '1899-12-31', '2200-01-01', '26-1-1x'])
def test_a_day_that_is_none_is_none(word: str) -> None:
    assert day(word) is None
