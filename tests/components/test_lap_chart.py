from components.lap_chart import option
from components.theme import DARK


def test_the_first_place_is_at_the_top_and_colours_are_tokens() -> None:
    made = option()
    assert made['yAxis']['inverse']
    assert made['yAxis']['min'] == made['xAxis']['min'] == 1
    named = [made['xAxis']['axisLabel']['color'], made['yAxis']['splitLine']['lineStyle']['color']]
    assert all(name[0] == '$' and name[1:] in DARK for name in named)
