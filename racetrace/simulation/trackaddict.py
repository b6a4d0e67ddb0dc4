"""TrackAddict's CSV: 20 sensor rows a second that hold the last fix, lap times as comments between them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from racetrace.simulation.driver import NAMES
from racetrace.simulation.path import Samples
from racetrace.simulation.session import Simulated, degrees
from racetrace.simulation.vehicle import GRAVITY_MPS2
from racetrace.units import METRES_PER_FOOT, MPS_PER_KMH, MPS_PER_MPH

OBD_HZ: Final = 5.0
STALE_M: Final = 4.5  # the first fix is an old one
# With a row a fix only, all that is worth its bytes.
LEAN: Final = (
    'Time',
    'UTC Time',
    'Lap',
    'Latitude',
    'Longitude',
    'Altitude (m)',
    'Speed (Km/h)',
    'Heading',
    'Accuracy (m)',
    'Accel X',
    'Accel Y',
    'Brake (calculated)',
    'OBD_Update',
    'Engine Speed (RPM) *OBD',
    'Vehicle Speed (km/h) *OBD',
    'Throttle Position (%) *OBD',
    'Brake Pedal (%) *OBD',
    'Gear *OBD',
)


def trackaddict_bytes(
    simulated: Simulated,
    *,
    mph: bool = False,
    ticks_hz: float = 20.0,
    obd: bool = True,
    columns: Sequence[str] | None = None,
    separator: str = ',',
    newline: str = '\n',
    bom: bool = False,
    blank_line: bool = False,
) -> bytes:
    """Return the file. `columns` chooses and orders them by name; without `ticks_hz` only fixes have rows.

    The sum of the `# Lap` times is the true crossing in milliseconds, on the axis of the truth. The Lap
    column turns at the first fix after it.
    """
    cells = _columns(simulated, _rows(simulated, ticks_hz), mph, obd)
    chosen = list(columns) if columns is not None else list(cells)
    rows = [separator.join(row) for row in zip(*(cells[name] for name in chosen), strict=True)]
    laps = [int(lap) for lap in cells['Lap']]
    lines = _between(rows, laps, simulated.truth.crossings_s)
    header = separator.join(f'"{name}"' for name in chosen)
    head = _head(simulated, mph, obd) + ([''] if blank_line else [])
    text = newline.join([*head, header, *lines, '# Session End', ''])
    return text.encode('utf-8-sig' if bom else 'utf-8')


def _head(simulated: Simulated, mph: bool, obd: bool) -> list[str]:
    latitude, longitude = degrees(
        simulated.circuit, simulated.truth.centreline_east_m[:1], simulated.truth.centreline_north_m[:1]
    )
    return [
        '# RaceRender Data: TrackAddict 4.8.2 on Android 14 [Simulated] (Mode: 0)',
        f'# Vehicle: Simulated {simulated.vehicle.name}, {simulated.circuit.name}, seed {simulated.seed}',
        *_turns(simulated.truth.drivers),
        f'# End Point: {latitude[0]:.6f}, {longitude[0]:.6f}  @ -1.00 deg',
        '# GPS: Android; Mode: Android',
        f'# OBD Mode: {"BT" if obd else ""}; ID: "{"ELM327 v1.4b" if obd else ""}"',
        f'# User Settings: SL1;U{0 if mph else 1};AS1;LT0/1;EC0;VC0;VQ3;VS0',
        '# Device Free Space: 23784 MB',
    ]


def _turns(drivers: Sequence[int]) -> list[str]:
    """Return who drove which laps; nothing for one driver. The app itself has no place for names."""
    turns, lap = [], 1
    for number, driven in groupby(drivers):
        last = lap + len(list(driven)) - 1
        turns.append(f'{NAMES[number - 1]} (laps {lap} to {last})')
        lap = last + 1
    return [f'# Drivers: {", ".join(turns)}'] if len(turns) > 1 else []


def _rows(simulated: Simulated, ticks_hz: float) -> tuple[Samples, Samples]:
    """Return the time of each row in milliseconds and whether it brings a fix.

    The row at 0 holds a stale fix; the first fresh one follows 10 ms later. Ticks jitter by some
    milliseconds; a tick and a fix may fall on the same one.
    """
    fixes = np.round(simulated.fixes.time_s * 1000)
    fixes[0] = 10.0
    fixes = np.append(0.0, fixes)
    if not ticks_hz:
        return fixes, np.ones(fixes.size)
    rng = np.random.default_rng([simulated.seed, 3])
    ticks = np.arange(1 / ticks_hz, simulated.end_s, 1 / ticks_hz) * 1000
    ticks = np.round(ticks + rng.normal(0.0, 4.0, ticks.size).clip(-15, 15))
    time = np.append(ticks, fixes)
    order = np.argsort(time, kind='stable')  # a tick first, then the fix
    return time[order], np.append(np.zeros(ticks.size), np.ones(fixes.size))[order]


def _columns(
    simulated: Simulated, rows: tuple[Samples, Samples], mph: bool, obd: bool
) -> dict[str, list[str]]:
    time_ms, fresh = rows
    time_s = time_ms / 1000
    held = np.cumsum(fresh).astype(int) - 1
    lap = np.searchsorted(simulated.truth.crossings_s, time_s[np.flatnonzero(fresh)], side='right')[held]
    began = int(simulated.started_at.timestamp())
    cells = {
        'Time': _printed(time_s, '%.3f'),
        'UTC Time': _printed(began + time_s, '%.3f'),
        'Lap': _printed(lap, '%d'),
        'Predicted Lap Time': _predicted(simulated, lap),
        'Predicted vs Best Lap': ['0'] * time_s.size,
        'GPS_Update': _printed(fresh, '%d'),
        'GPS_Delay': ['0.000'] * time_s.size,
    }
    cells |= {name: [cell[fix] for fix in held.tolist()] for name, cell in _fix_cells(simulated, mph).items()}
    cells |= _sensor_cells(simulated, time_s)
    return cells | _obd_cells(simulated, time_s, mph) if obd else cells


def _fix_cells(simulated: Simulated, mph: bool) -> dict[str, list[str]]:
    """Return the cells of each fix, the stale one first."""
    fixes = simulated.fixes
    east = np.append(fixes.east_m[0] + STALE_M, fixes.east_m)
    north = np.append(fixes.north_m[0], fixes.north_m)
    latitude, longitude = degrees(simulated.circuit, east, north)
    speed = np.append(fixes.speed_mps[0], fixes.speed_mps) / (MPS_PER_MPH if mph else MPS_PER_KMH)
    heading = np.degrees(np.append(fixes.heading_rad[0], fixes.heading_rad))
    altitude = 412.0 + 4.0 * np.sin(east / 300.0)
    return {
        'Latitude': _printed(latitude, '%.7f'),
        'Longitude': _printed(longitude, '%.7f'),
        'Altitude (m)': _printed(altitude, '%.1f'),
        'Altitude (ft)': _printed(altitude / METRES_PER_FOOT, '%.0f'),
        f'Speed ({"MPH" if mph else "Km/h"})': _printed(speed, '%.1f'),
        'Heading': _printed(np.where(np.isnan(heading), -1.0, heading), '%.1f'),
        'Accuracy (m)': [f'{fixes.accuracy_m:.1f}'] * east.size,
    }


def _sensor_cells(simulated: Simulated, time_s: Samples) -> dict[str, list[str]]:
    """Return what the phone feels: right, forwards and up, with gravity in it."""
    rng = np.random.default_rng([simulated.seed, 4])
    state = simulated.drive.at(time_s)
    shake = rng.normal(0.0, 0.02, (3, time_s.size))
    forwards = state.acceleration_mps2 / GRAVITY_MPS2
    return {
        'Accel X': _printed(shake[0] - state.lateral_g, '%.2f'),
        'Accel Y': _printed(shake[1] + forwards, '%.2f'),
        'Accel Z': _printed(shake[2] - 1.0, '%.2f'),
        'Brake (calculated)': _printed(forwards < -0.15, '%d'),
        'Barometric Pressure (kPa)': ['96.48'] * time_s.size,
        'Pressure Altitude (m)': ['411.0'] * time_s.size,
    }


def _obd_cells(simulated: Simulated, time_s: Samples, mph: bool) -> dict[str, list[str]]:
    """Return the car's own channels, asked for five times a second and held between."""
    asked = np.floor(time_s * OBD_HZ).astype(int)
    state = simulated.drive.at(np.arange(asked[-1] + 1) / OBD_HZ)
    car, speed = simulated.vehicle, state.speed_mps
    # A closed throttle reads 14.5 %.
    throttle = 14.5 + 0.855 * car.throttle_pct(speed, state.acceleration_mps2)
    name, unit = ('mph', MPS_PER_MPH) if mph else ('km/h', MPS_PER_KMH)
    polled = {
        'Engine Speed (RPM) *OBD': _printed(car.rpm(speed), '%.3f'),
        f'Vehicle Speed ({name}) *OBD': _printed(np.round(speed / unit), '%.3f'),
        'Throttle Position (%) *OBD': _printed(throttle, '%.3f'),
        'Brake Pedal (%) *OBD': _printed(car.brake_pct(speed, state.acceleration_mps2), '%.3f'),
        'Gear *OBD': _printed(car.gear(speed), '%.3f'),
    }
    updates = {'OBD_Update': _printed(np.diff(asked, prepend=-1) > 0, '%d')}
    return updates | {name: [cells[index] for index in asked.tolist()] for name, cells in polled.items()}


def _predicted(simulated: Simulated, lap: Samples) -> list[str]:
    """Return 0 while there is no lap to predict from, then the best lap so far."""
    best = np.minimum.accumulate(simulated.truth.lap_times_s)
    return ['0' if number < 2 else f'{best[number - 2]:.3f}' for number in lap.tolist()]


def _between(rows: list[str], laps: list[int], crossings_s: Samples) -> list[str]:
    """Return the rows, with the time of lap N before the first row of lap N + 1."""
    crossing_ms = np.round(crossings_s * 1000).astype(int)
    lines: list[str] = []
    lap = 0
    for row, number in zip(rows, laps, strict=True):
        while lap < number:
            ended = int(crossing_ms[lap] - (crossing_ms[lap - 1] if lap else 0))
            lines.append(f'# Lap {lap}: {_clock(ended)}')
            lap += 1
        lines.append(row)
    return lines


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f'{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{thousandths:03d}'


def _printed(values: NDArray[Any], form: str) -> list[str]:
    return [form % value for value in values.tolist()]
