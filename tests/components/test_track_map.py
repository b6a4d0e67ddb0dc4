from components.channel_choice import picked, shown
from components.track_map import choices
from tests.compared import alone, comparison


def keys(found: list[dict[str, str]]) -> list[str]:
    return [choice['key'] for choice in found]


def test_a_map_is_coloured_by_time_speed_the_channels_that_are_drawn_or_the_lap() -> None:
    drawn = shown(comparison(), picked('gear,Oil <b>'))
    assert keys(choices(comparison(), drawn)) == ['gain', 'speed', 'gear', 'Oil <b>', 'lap']


def test_one_lap_alone_has_nothing_to_gain() -> None:
    assert keys(choices(alone(), shown(alone(), picked('gear')))) == ['speed', 'gear']


def test_where_no_channel_is_drawn_there_is_nothing_to_choose() -> None:
    assert keys(choices(comparison(), [])) == ['gain']


def test_a_held_channel_is_known_as_one_and_has_its_unit() -> None:
    by_key = {choice['key']: choice for choice in choices(comparison(), shown(comparison(), []))}
    assert by_key['gear']['held']
    assert (by_key['speed']['unit'], by_key['speed']['held']) == ('km/h', False)
