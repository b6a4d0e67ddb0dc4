"""A zoom in and out by the wheel, vertical axes following: how long a frame is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench.charting import FRAMES, LAPS, NAMES, charts
from tests.bench.contest import Asked, Trial

LEAST_FPS: Final = 24
OF_BARE: Final = 0.8
IN: Final = 0.953  # of the stretch seen is left by a step
WHEEL: Final = f"""([frames]) => {{
    const plot = document.querySelector(".stack__plot"), box = plot.getBoundingClientRect();
    const move = (i) => plot.dispatchEvent(new WheelEvent("wheel", {{ deltaY: i < frames / 2 ? -31 : 31,
        clientX: box.left + 500, clientY: box.top + 100, bubbles: true, cancelable: true }}));
    return ({FRAMES})(move, frames);
}}"""
BARE: Final = f"""([frames, metres]) => {{
    const middle = 0.4 * metres;
    return ({FRAMES})((i) => {{
        const part = {IN} ** Math.min(i, frames - i);
        bare.zoom(middle * (1 - part), middle + (metres - middle) * part);
    }}, frames);
}}"""


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    frames = round(80 * max(share, 0.5))
    task = f'a frame of a zoom, {LAPS} laps of {len(NAMES)} channels'
    peer = 'the same series in bare ECharts, vertical axes following'
    with charts(folder) as seen:
        asked = [frames, seen.length_m]

        def ours() -> list[float]:
            took_ms = float(seen.ours.evaluate(WHEEL, asked))
            return [took_ms, took_ms]

        def theirs() -> list[float]:
            took_ms = float(seen.theirs.evaluate(BARE, asked))
            return [took_ms, took_ms]

        yield Trial(
            asked=[
                Asked(
                    name='zoom_fps',
                    task=f'{task}: {OF_BARE} of the rate',
                    peer=peer,
                    unit='ms',
                    limit=1 / OF_BARE,
                    limit_of='ratio',
                ),
                Asked(
                    name='zoom_fps_least',
                    task=f'{task}: {LEAST_FPS} a second',
                    peer=peer,
                    unit='ms',
                    limit=1000 / LEAST_FPS,
                    limit_of='ours',
                ),
            ],
            ours=ours,
            theirs=theirs,
        )
