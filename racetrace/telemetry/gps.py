"""From a log to the fixes that can be believed: real ones, in local metres, with a speed in m/s."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from racetrace.telemetry import channels
from racetrace.telemetry.log import Log
from racetrace.telemetry.plane import Fixes, Origin, Samples
from racetrace.units import MPS_PER_KMH, MPS_PER_KNOT, MPS_PER_MPH

STANDING_MPS = 1.0  # below this a receiver's heading is random
SAME_INSTANT_S = 0.005
FASTEST_MPS = 150.0

# What a speed column holds when its label says another unit: true speed over the stated one.
MISLABELLED = {
    'mph under a km/h label': MPS_PER_MPH / MPS_PER_KMH,
    'km/h under an mph label': MPS_PER_KMH / MPS_PER_MPH,
    'm/s under a km/h label': 1 / MPS_PER_KMH,
    'km/h under an m/s label': MPS_PER_KMH,
    'knots under a km/h label': MPS_PER_KNOT / MPS_PER_KMH,
    'knots under an m/s label': MPS_PER_KNOT,
    'm/s under a knots label': 1 / MPS_PER_KNOT,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reception:
    """The fixes of a log and what had to be mended to get them."""

    fixes: Fixes
    speed_factor: float = 1.0  # the log's speed times this is in m/s
    notes: tuple[str, ...] = ()  # sentences


def receive(log: Log) -> Reception:
    """Return the log's believable fixes; none at all when it has no positions."""
    raw = _real_fixes(log)
    if raw.count < 3:
        return Reception(fixes=raw)
    fresh = _without_repeats(raw)
    if fresh.count < 3:
        return Reception(fixes=fresh)
    fixes, dropped = _without_outliers(_retimed(fresh))
    factor, note = _speed_factor(fixes)
    fixes = replace(fixes, speed_mps=fixes.speed_mps * factor)
    fixes, jumped = _without_speed_spikes(fixes)
    believed = ~(fixes.speed_mps > FASTEST_MPS)
    fixes, absurd = fixes.taken(believed), int((~believed).sum())
    notes = tuple(sentence for sentence in (note, _left_out(dropped + jumped + absurd)) if sentence)
    return Reception(fixes=_with_speed(fixes), speed_factor=factor, notes=notes)


def _left_out(count: int) -> str:
    if count == 1:
        return 'One position that the car cannot have reached was left out.'
    return f'{count} positions that the car cannot have reached were left out.' if count else ''


def _real_fixes(log: Log) -> Fixes:
    """Rows with a position; of fixes within 5 ms the last, which is the fresh one."""
    names = [channels.LATITUDE, channels.LONGITUDE, channels.SPEED, channels.HEADING, channels.ACCURACY]
    there = [
        pl.col(n).cast(pl.Float64) if n in log.frame.columns else pl.lit(None, pl.Float64).alias(n)
        for n in names
    ]
    lat, lon = pl.col(channels.LATITUDE), pl.col(channels.LONGITUDE)
    rows = log.frame.select(channels.TIME, *there).filter(
        lat.is_finite() & lon.is_finite() & ((lat != 0) | (lon != 0)) & (lat.abs() <= 90) & (lon.abs() <= 360)
    )
    time_s, latitude_deg, longitude_deg, speed_mps, heading_deg, accuracy_m = (
        rows[name].to_numpy().astype(np.float64) for name in (channels.TIME, *names)
    )
    fresh = np.append(np.diff(time_s) > SAME_INSTANT_S, True) if time_s.size else np.zeros(0, bool)
    origin = _middle(latitude_deg, longitude_deg)
    east_m, north_m = origin.to_metres(latitude_deg, longitude_deg)
    moving = ~(speed_mps < STANDING_MPS)
    heading_rad = np.where(moving, np.radians(heading_deg), np.nan)
    return Fixes(
        time_s=time_s,
        east_m=east_m,
        north_m=north_m,
        speed_mps=speed_mps,
        heading_rad=heading_rad,
        accuracy_m=accuracy_m,
        origin=origin,
    ).taken(fresh)


def _middle(latitude_deg: Samples, longitude_deg: Samples) -> Origin:
    """Return the middle of all positions, on either side of the date line too."""
    if not latitude_deg.size:
        return Origin(latitude_deg=0.0, longitude_deg=0.0)
    first = longitude_deg[0]
    east_deg = float(np.median((longitude_deg - first + 180) % 360 - 180)) + float(first)
    return Origin(latitude_deg=float(np.median(latitude_deg)), longitude_deg=(east_deg + 180) % 360 - 180)


def _without_repeats(fixes: Fixes) -> Fixes:
    """Leave out fixes that repeat the position before them at speed: the new one had not arrived yet."""
    same = (np.diff(fixes.east_m) == 0) & (np.diff(fixes.north_m) == 0)
    late = np.concatenate([[False], same & (fixes.speed_mps[1:] > 3)])
    return fixes.taken(~late)


