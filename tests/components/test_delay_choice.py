from components.delay_choice import DELAYS_S, offered, within


def test_an_address_says_the_delay_and_nothing_else_does() -> None:
    assert within('30') == 30
    assert [within(word) for word in ('', 'x', '-5', '٣', '99999')] == [0, 0, 0, 0, 0]


def test_no_delay_is_longer_than_five_minutes_or_shorter_than_the_owner_wants() -> None:
    assert within('900') == 300
    assert within('15', least_s=60) == 60


def test_less_than_the_owner_wants_is_not_offered() -> None:
    assert tuple(offered(0)) == DELAYS_S
    assert list(offered(45)) == [45, 60, 120, 300]
