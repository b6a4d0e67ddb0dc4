"""`racetrace simulate`: laps whose truth is known, as the file a logger would write."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from racetrace.errors import RaceTraceError
from racetrace.simulation.noise import Noise


class What(StrEnum):
    LAPS = 'laps'


class Kind(StrEnum):
    CAR = 'car'
    KART = 'kart'


class Format(StrEnum):
    TRACKADDICT = 'trackaddict'
    VBO = 'vbo'


def simulate(
    what: Annotated[What, typer.Argument(help='What to simulate.')],
    out: Annotated[Path, typer.Option(help='The file to write.')],
    kind: Kind = Kind.CAR,
    laps: Annotated[int, typer.Option(min=1, max=200)] = 7,
    drivers: Annotated[int, typer.Option(min=1, max=4)] = 1,
    rate: Annotated[float, typer.Option(min=0.5, max=50, help='Fixes a second.')] = 10.0,
    noise: Noise = Noise.EXTERNAL,
    tau: Annotated[
        float, typer.Option(min=0, max=3, help='By how much the receiver reckons ahead [s].')
    ] = 0.0,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    form: Annotated[Format, typer.Option('--format')] = Format.TRACKADDICT,
    lean: Annotated[
        bool, typer.Option('--lean', help='TrackAddict: a row a fix only, and fewer columns.')
    ] = False,
    truth: Annotated[Path | None, typer.Option(help='Where to write the truth, as JSON.')] = None,
) -> None:
    """Write a session of simulated laps, and its truth."""
    from racetrace.simulation import session
    from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes
    from racetrace.simulation.vbo import vbo_bytes

    del what  # so far there is nothing else
    made = session.simulate(
        kind, laps=laps, rate_hz=rate, noise=noise, tau_s=tau, seed=seed, drivers=min(drivers, laps)
    )
    if form is Format.VBO:
        _write(out, vbo_bytes(made))
    elif lean:
        _write(out, trackaddict_bytes(made, ticks_hz=0, columns=LEAN))
    else:
        _write(out, trackaddict_bytes(made))
    if truth is not None:
        _write(truth, made.truth.to_json().encode())


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise RaceTraceError(f'{path} cannot be written: {error.strerror}.') from error
