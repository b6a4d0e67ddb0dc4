"""The cursor goes through all charts, the gutter and the map: how long a frame is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench.charting import FRAMES, LAPS, NAMES, charts
from tests.bench.contest import Asked, Trial

LEAST_FPS: Final = 55
HOVER: Final = f"""(frames) => {{
    const plot = document.querySelector(".stack__plot"), box = plot.getBoundingClientRect();
    const move = (i) => plot.dispatchEvent(new PointerEvent("pointermove",
        {{ clientX: box.left + 200 + 4 * i, clientY: box.top + 100, pointerType: "mouse", bubbles: true }}));
    return ({FRAMES})(move, frames);
}}"""
IDLE: Final = f'(frames) => ({FRAMES})(() => {{}}, frames)'


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    frames = round(120 * max(share, 0.5))
    with charts(folder) as seen:
        yield Trial(
            asked=[
                Asked(
                    name='hover_fps',
                    task=f'a frame, cursor over {LAPS} laps of {len(NAMES)} channels: {LEAST_FPS} a second',
                    peer='a frame of a page where nothing moves',
                    unit='ms',
                    limit=1000 / LEAST_FPS,
                    limit_of='ours',
                )
            ],
            ours=lambda: [float(seen.ours.evaluate(HOVER, frames))],
            theirs=lambda: [float(seen.theirs.evaluate(IDLE, frames))],
        )