def _retimed(fixes: Fixes) -> Fixes:
    """Give a steady receiver whose stamps are times of arrival its own clock back.

    It is jitter, and not an uneven rate, when chord / speed is far steadier than the stamps.
    """
    step = np.diff(fixes.time_s)
    usual = float(np.median(step))
    chord = np.hypot(np.diff(fixes.east_m), np.diff(fixes.north_m))
    speed = (fixes.speed_mps[1:] + fixes.speed_mps[:-1]) / 2
    good = (speed > 8) & (step < 1.6 * usual) & (step > 0.4 * usual)
    if usual > 0.5 or good.sum() < 100:
        return fixes
    true_step = chord[good] / speed[good]
    jitter, spread = float(np.std(step[good])), float(np.std(true_step - true_step.mean()))
    if jitter < 0.03 * usual or spread > 0.6 * jitter or abs(np.corrcoef(true_step, step[good])[0, 1]) > 0.3:
        return fixes
    ticks = np.concatenate([[0], np.cumsum(np.maximum(np.round(step / usual), 1))])
    slope, start = np.polyfit(ticks, fixes.time_s, 1)
    even = start + slope * ticks
    if np.abs(even - fixes.time_s).max() > 2 * usual:
        return fixes  # it lost count somewhere: no single clock
    return replace(fixes, time_s=even)


def _without_outliers(fixes: Fixes) -> tuple[Fixes, int]:
    """Leave out single positions far from where both neighbours put the car.

    Compared over at least 0.5 s: at 25 Hz the rounding of positions alone moves clean fixes by 5 m/s.
    """
    stride = max(1, round(0.5 / fixes.interval_s)) if fixes.interval_s > 0 else 1
    if fixes.count < 2 * stride + 1:
        return fixes, 0
    bad = np.zeros(fixes.count, bool)
    inner = slice(stride, -stride)
    before = _pace(fixes, slice(None, -2 * stride), inner)
    after = _pace(fixes, inner, slice(2 * stride, None))
    past = _pace(fixes, slice(None, -2 * stride), slice(2 * stride, None))
    speed = fixes.speed_mps[inner]
    usual = np.where(np.isfinite(speed), speed, past)
    limit = np.maximum(8.0, 0.5 * usual)
    # A mislabelled unit is off on both sides as well; but then the neighbours agree with this fix.
    bad[inner] = (before - past > limit) & (after - past > limit) & (before > usual) & (after > usual)
    return fixes.taken(~bad), int(bad.sum())


def _pace(fixes: Fixes, first: slice, last: slice) -> Samples:
    """Return the speed that positions imply between two sets of fixes."""
    chord = np.hypot(fixes.east_m[last] - fixes.east_m[first], fixes.north_m[last] - fixes.north_m[first])
    pace: Samples = chord / (fixes.time_s[last] - fixes.time_s[first])
    return pace


def _speed_factor(fixes: Fixes) -> tuple[float, str]:
    """Return what the stated speed must be multiplied with, and a sentence when that is not 1.

    Physics decides: the sum of chords over the sum of v Δt, over pieces of about 0.5 s.
    """
    stride = max(1, round(0.5 / fixes.interval_s)) if fixes.interval_s > 0 else 1
    thin = fixes.taken(slice(None, None, stride))
    step = np.diff(thin.time_s)
    chord = np.hypot(np.diff(thin.east_m), np.diff(thin.north_m))
    mean = (thin.speed_mps[1:] + thin.speed_mps[:-1]) / 2
    use = (mean > 1.5) & (chord > 0.5) & (step < 3)
    if use.sum() < 20:
        return 1.0, ''
    ratio = float(np.median(chord[use] / (mean[use] * step[use])))
    for what, factor in MISLABELLED.items():
        if abs(ratio / factor - 1) < 0.04:
            return factor, f'The speed column holds {what}: corrected from the positions.'
    most = 1.5 if fixes.is_coarse else 1.2  # a phone that reckons ahead overshoots its corners
    if not 0.85 < ratio < most:
        return 1.0, f'The speed column and the positions disagree by a factor of {ratio:.2f}.'
    return 1.0, ''


def _without_speed_spikes(fixes: Fixes) -> tuple[Fixes, int]:
    """Leave out fixes whose Doppler speed jumps by more than 2.5 g both ways."""
    if fixes.count < 3 or not np.isfinite(fixes.speed_mps).any():
        return fixes, 0
    rate = np.diff(fixes.speed_mps) / np.diff(fixes.time_s)
    spike = np.zeros(fixes.count, bool)
    spike[1:-1] = (np.abs(rate[1:]) > 24.5) & (np.abs(rate[:-1]) > 24.5) & (rate[1:] * rate[:-1] < 0)
    away = np.zeros(fixes.count)
    away[1:-1] = np.abs(fixes.speed_mps[1:-1] - (fixes.speed_mps[2:] + fixes.speed_mps[:-2]) / 2)
    spike &= away > 8
    return fixes.taken(~spike), int(spike.sum())


def _with_speed(fixes: Fixes) -> Fixes:
    """Fill in the speed from the positions where the receiver gave none."""
    unknown = ~np.isfinite(fixes.speed_mps)
    if not unknown.any():
        return fixes
    east = np.gradient(fixes.east_m, fixes.time_s)
    north = np.gradient(fixes.north_m, fixes.time_s)
    return replace(fixes, speed_mps=np.where(unknown, np.hypot(east, north), fixes.speed_mps))
