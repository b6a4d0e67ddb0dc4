"""Comparing two laps that are read and placed, against the bare interpolation of their channels."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.telemetry.compare import POINTS, compared
from racetrace.telemetry.placing import place
from racetrace.telemetry.session import read_session
from tests.bench.contest import Contest

COLUMNS = (
    'Time',
    'UTC Time',
    'GPS_Update',
    'Latitude',
    'Longitude',
    'Altitude (m)',
    'Speed (Km/h)',
    'Heading',
    'Accuracy (m)',
    'Lap',
    'Accel X',
    'Accel Y',
    'Brake (calculated)',
)


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    del share, folder
    log = trackaddict_bytes(simulate('car', laps=3), columns=COLUMNS)
    session = read_session(log, 'log.csv')
    course = session.course
    if course is None:
        raise ValueError('The simulated session has no course.')
    placed = [place(session, session.lap(number), course, f'L{number}') for number in (1, 2)]
    comparison = compared(course, placed, 0)
    traces = [trace for lap in comparison.laps for trace in lap.traces.values()]
    grid_m = np.linspace(0, course.line.length_m, POINTS)
    yield Contest(
        name='compare',
        task=f'2 laps of {len(traces) // 2} channels, {len(comparison.corners)} corners, already placed',
        peer=f'numpy.interp of the {len(traces)} channels',
        unit='ms',
        limit=5.0,
        limit_of='ours',
        ours=lambda: compared(course, placed, 0),
        theirs=lambda: [np.interp(grid_m, trace.distance_m, trace.values) for trace in traces],
        repeat=20,
    )
