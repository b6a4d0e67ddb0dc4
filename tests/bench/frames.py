"""Frames of a feed into a board: what they say, on one core, against splitting the same bytes into cells."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from racetrace.simulation.apex import apex_frames
from racetrace.simulation.race import simulate_race
from racetrace.timing.apex import Apex
from racetrace.timing.recording import Frame
from racetrace.timing.sessions import Sessions
from tests.bench.contest import Contest

MINUTES = 60
KARTS = 24
LEAST_PER_S = 20_000


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    del folder
    received = race(max(2, round(MINUTES * share)))
    yield Contest(
        name='frames',
        task=f'{len(received)} frames of a race of {KARTS} karts, read to the board',
        peer='bytes.split into lines and cells',
        unit='s',
        limit=len(received) / LEAST_PER_S,
        limit_of='ours',
        ours=partial(read, received),
        theirs=lambda: [[line.split('|') for line in one.decode().split('\n')] for _, one in received],
    )


def race(minutes: int) -> Sequence[Frame]:
    meeting = simulate_race(karts=KARTS, minutes=minutes, seed=1)
    return [(one.at_ms, one.data) for one in apex_frames(meeting, sectors=True)]


def read(received: Sequence[Frame]) -> Sessions:
    parser, sessions = Apex(), Sessions()
    for at_ms, frame in received:
        sessions.read(parser.read(frame, at_ms), at_ms)
    return sessions
