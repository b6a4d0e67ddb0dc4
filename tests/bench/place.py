"""Putting a lap on its course's line, against plain projections of the same fixes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.telemetry.line import Line
from racetrace.telemetry.placing import place
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.session import read_session
from tests.bench.contest import Contest

WINDOW_M = 60.0
PROJECTIONS = 4  # as many as our rounds need


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    del share, folder
    session = read_session(trackaddict_bytes(simulate('car', laps=3)), 'log.csv')
    course, lap = session.course, session.lap(1)
    if course is None:
        raise ValueError('The simulated session has no course.')
    place(session, lap, course, 'L1')  # what is kept with the session is found once
    inside = (session.fixes.time_s > lap.start_s) & (session.fixes.time_s < lap.end_s)
    fixes = session.fixes.taken(inside)
    guess_m = np.linspace(0, course.line.length_m, fixes.count)

    def projections() -> None:
        for _ in range(PROJECTIONS):
            nearest(course.line, fixes.east_m, fixes.north_m, guess_m)

    yield Contest(
        name='place',
        task=f'a lap of {fixes.count} fixes put on its line of {course.line.length_m:.0f} m',
        peer=f'{PROJECTIONS} plain NumPy projections, ±{WINDOW_M:.0f} m',
        unit='ms',
        limit=4.0,
        limit_of='ratio',
        ours=lambda: place(session, lap, course, 'L1'),
        theirs=projections,
        repeat=5,
    )


def nearest(line: Line, east_m: Samples, north_m: Samples, guess_m: Samples) -> Samples:
    """Return the distance along the line of the node nearest to each position, of those near its guess."""
    reach = round(WINDOW_M / line.step_m)
    node = np.rint(guess_m / line.step_m).astype(np.int64)[:, None] + np.arange(-reach, reach + 1)
    near = node % line.nodes
    away = (line.east_m[near] - east_m[:, None]) ** 2 + (line.north_m[near] - north_m[:, None]) ** 2
    distance_m: Samples = node[np.arange(node.shape[0]), away.argmin(axis=1)] * line.step_m
    return distance_m
