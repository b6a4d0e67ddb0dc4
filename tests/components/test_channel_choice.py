from dataclasses import replace

import pytest

from components.channel_choice import MOST, Height, Picked, as_shown, picked, shown, written
from tests.compared import comparison


def test_an_address_names_channels_in_order_with_their_heights() -> None:
    assert picked('speed,brake:tall,,speed') == [
        Picked(name='speed'),
        Picked(name='brake', height=Height.TALL),
    ]


@pytest.mark.parametrize('name', ['Oil, rear', 'T:tall', 'a%2Cb', ':', '100 %', 'Öl', 'speed_mps', 'a&b=c#d'])
def test_whatever_a_file_calls_a_channel_an_address_can_say(name: str) -> None:
    known = {'speed_mps': 'speed'}
    for height in Height:
        (found,) = picked(written([Picked(name=name, height=height)]))
        assert found == Picked(name=known.get(name, name), height=height)


@pytest.mark.parametrize('ch', ['', ',,', None, 7, ['speed']])
def test_what_names_nothing_picks_nothing(ch: object) -> None:
    assert picked(ch) == []


def test_a_height_that_is_none_belongs_to_the_name() -> None:
    assert picked('T:1') == [Picked(name='T:1')]


def test_what_is_picked_is_drawn_in_that_order_and_that_high() -> None:
    usual = {channel.name: channel.weight for channel in shown(comparison(), [])}
    drawn = shown(comparison(), picked('gear:tall,speed:small,warp'))
    assert [channel.name for channel in drawn] == ['gear', 'speed_mps']
    assert drawn[0].weight > usual['gear']
    assert drawn[1].weight < usual['speed_mps']


def test_without_anything_to_draw_the_usual_channels_are() -> None:
    assert [channel.name for channel in shown(comparison(), picked('warp'))] == ['speed_mps', 'gear']


def test_what_is_drawn_can_be_said_again() -> None:
    picks = picked('gear:tall,warp')
    drawn = shown(comparison(), picks)
    assert written(as_shown(picks, drawn, comparison())) == 'gear:tall'
    assert written(as_shown([], shown(comparison(), []), comparison())) == 'speed,gear'


def test_an_address_cannot_ask_for_a_thousand_charts() -> None:
    known = comparison()
    many = {f'c{i}': known.laps[0].traces['gear'] for i in range(50)}
    crowded = replace(known, laps=tuple(replace(lap, traces=many) for lap in known.laps))
    assert len(shown(crowded, picked(','.join(many)))) == MOST
    assert len(picked('x,' * 100_000)) == 1
