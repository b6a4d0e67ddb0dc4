import pytest

from components.channel_choice import Height, Picked
from components.channel_picker import read


def test_the_browser_says_which_channels_and_how_high() -> None:
    said = [{'name': 'gear', 'height': 'tall'}, {'name': 'Oil <b>', 'height': 'small'}]
    assert read(said) == [
        Picked(name='gear', height=Height.TALL),
        Picked(name='Oil <b>', height=Height.SMALL),
    ]


@pytest.mark.parametrize('said', [None, 'gear', {}, [7], [{'name': 'gear'}], [{'name': 'a', 'height': 'x'}]])
def test_what_is_no_choice_is_none(said: object) -> None:
    assert read(said) == []
