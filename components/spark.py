"""A lap's speed as a line as small as a word."""

from collections.abc import Mapping

import numpy as np

from racetrace.telemetry.plane import Samples

WIDTH, HEIGHT, INSET = 100, 20, 1.5


def sparks(speeds: Mapping[int, Samples]) -> dict[int, str]:
    """Return a path in a box of 100 by 20 per lap, all on one scale."""
    if not speeds:
        return {}
    low = min(float(speed.min()) for speed in speeds.values())
    span = max(float(speed.max()) for speed in speeds.values()) - low or 1.0
    return {lap_id: _path((speed - low) / span) for lap_id, speed in speeds.items()}


def _path(shares: Samples) -> str:
    x = np.linspace(0, WIDTH, shares.size)
    y = HEIGHT - INSET - shares * (HEIGHT - 2 * INSET)
    return 'M' + 'L'.join(f'{a:.0f} {b:.1f}' for a, b in zip(x, y, strict=True))
