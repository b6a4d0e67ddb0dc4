"""A comparison of three laps round a circle, made by hand: no reader, no algorithm, every figure known."""

from dataclasses import replace

import numpy as np

from racetrace.telemetry.comparison import (
    ComparedLap,
    Comparison,
    Corner,
    CornerOfLap,
    CornerRow,
    Method,
    Trace,
)
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy

LENGTH_M = 1000.0
GRID_M = np.linspace(0, LENGTH_M, 501)
TIMES_S = (60.0, 61.516, 59.5)  # of laps 5, 3 and 6; lap 5 is the reference
LOST_S = {'T1': (0.0, 0.9, -0.3), 'T2': (0.0, 0.4, 0.02), 'T3': (0.0, -0.1, -0.25)}
SIGMA_S = 0.02


def lap(number: int, time_s: float | None, kind: LapKind = LapKind.FLYING, start_s: float = 0.0) -> Lap:
    return Lap(
        number=number,
        kind=kind,
        start_s=start_s,
        end_s=start_s + (time_s or 60.0),
        time_s=time_s,
        measured_by=MeasuredBy.LOGGER,
        resolution_ms=1.0,
        length_m=LENGTH_M,
        max_speed_mps=50.0,
    )


def comparison() -> Comparison:
    return Comparison(
        method=Method.POSITION,
        course='',
        length_m=LENGTH_M,
        stretch_m=(0.0, LENGTH_M),
        distance_m=GRID_M,
        reference=0,
        laps=tuple(_lap(k, number) for k, number in enumerate((5, 3, 6))),
        corners=tuple(_corner(i, name) for i, name in enumerate(LOST_S)),
        notes=('The speed is in mph.',),
    )


def alone() -> Comparison:
    """The reference by itself."""
    known = comparison()
    corners = tuple(replace(row, laps=row.laps[:1]) for row in known.corners)
    return replace(known, laps=known.laps[:1], corners=corners)


def _lap(k: int, number: int) -> ComparedLap:
    angle = 2 * np.pi * GRID_M / LENGTH_M
    delta_t_s = (TIMES_S[k] - TIMES_S[0]) * GRID_M / LENGTH_M
    traces = {
        'speed_mps': Trace(unit='m/s', held=False, distance_m=GRID_M, values=np.full(GRID_M.size, 20.0)),
        'gear': Trace(unit='', held=True, distance_m=GRID_M[::50], values=np.full(11, 3.0)),
        'Oil <b>': Trace(unit='bar', held=False, distance_m=GRID_M, values=np.sin(angle)),
    }
    return ComparedLap(
        label=f'L{number}',
        lap=lap(number, TIMES_S[k]),
        lap_time_s=TIMES_S[k],
        gate_residual_ms=(-2.0, 7.0, None)[k],
        delta_t_s=delta_t_s,
        sigma_s=np.full(GRID_M.size, SIGMA_S if k else 0.0),
        closure_s=0.0,
        traces=traces,
        east_m=160 * np.sin(angle),
        north_m=160 * np.cos(angle),
    )


def _corner(i: int, name: str) -> CornerRow:
    start_m = 100.0 + 300 * i
    return CornerRow(
        corner=Corner(
            number=i + 1,
            start_m=start_m,
            end_m=start_m + 100,
            apex_m=start_m + 50,
            angle_deg=90.0,
            section_start_m=start_m - 100,
            section_end_m=start_m + 200,
        ),
        laps=tuple(_of_lap(k, lost_s) for k, lost_s in enumerate(LOST_S[name])),
    )


def _of_lap(k: int, lost_s: float) -> CornerOfLap:
    return CornerOfLap(
        time_s=10 + lost_s,
        lost_s=lost_s,
        sigma_s=SIGMA_S if k else 0.0,
        entry_mps=30.0 - k,
        min_mps=20.0,
        exit_mps=25.0 + k,
        braking_m=80.0 + 20 * k if k < 2 else None,
        throttle_m=10.0,
    )
