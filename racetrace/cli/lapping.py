"""`racetrace laps`: what is in one file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from racetrace.cli.files import open_session, print_json, rounded
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.session import Session
from racetrace.units import MPS_PER_KMH
from racetrace.words import NONE, lap_time, signed


def laps(
    file: Annotated[Path, typer.Argument(help='A file of a lap logger.')],
    as_json: Annotated[bool, typer.Option('--json', help='Print one JSON document.')] = False,
) -> None:
    """Read one logger file and print its laps; no store needed."""
    session = open_session(file)
    if as_json:
        print_json(document(session))
        return
    started = f'{session.log.started_at:%d %b %Y %H:%M}' if session.log.started_at else ''
    typer.echo(
        '  '.join(
            word for word in (session.log.format, session.log.device, session.log.track, started) if word
        )
    )
    for note in session.notes:
        typer.echo(f'! {note}')
    if session.laps:
        typer.echo(_row('lap', 'kind', 'time', 'gap', 'measured by', 'km', 'top km/h'))
    for lap in session.laps:
        typer.echo(_line(lap, _best_s(session)))


def _best_s(session: Session) -> float | None:
    return min((lap.time_s for lap in session.laps if lap.is_best_candidate and lap.time_s), default=None)


def _line(lap: Lap, best_s: float | None) -> str:
    gap = signed(lap.time_s - best_s) if lap.time_s and best_s and lap.is_comparable else ''
    how = f'{lap.measured_by} ±{lap.resolution_ms:.0f} ms' if lap.is_timed else ''
    length = f'{lap.length_m / 1000:.3f}' if lap.length_m else NONE
    top = f'{lap.max_speed_mps / MPS_PER_KMH:.0f}' if lap.max_speed_mps else NONE
    return _row(str(lap.number), lap.kind, lap_time(lap.time_s), gap, how, length, top)


def _row(number: str, kind: str, time: str, gap: str, how: str, length: str, top: str) -> str:
    return f'{number:>4}  {kind:8}  {time:>10}  {gap:>9}  {how:13}  {length:>6}  {top:>8}'.rstrip()


def document(session: Session) -> dict[str, Any]:
    """Return what `--json` prints: SI, times in seconds on the log's axis."""
    log = session.log
    return {
        'format': log.format,
        'device': log.device,
        'started_at': log.started_at.isoformat() if log.started_at else None,
        'track': log.track,
        'tau_s': rounded(session.tau_s, 2),
        'channels': [
            {'name': channel.name, 'unit': channel.unit, 'rate_hz': rounded(channel.rate_hz, 2)}
            for channel in log.channels
        ],
        'warnings': list(session.notes),
        'laps': [_lap(lap, session.course_name(lap)) for lap in session.laps],
    }


def _lap(lap: Lap, course: str | None) -> dict[str, Any]:
    return {
        'number': lap.number,
        'kind': lap.kind,
        'time_s': rounded(lap.time_s, 4),
        'measured_by': lap.measured_by,
        'resolution_ms': lap.resolution_ms,
        'start_s': rounded(lap.start_s, 4),
        'length_m': rounded(lap.length_m, 1),
        'max_speed_mps': rounded(lap.max_speed_mps, 3),
        'course': course,
    }
