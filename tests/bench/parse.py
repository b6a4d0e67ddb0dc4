"""Reading a large file: all of it, against Polars alone on the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import polars as pl

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.telemetry.session import read_session
from tests.bench.contest import Contest

LAPS = 122  # 50 MB
MORE = ('Engine Coolant Temp (C)', 'Intake Air Temp (C)', 'Intake Manifold Pressure (kPa)', 'Voltage (V)')


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    del folder
    raw, names = phone_log(max(2, round(LAPS * share)))
    yield Contest(
        name='parse',
        task=f'{len(raw) / 1e6:.0f} MB of TrackAddict, 20 Hz, {len(names)} columns, read to laps and fixes',
        peer='polars.read_csv with a schema',
        unit='s',
        limit=3.0,
        limit_of='ratio',
        ours=partial(read_session, raw, 'log.csv'),
        theirs=lambda: pl.read_csv(
            raw, schema=dict.fromkeys(names, pl.Float64), comment_prefix='#', has_header=True
        ),
    )


def phone_log(laps: int) -> tuple[bytes, list[str]]:
    """Return a log of a phone with 1 Hz fixes that reckons ahead, and the names of its 30 columns."""
    simulated = simulate('car', laps=laps, rate_hz=1.0, noise='phone', tau_s=1.6)
    lines = trackaddict_bytes(simulated).decode().splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith('"Time"'))
    lines[at] += ''.join(f',"{name} *OBD"' for name in MORE)
    table = range(at + 1, len(lines))
    for index in (index for index in table if not lines[index].startswith('#')):
        lines[index] += f',{80 + index // 7000}.000,{30 + index // 900 % 9}.000,{90 + index % 11}.500,13.800'
    names = [name.strip('"') for name in lines[at].split(',')]
    return '\n'.join([*lines, '']).encode(), names
