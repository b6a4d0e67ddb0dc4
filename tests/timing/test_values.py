import pytest

from racetrace.timing.events import Gap
from racetrace.timing.values import count, gap, lap_time, milliseconds


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('1:06.234', 66_234),
        ('59.864', 59_864),
        ('59,864', 59_864),
        (' 59.864 ', 59_864),
        ('1:00.6', 60_600),
        ('01:01:12.5', 3_672_500),
        ('00:01:06.234', 66_234),
        ('00:00:00', 0),
        ('66', 66_000),
        ('1.2345678', None),
        ('1.234567', 1_234),
        ('100:00:00', None),
        ('99:59:59.999', 359_999_999),
        ('', None),
        ('-9.9', None),
        ('1:', None),
        ('1:2:3:4', None),
        ('Tour 12', None),
        ('0' * 100, None),
    ],
)
def test_a_time_is_whole_milliseconds(text: str, expected: int | None) -> None:
    assert milliseconds(text) == expected


@pytest.mark.parametrize(
    ('text', 'expected'),
    [('00:00:00.000', None), ('00:59:59.999', None), ('00:59:59.998', 3_599_998), ('53.417', 53_417)],
)
def test_a_lap_time_is_not_the_protocols_no_time(text: str, expected: int | None) -> None:
    assert lap_time(text) == expected


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('0.317', Gap(ms=317)),
        ('+0.317', Gap(ms=317)),
        ('+ 1:02.345', Gap(ms=62_345)),
        ('3 Vueltas', Gap(laps=3)),
        ('1 Vta.', Gap(laps=1)),
        ('+1 LAP', Gap(laps=1)),
        ('Vuelta 108', Gap()),
        ('Tour 12', Gap()),
        ('-1 Tour', None),
        ('-9.9', None),
        ('', None),
        ('?', None),
        ('1 ' + 'x' * 50, None),
    ],
)
def test_a_gap_is_a_time_or_laps_and_the_leaders_is_nothing(text: str, expected: Gap | None) -> None:
    assert gap(text) == expected


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('14', 14),
        (' 0 ', 0),
        ('', None),
        ('-1', None),
        ('1.5', None),
        ('1234567', None),
        ('²', None),
        ('٣', None),
    ],
)
def test_a_count_is_a_plain_number(text: str, expected: int | None) -> None:
    assert count(text) == expected
