import pytest

from components.corner_table import braking, rows
from tests.compared import alone, comparison


def test_the_dearest_corner_comes_first() -> None:
    assert [(row['name'], row['lost']) for row in rows(comparison(), 1)] == [
        ('T1', '+0.900'),
        ('T2', '+0.400'),
        ('T3', '−0.100'),
    ]


def test_where_there_is_little_room_the_weightiest_are_shown() -> None:
    assert [row['name'] for row in rows(comparison(), 2, most=2)] == ['T3', 'T1']


def test_one_lap_alone_has_its_corners_in_driving_order_with_what_each_took() -> None:
    found = rows(alone(), 0)
    assert [(row['name'], row['took']) for row in found] == [
        ('T1', '10.000'),
        ('T2', '10.000'),
        ('T3', '10.000'),
    ]
    assert found[0]['entry'] == ('108', '')


def test_a_loss_below_two_sigma_is_grey() -> None:
    assert {row['name']: row['side'] for row in rows(comparison(), 2)} == {
        'T1': 'gain',
        'T2': 'even',
        'T3': 'gain',
    }


def test_speeds_are_in_kilometres_per_hour_beside_the_reference() -> None:
    row = rows(comparison(), 1)[0]
    assert (row['entry'], row['min'], row['exit']) == (('104', '−4'), ('72', '±0'), ('94', '+4'))


@pytest.mark.parametrize(
    ('ours_m', 'theirs_m', 'words'),
    [(100.0, 80.0, '20 m early'), (70.0, 80.0, '10 m late'), (82.0, 80.0, 'same'), (None, 80.0, '–')],
)
def test_braking_is_said_in_words(ours_m: float | None, theirs_m: float | None, words: str) -> None:
    assert braking(ours_m, theirs_m) == words
