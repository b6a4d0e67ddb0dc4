from components.keys import ANYWHERE, GROUPS, ROWS


def test_no_key_means_two_things() -> None:
    keys = [key for _, of in GROUPS for one in of for key in one.keys]
    assert len(keys) == len(set(keys))


def test_every_key_that_works_is_in_the_map() -> None:
    shown = {id(key) for _, keys in GROUPS for key in keys}
    assert {id(key) for key in (*ANYWHERE, *ROWS)} <= shown
