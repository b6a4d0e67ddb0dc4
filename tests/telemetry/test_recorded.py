from io import BytesIO

import numpy as np
import polars as pl
import pytest

from racetrace.telemetry.channels import CANONICAL, TIME, Channel
from racetrace.telemetry.recorded import ROW_GROUP, Recorded, from_parquet, to_parquet

ODD = ('', 'a/b', ':x', 'Öl <b>', '圧力', 'x' * 300, '"', 'a\nb', '*', '^a$', 'racetrace')


def recorded(
    frame: pl.DataFrame, *channels: Channel, tau_s: float = 0.0, speed_factor: float = 1.0
) -> Recorded:
    return Recorded(frame=frame, channels=channels, tau_s=tau_s, speed_factor=speed_factor)


def mixed(rows: int = 10_000) -> Recorded:
    """Return channels of every odd name, at three rates, with values that only their bits tell apart."""
    rng = np.random.default_rng(1)
    values = {name: rng.standard_normal(rows) for name in ODD}
    values['a/b'][:4] = [np.nan, -np.nan, -0.0, 5e-324]
    frame = pl.DataFrame({TIME: np.arange(rows) * 0.1, **values})
    slower = [
        pl.when(pl.int_range(pl.len()) % step == 0).then(pl.col(name))
        for name, step in (('', 7), (':x', 20_000))
    ]
    channels = [
        Channel(name=name, unit='°C', source=f'{name} [°C]', rate_hz=1 / 3, held=n % 2 == 0)
        for n, name in enumerate(ODD)
    ]
    return recorded(frame.with_columns(slower), *channels, tau_s=0.1 + 0.2, speed_factor=1.609344)


def test_a_channel_has_the_samples_that_its_rows_hold() -> None:
    gear = Channel(name='gear', unit='')
    frame = pl.DataFrame({TIME: [0.0, 1.0, 2.0, 3.0], 'gear': [2.0, None, 3.0, None]})
    time_s, values = recorded(frame, gear).samples(gear)
    assert (time_s.tolist(), values.tolist()) == ([0, 2], [2, 3])


@pytest.mark.parametrize('name', ODD)
def test_a_channel_may_have_any_name(name: str) -> None:
    """Polars would take some of these for patterns of names."""
    odd = Channel(name=name, unit='')
    frame = pl.DataFrame({TIME: [0.0, 1.0, 2.0], 'rpm': [7.0, 7.0, 7.0], name: [2.0, None, 3.0]})
    time_s, values = recorded(frame, odd).samples(odd)
    assert (time_s.tolist(), values.tolist()) == ([0, 2], [2, 3])


def test_a_channel_without_samples_has_none() -> None:
    gear = Channel(name='gear', unit='')
    frame = pl.DataFrame({TIME: [0.0, 1.0], 'gear': [None, None]}, schema_overrides={'gear': pl.Float64})
    assert [part.size for part in recorded(frame, gear).samples(gear)] == [0, 0]


def test_of_two_samples_at_one_time_the_last_is_kept() -> None:
    rpm = CANONICAL['rpm']
    frame = pl.DataFrame({TIME: [0.0, 1.0, 1.0, 2.0], 'rpm': [1.0, 2.0, 3.0, 4.0]})
    time_s, values = recorded(frame, rpm).samples(rpm)
    assert (time_s.tolist(), values.tolist()) == ([0, 1, 2], [1, 3, 4])


@pytest.mark.parametrize(
    ('name', 'since_s', 'factor'),
    [('speed_mps', -1.5, 2.0), ('latitude_deg', -1.5, 1.0), ('wheel_speed_mps', 0.0, 1.0), ('rpm', 0.0, 1.0)],
)
def test_only_what_the_receiver_said_is_mended(name: str, since_s: float, factor: float) -> None:
    frame = pl.DataFrame({TIME: [0.0, 1.0], name: [10.0, 20.0]})
    time_s, values = recorded(frame, tau_s=1.5, speed_factor=2.0).samples(CANONICAL[name])
    assert time_s.tolist() == [since_s, 1 + since_s]
    assert values.tolist() == [10 * factor, 20 * factor]


def test_samples_are_read_once() -> None:
    ours = mixed()
    assert ours.samples(ours.channels[0]) is ours.samples(ours.channels[0])


def test_all_of_it_comes_back_to_the_last_bit() -> None:
    ours, theirs = mixed(), from_parquet(to_parquet(mixed()))
    assert (theirs.channels, theirs.tau_s, theirs.speed_factor) == (
        ours.channels,
        ours.tau_s,
        ours.speed_factor,
    )
    assert theirs.frame.schema == ours.frame.schema
    for channel in (Channel(name=TIME, unit='s'), *ours.channels):
        for one, other in zip(ours.samples(channel), theirs.samples(channel), strict=True):
            assert one.tobytes() == other.tobytes()


def test_a_log_without_rows_or_channels_comes_back_too() -> None:
    empty = recorded(pl.DataFrame({TIME: []}, schema={TIME: pl.Float64}))
    assert from_parquet(to_parquet(empty)).frame.equals(empty.frame)


def test_its_size_in_memory_is_that_of_its_columns() -> None:
    frame = pl.DataFrame({TIME: np.zeros(1000), 'rpm': np.zeros(1000)})
    assert recorded(frame, CANONICAL['rpm']).nbytes == 2 * 1000 * 8


def test_rows_are_grouped_so_that_a_lap_is_read_without_the_rest() -> None:
    data = to_parquet(mixed(2 * ROW_GROUP + 1))
    chunks = data.count(b'\x28\xb5\x2f\xfd')  # each column of each group is compressed by itself: Zstandard
    assert chunks == 3 * (1 + len(ODD))
    lap = pl.scan_parquet(data).filter(pl.col(TIME).is_between(420.0, 440.0)).select('Öl <b>').collect()
    assert lap.height == 201


@pytest.mark.parametrize('end', [0, 3, 4, 1000, -1, -4, -8, -400])
def test_bytes_that_are_cut_short_are_refused_in_a_sentence(end: int) -> None:
    with pytest.raises(ValueError, match=r'^The stored samples are damaged: .+\.$'):
        from_parquet(to_parquet(mixed(500))[:end])


def test_parquet_of_something_else_is_refused() -> None:
    file = BytesIO()
    pl.DataFrame({'a': [1]}).write_parquet(file)
    with pytest.raises(ValueError, match='samples are damaged'):
        from_parquet(file.getvalue())
    file = BytesIO()
    pl.DataFrame({'a': [1]}).write_parquet(file, metadata={'racetrace': '{"channels": [7]}'})
    with pytest.raises(ValueError, match='samples are damaged'):
        from_parquet(file.getvalue())
