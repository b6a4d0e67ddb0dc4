"""Fixes, logs and sessions made of arrays, as a receiver and a logger would have written them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from racetrace.telemetry.channels import CANONICAL, Channel
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import FileGate, LapKind, Log, LoggedLap, MeasuredBy
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.session import Session
from tests.telemetry.shapes import ORIGIN


def fixes_of(
    time_s: Samples,
    east_m: Samples | float,
    north_m: Samples | float,
    speed_mps: Samples | float,
    *,
    heading_rad: Samples | float = np.nan,
    accuracy_m: Samples | float = np.nan,
) -> Fixes:
    alike = np.ones(time_s.size)
    return Fixes(
        time_s=time_s,
        east_m=east_m * alike,
        north_m=north_m * alike,
        speed_mps=speed_mps * alike,
        heading_rad=heading_rad * alike,
        accuracy_m=accuracy_m * alike,
        origin=ORIGIN,
    )


def frame_of(fixes: Fixes) -> pl.DataFrame:
    latitude_deg, longitude_deg = fixes.origin.to_degrees(fixes.east_m, fixes.north_m)
    return pl.DataFrame(
        {
            'time_s': fixes.time_s,
            'latitude_deg': latitude_deg,
            'longitude_deg': longitude_deg,
            'speed_mps': fixes.speed_mps,
            'heading_deg': np.degrees(fixes.heading_rad),
            'accuracy_m': fixes.accuracy_m,
        }
    )


def log_of(
    frame: pl.DataFrame,
    *,
    laps: Sequence[LoggedLap] = (),
    gate: FileGate | None = None,
    others: Mapping[str, Channel] | None = None,
) -> Log:
    known = {**CANONICAL, **(others or {})}
    names = [name for name in frame.columns if name != 'time_s']
    return Log(
        format='made', frame=frame, channels=tuple(known[n] for n in names), laps=tuple(laps), gate=gate
    )


def logged(
    *bounds_s: float, kind: LapKind | None = None, measured_by: MeasuredBy = MeasuredBy.LOGGER
) -> list[LoggedLap]:
    """Return the laps 1, 2, … between moments, each with the time between them."""
    return [
        LoggedLap(
            number=number,
            start_s=start_s,
            end_s=end_s,
            time_s=end_s - start_s,
            measured_by=measured_by,
            resolution_ms=1.0,
            kind=kind,
        )
        for number, (start_s, end_s) in enumerate(pairwise(bounds_s), start=1)
    ]


def lap_of(
    start_s: float,
    end_s: float,
    *,
    number: int = 1,
    kind: LapKind = LapKind.FLYING,
    time_s: float | None = None,
    measured_by: MeasuredBy = MeasuredBy.GATE,
    length_m: float | None = None,
) -> Lap:
    return Lap(
        number=number,
        kind=kind,
        start_s=start_s,
        end_s=end_s,
        time_s=end_s - start_s if time_s is None else time_s,
        measured_by=measured_by,
        resolution_ms=1.0,
        length_m=length_m,
    )


def session_with(fixes: Fixes, *laps: Lap, log: Log | None = None, tau_s: float = 0.0) -> Session:
    """Return a session of given laps, nothing found and nothing mended."""
    return Session(
        name='made.csv',
        log=log or log_of(frame_of(fixes)),
        fixes=fixes,
        tau_s=tau_s,
        speed_factor=1.0,
        laps=laps,
        gate=None,
        notes=(),
    )
