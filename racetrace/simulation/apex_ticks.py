"""When an Apex Timing board changes by itself: stopwatches, minutes on the track, names that take turns."""

from collections.abc import Iterator
from typing import Final

from racetrace.simulation.apex_cells import (
    CROSSED_FOR_MS,
    DRIVER_FROM_MS,
    HALF_MINUTE_MS,
    MOVED_FOR_MS,
)
from racetrace.simulation.race_truth import KartRun, SessionTruth

EVERYBODY: Final = 0  # instead of a row
MINUTE_MS: Final = 60_000
SLOWLY_FROM_S: Final = 600  # from then on the stopwatch of a stop moves every five seconds


def ticks(session: SessionTruth, in_teams: bool) -> list[tuple[int, int]]:
    """Return times, in order, and the row that may look otherwise from then on."""
    found = [(at_ms, run.row) for run in session.runs for at_ms in _of(run, session)]
    if in_teams:
        for begins in range(session.opens_ms, session.closes_ms, HALF_MINUTE_MS):
            found += [(begins, EVERYBODY), (begins + DRIVER_FROM_MS, EVERYBODY)]
    return sorted({tick for tick in found if session.opens_ms < tick[0] < session.closes_ms})


def _of(run: KartRun, session: SessionTruth) -> Iterator[int]:
    for at_ms in run.crossings_ms:
        yield at_ms + CROSSED_FOR_MS
        yield at_ms + MOVED_FOR_MS
    ends = [*(stop.in_ms for stop in run.pit_stops), session.closes_ms]
    for begins, end in zip([run.released_ms, *(stop.out_ms for stop in run.pit_stops)], ends, strict=True):
        yield from range(begins + MINUTE_MS, end, MINUTE_MS)
    for stop in run.pit_stops:
        for second in range(1, (stop.out_ms - stop.in_ms) // 1000 + 1):
            if second < SLOWLY_FROM_S or second % 5 == 0:
                yield stop.in_ms + second * 1000
