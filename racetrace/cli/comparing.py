"""`racetrace compare`: where two or more laps differ."""

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from racetrace.cli.files import open_session, print_json, rounded
from racetrace.telemetry.answer import answer
from racetrace.telemetry.compare import compare_laps
from racetrace.telemetry.comparison import ComparedLap, Comparison, CornerOfLap, CornerRow
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.session import Session
from racetrace.units import MPS_PER_KMH
from racetrace.words import lap_time, signed


def compare(
    laps: Annotated[list[str], typer.Argument(metavar='FILE:LAP…', help='The first is the reference.')],
    points: Annotated[int, typer.Option(min=2, max=5000, help='Places along the course.')] = 500,
    as_json: Annotated[bool, typer.Option('--json', help='Print one JSON document.')] = False,
) -> None:
    """Compare laps of one file or of several; the first is the reference."""
    sessions: dict[Path, Session] = {}
    chosen = []
    for path, number in map(_chosen, laps):
        session = sessions.get(path) or open_session(path)
        sessions[path] = session
        chosen.append((session, number))
    comparison = compare_laps(chosen, points=points)
    if as_json:
        print_json(document(comparison))
    else:
        _print(comparison)


def _chosen(text: str) -> tuple[Path, int]:
    path, colon, number = text.rpartition(':')
    if not colon or not path or not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise typer.BadParameter(f'{text!r} names no lap: write FILE:LAP, such as session.csv:5.')
    return Path(path), int(number)


def _print(comparison: Comparison) -> None:
    others = [i for i in range(len(comparison.laps)) if i != comparison.reference]
    for i in others:
        typer.echo(answer(comparison, i).sentence)
    band_s = max(float(comparison.laps[i].sigma_s.max()) for i in others)
    typer.echo(
        f'by {comparison.method} on {comparison.length_m:.0f} m, '
        f'{len(comparison.corners)} corners, ±{2 * band_s:.3f} s at the most'
    )
    for lap in comparison.laps:
        residual = '' if lap.gate_residual_ms is None else f'  gate {signed(lap.gate_residual_ms, 0)} ms'
        typer.echo(f'  {lap.label}  {lap_time(lap.lap_time_s)}{residual}')
    for i in others:
        _print_corners(comparison, i)
    for note in comparison.notes:
        typer.echo(f'! {note}')


def _print_corners(comparison: Comparison, lap: int) -> None:
    label = comparison.laps[lap].label
    typer.echo(f'{label:>8}  {"lost":>7}  {"±":>6}  {"entry":>5} {"min":>5} {"exit":>5} km/h  braking')
    for row in sorted(comparison.corners, key=lambda row: -row.laps[lap].lost_s):
        did = row.laps[lap]
        speeds = ' '.join(f'{mps / MPS_PER_KMH:5.0f}' for mps in (did.entry_mps, did.min_mps, did.exit_mps))
        braking = f'{did.braking_m:.0f} m before the apex' if did.braking_m is not None else ''
        doubt = '' if did.is_significant else '  not significant'
        loss = f'{row.corner.name:>8}  {signed(did.lost_s):>7}  {2 * did.sigma_s:6.3f}'
        typer.echo(f'{loss}  {speeds}       {braking}{doubt}'.rstrip())


def document(comparison: Comparison) -> dict[str, Any]:
    """Return what `--json` prints: SI, arrays along `distance_m`."""
    reference = comparison.laps[comparison.reference]
    return {
        'method': comparison.method,
        'course': comparison.course or None,
        'length_m': rounded(comparison.length_m, 3),
        'stretch_m': [rounded(end, 3) for end in comparison.stretch_m],
        'reference': {'lap': reference.label, 'lap_time_s': rounded(reference.lap_time_s)},
        'distance_m': _numbers(comparison.distance_m, 3),
        'laps': [_lap(lap, comparison.distance_m) for lap in comparison.laps],
        'corners': [_corner(row, comparison.laps) for row in comparison.corners],
        'notes': list(comparison.notes),
    }


def _lap(lap: ComparedLap, distance_m: Samples) -> dict[str, Any]:
    return {
        'lap': lap.label,
        'lap_time_s': rounded(lap.lap_time_s),
        'gate_residual_ms': rounded(lap.gate_residual_ms, 2),
        'delta_t_s': _numbers(lap.delta_t_s),
        'closure_s': rounded(lap.closure_s, 9),
        'sigma_s': _numbers(lap.sigma_s),
        'channels': {
            name: {'unit': trace.unit, 'data': _numbers(trace.at(distance_m), 9)}
            for name, trace in lap.traces.items()
        },
    }


def _corner(row: CornerRow, laps: tuple[ComparedLap, ...]) -> dict[str, Any]:
    corner = row.corner
    return {
        'name': corner.name,
        'start_m': rounded(corner.start_m, 2),
        'apex_m': rounded(corner.apex_m, 2),
        'end_m': rounded(corner.end_m, 2),
        'angle_deg': rounded(corner.angle_deg, 1),
        'laps': [_did(lap.label, did) for lap, did in zip(laps, row.laps, strict=True)],
    }


def _did(label: str, did: CornerOfLap) -> dict[str, Any]:
    return {
        'lap': label,
        'time_s': rounded(did.time_s),
        'lost_s': rounded(did.lost_s),
        'sigma_s': rounded(did.sigma_s),
        'is_significant': did.is_significant,
        'entry_mps': rounded(did.entry_mps, 3),
        'min_mps': rounded(did.min_mps, 3),
        'exit_mps': rounded(did.exit_mps, 3),
        'braking_m': rounded(did.braking_m, 2),
        'throttle_m': rounded(did.throttle_m, 2),
    }


def _numbers(values: Samples, digits: int = 6) -> list[float | None]:
    finite = np.isfinite(values)
    listed: list[float | None] = np.round(np.where(finite, values, 0.0), digits).tolist()
    return [value if good else None for value, good in zip(listed, finite.tolist(), strict=True)]
