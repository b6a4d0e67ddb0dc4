from dataclasses import replace

import pytest

from components.channel_groups import group, groups, label
from tests.compared import comparison


@pytest.mark.parametrize(
    ('name', 'unit', 'wanted'),
    [
        ('speed_mps', 'm/s', 'Speed'),
        ('Wheel FL', 'km/h', 'Speed'),
        ('throttle_pct', '%', 'Driver inputs'),
        ('Steering rate', 'deg/s', 'Driver inputs'),
        ('rpm', 'rpm', 'Engine'),
        ('oil_temp_degc', '°C', 'Engine'),
        ('lateral_g', 'g', 'Dynamics'),
        ('Yaw', 'deg/s', 'Dynamics'),
        ('satellites', '', 'Other'),
        ('air_pressure_kpa', 'kPa', 'Other'),
        ('', '', 'Other'),
    ],
)
def test_a_channel_stands_where_one_looks_for_it(name: str, unit: str, wanted: str) -> None:
    assert group(name, unit) == wanted


def test_every_channel_of_the_laps_is_there_once() -> None:
    assert [(kind['name'], [one['name'] for one in kind['channels']]) for kind in groups(comparison())] == [
        ('Speed', ['speed_mps']),
        ('Driver inputs', ['gear']),
        ('Engine', ['Oil <b>']),
    ]


def test_which_lap_lacks_a_channel_is_said() -> None:
    known = comparison()
    without = replace(known.laps[1], traces={'speed_mps': known.laps[1].traces['speed_mps']})
    found = groups(replace(known, laps=(known.laps[0], without, known.laps[2])))
    assert [one['lacks'] for kind in found for one in kind['channels']] == ['', 'not in L3', 'not in L3']


@pytest.mark.parametrize(
    ('name', 'said'),
    [('oil_temp_degc', 'Oil temp'), ('satellites', 'Satellites'), ('gear', 'Gear'), ('oil_temp', 'oil_temp')],
)
def test_only_names_of_ours_are_made_readable(name: str, said: str) -> None:
    assert label(name) == said
