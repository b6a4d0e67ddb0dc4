import polars as pl
import pytest

from racetrace.telemetry.columns import Column, as_channels
from racetrace.telemetry.si import to_si

TIMED = pl.DataFrame({'time_s': [0.0, 1.0, 2.0], 'a': [1.0, 2.0, 3.0], 'b': [10.0, 20.0, 30.0]})


def column(name: str, unit: str, values: str, canonical: str = '', rank: int = 0) -> Column:
    return Column(
        name=name, unit=unit, values=pl.col(values), canonical=canonical, rank=rank, source=f'{name} ({unit})'
    )


@pytest.mark.parametrize(
    ('unit', 'value', 'si_unit', 'si_value'),
    [
        ('MPH', 100, 'm/s', 44.704),
        ('Km/h', 36, 'm/s', 10),
        ('F', 212, '°C', 100),
        ('.C', 90, '°C', 90),
        ('°F', 32, '°C', 0),
        ('PSI', 10, 'kPa', 68.947573),
        ('ft', 1000, 'm', 304.8),
        ('G', 1, 'g', 1),
        ('furlong', 7, 'furlong', 7),
    ],
)
def test_units_become_si_and_unknown_ones_stay(
    unit: str, value: float, si_unit: str, si_value: float
) -> None:
    conversion = to_si(unit)
    assert conversion.unit == si_unit
    converted = pl.select(conversion.applied(pl.lit(float(value)))).item()
    assert converted == pytest.approx(si_value, abs=1e-6)


def test_of_two_columns_that_are_one_channel_the_one_in_si_wins_and_the_other_keeps_its_name() -> None:
    frame, channels = as_channels(
        TIMED, [column('Altitude', 'ft', 'a', 'altitude_m'), column('Altitude', 'm', 'b', 'altitude_m')]
    )
    assert [(c.name, c.unit) for c in channels] == [('Altitude (ft)', 'ft'), ('altitude_m', 'm')]
    assert frame['Altitude (ft)'].to_list() == [1, 2, 3]


def test_the_better_ranked_column_wins() -> None:
    _, channels = as_channels(
        TIMED, [column('pedal', '%', 'a', 'throttle_pct', rank=1), column('plate', '%', 'b', 'throttle_pct')]
    )
    assert [c.name for c in channels] == ['pedal (%)', 'throttle_pct']


def test_a_taken_name_gets_a_number() -> None:
    names = ['rpm', 'x', 'x', 'time_s', '']
    _, channels = as_channels(TIMED, [column(name, '', 'a') for name in names])
    assert [c.name for c in channels] == ['rpm 2', 'x', 'x 2', 'time_s 2', 'unnamed']


def test_a_unit_of_another_kind_is_not_the_canonical_channel() -> None:
    _, channels = as_channels(TIMED, [column('Engine Coolant Temp', 'PSI', 'a', 'coolant_temp_degc')])
    assert [(c.name, c.unit) for c in channels] == [('Engine Coolant Temp', 'kPa')]


def test_rates_count_new_values() -> None:
    rows = pl.DataFrame({'time_s': [i / 20 for i in range(201)]}).with_columns(
        held=(pl.col('time_s') // 1),
        sparse=pl.when(pl.int_range(pl.len()) % 2 == 0).then(1.0),
        every=pl.col('time_s') ** 2,
        constant=pl.lit(3.0),
    )
    _, channels = as_channels(rows, [column(name, '', name) for name in rows.columns[1:]])
    assert [c.rate_hz for c in channels] == [pytest.approx(1), pytest.approx(10), pytest.approx(20), None]
