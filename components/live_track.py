"""Where every kart is by the time since its last passing: an estimate, and said to be one.

The outline is drawn from metres to east and north; without one a plain loop stands for the track.
"""

from collections.abc import Sequence
from typing import Final

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)

MOST_POINTS: Final = 2_000


class LiveTrack(ui.element, component='live_track.js'):
    def __init__(self, outline_m: Sequence[tuple[float, float]] = (), *, is_paced: bool = False) -> None:
        """`outline_m` goes round once from the finish line, in the direction of driving.

        A kart moves from one of its places to the next in equal times: where `is_paced`, they lie as far
        apart as a lap drove in equal times, else evenly.
        """
        super().__init__()
        self.classes('livetrack')
        self.props['outline'] = tuple(path(outline_m))
        self.props['paced'] = is_paced


def path(outline_m: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the outline in a square of 100, north up, and no finer than a screen shows."""
    if len(outline_m) < 3:
        return []
    step = -(-len(outline_m) // MOST_POINTS)
    kept = outline_m[::step]
    east, north = [x for x, _ in kept], [y for _, y in kept]
    size = max(max(east) - min(east), max(north) - min(north))
    if size <= 0:
        return []
    scale = 88 / size
    left = 50 - scale * (min(east) + max(east)) / 2
    top = 50 + scale * (min(north) + max(north)) / 2
    return [(round(left + scale * x, 2), round(top - scale * y, 2)) for x, y in kept]
