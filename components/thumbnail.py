"""A course as a small line drawing, smooth through the few places that are kept of it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from nicegui import ui

from components import icons
from components.kit import markup
from racetrace.telemetry.summary import Driven

BOX: Final = '-4 -4 108 108'  # the outline's, with room for the stroke
PLAIN: Final = 'line'
NO_COURSE: Final = f'<span class="thumb thumb--none">{icons.svg("file", 22)}</span>'


def thumbnail(driven: Driven | None, classes: str = '') -> ui.element:
    """Draw the course; a file, of the same size, where none is known."""
    line = curves(driven.outline, is_closed=driven.is_closed) if driven else []
    return markup(svg(line, [PLAIN] * len(line)) if line else NO_COURSE, classes)


def svg(line: Sequence[str], tones: Sequence[str], road: str = '') -> str:
    """Draw curves in the tones of each, runs of the same as one stroke; `road` is what lies below."""
    runs = groupby(zip(tones, line, strict=True), key=lambda piece: piece[0])
    strokes = ''.join(
        f'<path class="thumb--{tone}" d="{joined([d for _, d in run])}"/>' for tone, run in runs
    )
    return f'<svg class="thumb" viewBox="{BOX}" fill="none" aria-hidden="true">{road}{strokes}</svg>'


def joined(curves: Sequence[str]) -> str:
    """Return one path of curves that follow one another."""
    return ''.join((curves[0], *(curve[curve.index('Q') :] for curve in curves[1:]))) if curves else ''


def curves(outline: Sequence[tuple[int, int]], *, is_closed: bool) -> list[str]:
    """Return a curve for each place: from the middle before it to the middle after it."""
    if len(outline) < 3:
        return []
    before = [outline[-1] if is_closed else outline[0], *outline[:-1]]
    after = [*outline[1:], outline[0] if is_closed else outline[-1]]
    return [
        f'M{_middle(a, at)}Q{at[0]} {at[1]} {_middle(at, b)}'
        for a, at, b in zip(before, outline, after, strict=True)
    ]


def _middle(a: tuple[int, int], b: tuple[int, int]) -> str:
    return f'{(a[0] + b[0]) / 2:g} {(a[1] + b[1]) / 2:g}'
