import re

from components import theme


def test_every_colour_exists_in_both_themes() -> None:
    assert set(theme.DARK) == set(theme.LIGHT)


def test_every_token_that_a_style_uses_is_written_down() -> None:
    known = {*theme.DARK, *theme.SCALE}
    own = {'lap', 'tone', 'weights', 'plate', 'fill'}  # given by the element itself
    assert set(re.findall(r'var\(--([\w-]+)', theme.css())) - known - own == set()
