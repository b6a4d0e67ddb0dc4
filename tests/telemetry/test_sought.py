from datetime import datetime

import pytest

from racetrace.telemetry.sought import MOST_WORDS, Sought, folded

PARTS = ['Nürburgring', 'Ana Müller', 'Kart 12']
AT = datetime(2025, 12, 20, 16, 5)


@pytest.mark.parametrize(
    'typed', ['', 'ana nurburg', 'MULLER kart', '20 dec 2025', '2025-12-20', 'december ana']
)
def test_words_are_found_in_any_order_and_without_accents(typed: str) -> None:
    assert Sought.of(typed).left_by(PARTS, AT).words == ()


def test_what_no_session_says_is_left_for_its_laps() -> None:
    left = Sought.of('ana 1:32 L5').left_by(PARTS, AT)
    assert left.words == ('1:32', 'l5')
    assert left.may_be_of_laps


def test_a_word_that_is_no_number_no_lap_can_answer() -> None:
    assert not Sought.of('ben').left_by(PARTS, AT).may_be_of_laps


@pytest.mark.parametrize(
    ('typed', 'is_it'),
    [('1:32', True), ('32.118', True), ('l5', True), ('L5 1:32.1', True), ('l7', False), ('1:33', False)],
)
def test_a_lap_answers_by_its_number_and_by_a_part_of_its_time(typed: str, is_it: bool) -> None:
    assert Sought.of(typed).is_of(5, 92.118) is is_it


def test_an_endless_query_is_cut() -> None:
    assert len(Sought.of('a ' * 10_000).words) == MOST_WORDS


def test_a_sharp_s_is_two() -> None:
    assert folded('Straße') == 'strasse'
