from racetrace.services.decoded import Decoded


def value(name: str, nbytes: int, made: list[str]) -> tuple[str, int]:
    made.append(name)
    return name.upper(), nbytes


def test_what_was_decoded_is_not_decoded_again() -> None:
    decoded, made = Decoded(100), list[str]()
    assert [decoded.get('a', lambda: value('a', 10, made)) for _ in range(3)] == ['A'] * 3
    assert made == ['a']


def test_the_least_recently_used_goes_first_and_the_bound_holds() -> None:
    decoded, made = Decoded(100), list[str]()
    for name in ('a', 'b', 'a', 'c', 'a', 'b'):
        decoded.get(name, lambda name=name: value(name, 45, made))  # type: ignore[misc]
        assert decoded.nbytes <= 100
    assert made == ['a', 'b', 'c', 'b']


def test_what_is_larger_than_all_room_is_handed_out_and_not_kept() -> None:
    decoded, made = Decoded(100), list[str]()
    decoded.get('a', lambda: value('a', 10, made))
    assert decoded.get('b', lambda: value('b', 101, made)) == 'B'
    decoded.get('a', lambda: value('a', 10, made))
    assert (made, decoded.nbytes) == (['a', 'b'], 10)
