"""A stretch at full resolution: asked for when a zoom has come to rest, until it is painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench.charting import LAPS, NAMES, WINDOW_M, charts
from tests.bench.contest import Asked, Trial

GRACE_MS: Final = 50.0  # beside half as much again
TIMES: Final = 1.5
# From the request on: before it, the page waits until the zoom has come to rest.
ZOOM: Final = """([from, to]) => new Promise((done) => {
    const stack = document.querySelector(".stack");
    const asked = () => performance.getEntriesByType("resource").filter((e) => e.name.includes("/columns?"));
    performance.clearResourceTimings();
    raceTrace.set("zoom", [from, to]);
    const look = () => {
        if (stack.dataset.fine === `${from}-${to}`) done(performance.now() - asked().at(-1).startTime);
        else setTimeout(look, 2);
    };
    look();
})"""
BACK: Final = """() => new Promise((done) => {
    raceTrace.set("zoom", null);
    const stack = document.querySelector(".stack");
    const look = () => (stack.dataset.fine === "" ? setTimeout(done, 300) : setTimeout(look, 10));
    look();
})"""
BARE: Final = """async ([from, to]) => {
    const start = performance.now();
    await bare.window(from, to);
    return performance.now() - start;
}"""


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    del share
    with charts(folder) as seen:

        def ours() -> list[float]:
            seen.ours.evaluate(BACK)
            return [float(seen.ours.evaluate(ZOOM, list(map(round, WINDOW_M))))]

        yield Trial(
            asked=[
                Asked(
                    name='window',
                    task=f'{LAPS} laps of {len(NAMES)} channels at 100 Hz, a stretch: request to paint',
                    peer=f'a hand-written page with bare ECharts, and {GRACE_MS / TIMES:.0f} ms',
                    unit='ms',
                    limit=TIMES,
                    limit_of='ratio',
                )
            ],
            ours=ours,
            theirs=lambda: [float(seen.theirs.evaluate(BARE, list(WINDOW_M))) + GRACE_MS / TIMES],
        )
