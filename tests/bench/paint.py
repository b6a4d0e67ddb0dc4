"""From a click to other charts: four laps of eight channels, compared anew, pushed and painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench.charting import LAPS, NAMES, charts
from tests.bench.contest import Asked, Trial

# Another lap becomes the reference; what passes until its charts are painted [ms].
CLICK: Final = """() => new Promise((done) => {
    const stack = document.querySelector(".stack"), start = performance.now();
    let isOld = true;
    new MutationObserver((_, seen) => {
        if (isOld) isOld = stack.dataset.painted === "1";
        else if (stack.dataset.painted === "1") {
            seen.disconnect();
            done(performance.now() - start);
        }
    }).observe(stack, { attributeFilter: ["data-painted"] });
    document.querySelector(".chip__ref").click();
})"""
BARE: Final = """async () => {
    const start = performance.now();
    await bare.paint();
    return performance.now() - start;
}"""


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    del share
    with charts(folder) as seen:
        yield Trial(
            asked=[
                Asked(
                    name='paint',
                    task=f'another reference for {LAPS} laps of {len(NAMES)} channels: click to paint',
                    peer='a hand-written page with bare ECharts that asks the same server for the same',
                    unit='ms',
                    limit=1.3,
                    limit_of='ratio',
                )
            ],
            ours=lambda: [float(seen.ours.evaluate(CLICK))],
            theirs=lambda: [float(seen.theirs.evaluate(BARE))],
        )
