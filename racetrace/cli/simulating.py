"""`racetrace simulate`: laps and races whose truth is known, as a logger and a timing system tell of them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from racetrace.errors import RaceTraceError
from racetrace.simulation.noise import Noise

program = typer.Typer(
    help='Write laps or a race whose truth is known.',
    no_args_is_help=True,
    context_settings={'ignore_unknown_options': True},  # `simulate --race` is a command, too
)

Out = Annotated[Path, typer.Option(help='The file to write.')]
Truth = Annotated[Path | None, typer.Option(help='Where to write the truth, as JSON.')]
Seed = Annotated[int, typer.Option(min=0)]


class Kind(StrEnum):
    CAR = 'car'
    KART = 'kart'


class Format(StrEnum):
    TRACKADDICT = 'trackaddict'
    VBO = 'vbo'


class RaceKind(StrEnum):
    SPRINT = 'sprint'
    ENDURANCE = 'endurance'


class Feed(StrEnum):
    APEX = 'apex'
    RMONITOR = 'rmonitor'
    RACEMONITOR = 'racemonitor'


@program.command('laps')
def simulate_laps(
    out: Out,
    kind: Kind = Kind.CAR,
    laps: Annotated[int, typer.Option(min=1, max=200)] = 7,
    drivers: Annotated[int, typer.Option(min=1, max=4)] = 1,
    rate: Annotated[float, typer.Option(min=0.5, max=50, help='Fixes a second.')] = 10.0,
    noise: Noise = Noise.EXTERNAL,
    tau: Annotated[
        float, typer.Option(min=0, max=3, help='By how much the receiver reckons ahead [s].')
    ] = 0.0,
    seed: Seed = 1,
    form: Annotated[Format, typer.Option('--format')] = Format.TRACKADDICT,
    lean: Annotated[
        bool, typer.Option('--lean', help='TrackAddict: a row a fix only, and fewer columns.')
    ] = False,
    truth: Truth = None,
) -> None:
    """Write a session of simulated laps, and its truth."""
    from racetrace.simulation import session
    from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes
    from racetrace.simulation.vbo import vbo_bytes

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


@program.command('race')
@program.command('--race', hidden=True)
def simulate_race(
    out: Out,
    kind: RaceKind = RaceKind.SPRINT,
    karts: Annotated[int, typer.Option(min=1, max=200)] = 20,
    minutes: Annotated[int | None, typer.Option(min=1, max=1440, help='Of the race alone.')] = None,
    seed: Seed = 1,
    form: Annotated[Feed, typer.Option('--format')] = Feed.APEX,
    sectors: Annotated[bool, typer.Option('--sectors', help='Apex: with the times of sectors.')] = False,
    truth: Truth = None,
) -> None:
    """Write a simulated race with its qualifying, as a recording of what a timing server sent."""
    from racetrace.simulation.apex import apex_frames
    from racetrace.simulation.race import simulate_race as meeting_of
    from racetrace.simulation.race_json import race_json
    from racetrace.simulation.racemonitor import racemonitor_frames
    from racetrace.simulation.recording import recording
    from racetrace.simulation.rmonitor import rmonitor_frames

    made = meeting_of(kind, karts=karts, minutes=minutes, seed=seed)
    if form is Feed.APEX:
        lines = recording(made, apex_frames(made, sectors=sectors))
    elif form is Feed.RMONITOR:
        lines = recording(made, rmonitor_frames(made), 'latin-1')
    else:
        lines = recording(made, racemonitor_frames(made))
    _write(out, b''.join(lines))
    if truth is not None:
        _write(truth, race_json(made).encode())


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise RaceTraceError(f'{path} cannot be written: {error.strerror}.') from error
