from components.delay_choice import within


def test_an_address_says_the_delay_and_nothing_else_does() -> None:
    assert within('30') == 30
    assert [within(word) for word in ('', 'x', '-5', '٣', '99999')] == [0, 0, 0, 0, 0]


def test_no_delay_is_longer_than_five_minutes() -> None:
    assert within('900') == 300
