from components.places import Whose, foot, listed, rail, tabs

LOCAL = Whose(is_admin=True)
GUEST = Whose(is_guest=True)
USER = Whose(has_account=True)
ADMIN = Whose(has_account=True, is_admin=True)


def words(places: tuple[tuple[str, str, str], ...]) -> list[str]:
    return [word for _, word, _ in places]


def test_a_phone_has_four_places_at_most_and_finds_the_others_below_the_account() -> None:
    for whose in (LOCAL, GUEST, USER, ADMIN):
        assert len(tabs(whose)) <= 4
        here = {word for word, _, _ in listed(whose)} | set(words(tabs(whose)))
        assert here >= set(words(rail(whose))) | set(words(foot(whose)))


def test_a_laptop_has_no_places_for_several_people() -> None:
    assert words(rail(LOCAL)) == ['Sessions', 'Compare', 'Live', 'Garage', 'Events']
    assert 'My account' not in [word for word, _, _ in listed(LOCAL)]


def test_who_is_no_admin_is_not_led_there() -> None:
    assert words(foot(ADMIN)) == ['Admin']
    assert foot(USER) == ()
    assert ('Admin', '/admin', True) not in listed(USER)
