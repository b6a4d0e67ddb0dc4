"""How far a comparison can be trusted: its method, its uncertainty, how well our crossings agree."""

import numpy as np
from nicegui import ui

from components.kit import fact
from racetrace.telemetry.comparison import ComparedLap, Comparison, Method
from racetrace.words import NONE, signed

METHODS = {Method.POSITION: 'position', Method.DISTANCE: 'speed, no positions'}


def uncertainty(lap: ComparedLap) -> str:
    """Return two sigma of the delta: the median along the lap, for at both ends it is pinned."""
    return f'±{2 * float(np.median(lap.sigma_s)):.3f} s' if lap.sigma_s.size else NONE


def residual(comparison: Comparison, focus: int) -> str:
    """Return by how much our crossings differ from the logger's time: the worse of the two laps."""
    pair = (comparison.laps[focus], comparison.laps[comparison.reference])
    known = [lap.gate_residual_ms for lap in pair if lap.gate_residual_ms is not None]
    return f'{signed(max(known, key=abs), 0)} ms' if known else NONE


class Proof(ui.element):
    def __init__(self, comparison: Comparison, *, focus: int) -> None:
        super().__init__()
        self.classes('proof')
        with self:
            fact('Method', METHODS[comparison.method], 'How a place on one lap was found on the other')
            fact(
                'Uncertainty',
                uncertainty(comparison.laps[focus]),
                'Of the difference, the median along the lap: two sigma, 95 %',
            )
            fact(
                'Gate',
                residual(comparison, focus),
                "Our time from line to line less the logger's: the worse of the two laps",
            )
