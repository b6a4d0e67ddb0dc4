import json
from collections.abc import Callable

from nicegui import ui
from nicegui.testing import user_simulation

from components.chart_stack import DELTA, ChartStack, corners, option, short
from components.linked import Linked
from components.theme import DARK, lap_colour
from components.traces import Shown, channels, packed
from racetrace.telemetry.packing import unpack
from tests.compared import alone, comparison

ROWS = [DELTA, *channels(comparison())]


def test_every_column_that_is_drawn_is_sent() -> None:
    sent = unpack(packed(comparison(), ROWS[1:]))
    for series in option(comparison(), ROWS)['series']:
        assert set(series['columns']) <= sent.keys()


def test_the_option_holds_no_samples() -> None:
    found = option(comparison(), ROWS)
    assert 'dataset' not in found
    assert not any('data' in series for series in found['series'])
    assert len(json.dumps(found)) < 12_000


def test_the_reference_has_no_delta_and_each_other_lap_one_with_its_band() -> None:
    drawn = [series for series in option(comparison(), ROWS)['series'] if series['yAxisIndex'] == 0]
    assert [series['columns'][1] for series in drawn] == [
        '1/low',
        '1/width',
        '1/delta',
        '2/low',
        '2/width',
        '2/delta',
    ]


def test_one_window_goes_over_all_charts_and_each_free_axis_has_one_that_follows() -> None:
    rows = [DELTA, *channels(comparison()), Shown(name='throttle_pct', label='T', unit='%', low=0, high=100)]
    distance, *following = option(comparison(), rows)['dataZoom']
    assert distance['xAxisIndex'] == [0, 1, 2, 3]
    assert [window['yAxisIndex'] for window in following] == [0, 1, 2], 'per cents stand still'
    assert {window['filterMode'] for window in (distance, *following)} == {'none'}, 'or lines end in the air'


def test_zero_is_marked_where_there_is_a_sign() -> None:
    marked = {s['yAxisIndex'] for s in option(comparison(), ROWS)['series'] if 'markLine' in s}
    assert marked == {0}


def test_a_gear_is_held_and_never_a_ramp() -> None:
    steps = {series['columns'][1]: series.get('step') for series in option(comparison(), ROWS)['series']}
    assert (steps['1/gear'], steps['1/speed_mps']) == ('end', False)


def test_colours_are_tokens_that_exist() -> None:
    text = json.dumps(option(comparison(), ROWS))
    assert {word.split('"')[0] for word in text.split('"$')[1:]} <= DARK.keys()


def test_the_reference_has_the_colour_of_the_text_and_no_other_lap_does() -> None:
    assert [lap_colour(k, 1) for k in range(4)] == ['lap-1', 'lap-ref', 'lap-2', 'lap-3']


def test_a_corner_says_what_it_cost_and_whether_that_is_sure() -> None:
    assert [(c['name'], c['said'], c['side']) for c in corners(comparison(), 2)] == [
        ('T1', '−0.30', 'gain'),
        ('T2', '+0.02', 'even'),
        ('T3', '−0.25', 'gain'),
    ]


def test_a_long_label_keeps_its_lap() -> None:
    assert [short(label) for label in ('L5', 'Ana L5', 'racechrono test.vbo L12')] == [
        'L5',
        'Ana L5',
        'race… L12',
    ]


def test_the_corners_of_one_lap_cost_nothing() -> None:
    assert {(c['said'], c['side']) for c in corners(alone(), 0)} == {('', 'even')}


async def shown(build: Callable[[], ui.element]) -> ui.element:
    built: list[ui.element] = []
    async with user_simulation(lambda: built.append(build())) as user:
        await user.open('/')
    return built[0]


async def test_samples_never_enter_props() -> None:
    def build() -> ui.element:
        linked = Linked()
        linked.show(packed(comparison(), ROWS[1:]))
        return linked

    assert len(repr((await shown(build)).props)) < 200
    chart = await shown(lambda: ChartStack(comparison(), ROWS[1:], focus=1))
    assert len(repr(chart.props)) < 20_000


async def test_a_channel_called_like_markup_is_only_text() -> None:
    rows = channels(comparison(), ['Oil <b>'])
    chart = await shown(lambda: ChartStack(comparison(), rows, focus=1))
    assert 'Oil <b>' not in json.dumps(chart.props['option']['yAxis'])
    assert chart.props['rows'][1]['label'] == 'Oil <b>'


async def test_one_lap_alone_has_no_delta() -> None:
    chart = await shown(lambda: ChartStack(alone(), channels(alone()), focus=0))
    assert [row['key'] for row in chart.props['rows']] == ['speed_mps', 'gear']
    assert [series['columns'] for series in chart.props['option']['series']] == [
        ['0/speed_mps/x', '0/speed_mps'],
        ['0/gear/x', '0/gear'],
    ]
