"""A lap as a strip of cells, one per mini-sector: height carries the value, colour only the exceptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from racetrace.telemetry.summary import Summary
from racetrace.words import plural

WIDTH: Final = 240
HEIGHT: Final = 18
MUCH: Final = 0.05  # lost, as a share of the best
LOWEST: Final = 0.28
SLOPE: Final = 6.0  # a cell of 12 % lost is as low as it gets


class Tone(StrEnum):
    BEST = 'purple'
    USUAL = 'even'
    LOST = 'lose'


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    tone: Tone
    height: float  # 0 to 1


def ribbons(session: Summary) -> dict[int, dict[str, Any]]:
    """Return what the lap table draws, by lap number; laps that have no place on the line have none."""
    excluded = {lap.number for lap in session.laps if lap.excluded_reason}
    fair = [passed.splits_s for number, passed in session.passed.items() if number not in excluded]
    best_s = [min(times) for times in zip(*fair, strict=False)]
    return {
        number: drawn(cells(passed.splits_s, best_s, may_be_best=number not in excluded))
        for number, passed in session.passed.items()
    }


def cells(splits_s: Sequence[float], best_s: Sequence[float], *, may_be_best: bool = True) -> list[Cell]:
    return [
        _cell(time_s / least_s - 1 if least_s > 0 else 0.0, may_be_best=may_be_best)
        for time_s, least_s in zip(splits_s, best_s, strict=False)
    ]


def _cell(lost: float, *, may_be_best: bool) -> Cell:
    tone = Tone.LOST if lost > MUCH else Tone.BEST if lost <= 0 and may_be_best else Tone.USUAL
    return Cell(tone=tone, height=min(1.0, max(LOWEST, 1 - SLOPE * lost)))


def drawn(strip: Sequence[Cell]) -> dict[str, Any]:
    """Return one path per tone, and the same in words."""
    step = WIDTH / max(1, len(strip))
    paths: dict[str, str] = {}
    for i, cell in enumerate(strip):
        high = HEIGHT * cell.height
        bar = f'M{i * step:.1f} {HEIGHT - high:.1f}h{step - 1:.1f}v{high:.1f}h{1 - step:.1f}z'
        paths[cell.tone.value] = paths.get(cell.tone.value, '') + bar
    best = sum(cell.tone is Tone.BEST for cell in strip)
    lost = sum(cell.tone is Tone.LOST for cell in strip)
    said = f'{plural(best, "mini-sector")} best of all, {lost} with more than 5 % lost'
    return {'paths': paths, 'said': said}
