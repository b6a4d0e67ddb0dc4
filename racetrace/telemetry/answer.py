"""The answer first: how a lap stands against the reference, and where that came from, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from racetrace.telemetry.comparison import Comparison, CornerRow
from racetrace.words import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The sentence in parts, so that its figures can be coloured."""

    lap: str
    by: str  # '1.516 s slower'
    behind_s: float  # positive: slower
    reference: str  # 'than L5'
    more: str  # '' when the course has no corners

    @property
    def sentence(self) -> str:
        return f'{self.lap} is {self.by} {self.reference}. {self.more}'.rstrip()


def answer(comparison: Comparison, lap: int) -> Answer:
    """Say how the lap at index `lap` of the comparison stands against the reference."""
    compared = comparison.laps[lap]
    reference = comparison.laps[comparison.reference]
    # of the times as they are read, so that the sentence agrees with them
    behind_s = round(round(compared.lap_time_s, 3) - round(reference.lap_time_s, 3), 3)
    by = f'{abs(behind_s):.3f} s {"slower" if behind_s > 0 else "faster"}' if behind_s else 'exactly as fast'
    return Answer(
        lap=compared.label,
        by=by,
        behind_s=behind_s,
        reference=f'{"than" if behind_s else "as"} {reference.label}',
        more=_where(comparison.corners, lap, behind_s),
    )


def _where(rows: Sequence[CornerRow], lap: int, behind_s: float) -> str:
    """Name up to three corners that made the difference, and the one that did most against it."""
    sign = -1 if behind_s < 0 else 1
    told = sorted(
        ((sign * row.laps[lap].lost_s, row.corner.name) for row in rows if row.laps[lap].is_significant),
        reverse=True,
    )
    made = [(lost, name) for lost, name in told if lost > 0][:3]
    if not made:
        return 'No single corner stands out of the uncertainty.' if rows else ''
    verb = ('costs' if len(made) == 1 else 'cost') if sign > 0 else 'wins' if len(made) == 1 else 'win'
    total = sum(lost for lost, _ in made)
    sentence = f'{listed([name for _, name in made])} {verb} {total:.3f} s'
    sentence += ' of it' if total <= abs(behind_s) else ''
    against, name = told[-1]
    if against < 0:
        sentence += f'; {name} {"wins back" if sign > 0 else "gives back"} {-against:.3f} s'
    return sentence + '.'
