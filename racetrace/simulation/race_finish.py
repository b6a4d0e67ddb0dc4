"""The chequered flag: when it falls, who takes it, what came too late, and who was first."""

from bisect import bisect_left
from dataclasses import replace
from typing import Final

from racetrace.simulation.race_truth import KartRun, SessionKind

WAITS_MS: Final = 150_000  # for the last to come round


def flag_falls_ms(kind: SessionKind, runs: tuple[KartRun, ...], ends_ms: int) -> int:
    """Return when the flag is shown: at the end of qualifying, or to the leader at its next crossing."""
    if kind is SessionKind.QUALIFYING:
        return ends_ms

    def ahead(run: KartRun) -> tuple[int, int]:
        crossed = bisect_left(run.crossings_ms, ends_ms)
        return -crossed, run.crossings_ms[crossed - 1] if crossed else run.grid

    leader = min((run for run in runs if run.retired_ms is None), key=ahead)
    return next(at_ms for at_ms in leader.crossings_ms if at_ms >= ends_ms)


def finished(run: KartRun, falls_ms: int) -> KartRun:
    """Return what a kart did until its first crossing under the flag, which is its last."""
    takes = next((at_ms for at_ms in run.crossings_ms if at_ms >= falls_ms), None)
    takes = takes if takes is not None and takes <= falls_ms + WAITS_MS else None
    until = takes if takes is not None else falls_ms + WAITS_MS
    return replace(
        run,
        passings=tuple(passing for passing in run.passings if passing.at_ms <= until),
        pit_stops=tuple(stop for stop in run.pit_stops if stop.out_ms <= until),
        halts=tuple(halt for halt in run.halts if halt.from_ms <= until),
        finished_ms=takes,
    )


def order(kind: SessionKind, runs: tuple[KartRun, ...]) -> tuple[str, ...]:
    """Return the numbers, the first first: by the best lap, or by laps and then by who was earlier."""

    def raced(run: KartRun) -> tuple[int, int]:
        return -len(run.crossings_ms), run.crossings_ms[-1] if run.crossings_ms else run.grid

    def qualified(run: KartRun) -> tuple[float, int]:
        best = min(run.laps, key=lambda lap: (lap.time_ms, lap.end_ms), default=None)
        return (best.time_ms, best.end_ms) if best else (float('inf'), run.grid)

    by = qualified if kind is SessionKind.QUALIFYING else raced
    return tuple(run.entrant.number for run in sorted(runs, key=by))
