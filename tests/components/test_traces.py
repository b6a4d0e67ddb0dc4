from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from components.traces import MOST_CHANNELS, MOST_POINTS, channels, missing, packed, source
from racetrace.telemetry.comparison import Comparison, Method, Trace
from racetrace.telemetry.packing import unpack
from tests.compared import GRID_M, SIGMA_S, comparison


def test_the_usual_channels_come_in_the_usual_order() -> None:
    assert [shown.label for shown in channels(comparison())] == ['Speed', 'Gear']


def test_any_channel_of_the_file_can_be_asked_for_under_its_own_name() -> None:
    (shown,) = channels(comparison(), ['Oil <b>', 'nothing'])
    assert (shown.label, shown.unit) == ('Oil <b>', 'bar')


def test_an_address_may_call_a_channel_by_a_short_name() -> None:
    assert [shown.name for shown in channels(comparison(), ['gear', 'speed'])] == ['gear', 'speed_mps']


def test_a_car_that_only_knows_whether_it_brakes_has_that_for_its_brake() -> None:
    known = comparison()
    trace = known.laps[0].traces['gear']
    lap = replace(known.laps[0], traces={**known.laps[0].traces, 'brake_on': trace})
    shown = channels(replace(known, laps=(lap, *known.laps[1:])), ['brake'])
    assert [channel.name for channel in shown] == ['brake_on']


def test_channels_that_no_lap_has_are_told() -> None:
    assert missing(comparison(), ['speed', 'gear', 'Oil <b>', 'brake', 'nothing']) == ['brake', 'nothing']


def test_no_more_channels_are_drawn_than_a_screen_is_high() -> None:
    assert len(channels(comparison(), ['speed_mps', *['gear'] * 20])) == 2
    assert MOST_CHANNELS == 6


def test_speed_is_packed_in_the_unit_of_the_screen() -> None:
    columns = unpack(packed(comparison(), channels(comparison())))
    assert columns['1/speed_mps'] == pytest.approx(72.0)
    assert columns['1/speed_mps/x'] == pytest.approx(GRID_M)


def test_the_band_is_two_sigma_to_either_side() -> None:
    columns = unpack(packed(comparison(), []))
    assert columns['1/delta'] - columns['1/low'] == pytest.approx(2 * SIGMA_S, abs=1e-6)
    assert columns['1/width'] == pytest.approx(4 * SIGMA_S)
    assert '0/delta' not in columns, 'the reference is not behind itself'


def test_paths_are_local_metres_and_share_their_distances() -> None:
    columns = unpack(packed(comparison(), []))
    assert np.hypot(columns['2/east'], columns['2/north']) == pytest.approx(160)
    assert columns['path'].size == columns['2/east'].size


def test_the_time_of_the_reference_is_sent_along_its_path() -> None:
    known = replace(comparison(), elapsed_s=GRID_M / 20)
    columns = unpack(packed(known, []))
    assert columns['time'] == pytest.approx(columns['path'] / 20)
    assert 'time' not in unpack(packed(comparison(), []))


def recorded_at(samples: int) -> Comparison:
    known = comparison()
    distance_m = np.linspace(0, 1000, samples)
    speed = Trace(unit='m/s', held=False, distance_m=distance_m, values=distance_m)
    lap = replace(known.laps[1], traces={**known.laps[1].traces, 'speed_mps': speed})
    grid_m = np.linspace(0, 1000, 2000)
    return replace(known, laps=(known.laps[0], lap, known.laps[2]), distance_m=grid_m, method=Method.DISTANCE)


def test_what_was_sent_whole_is_not_asked_for_again() -> None:
    assert source(recorded_at(MOST_POINTS), channels(comparison())) == ''


def test_what_was_thinned_is_found_finer_under_an_address() -> None:
    address = urlsplit(source(recorded_at(MOST_POINTS + 1), channels(comparison(), ['Oil <b>', 'speed'])))
    asked = parse_qs(address.query)
    assert address.path == '/api/v1/compare/columns'
    assert asked['names'] == ['Oil <b>', 'speed_mps']
    assert asked['points'] == [str(MOST_POINTS)]


def test_a_delta_of_far_points_is_found_finer_too() -> None:
    far = replace(recorded_at(50), method=Method.POSITION, distance_m=np.linspace(0, 1000, 501))
    assert source(far, []) != ''
