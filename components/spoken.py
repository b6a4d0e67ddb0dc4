"""What a picture of laps shows, in words: for who hears the page instead of seeing it."""

from racetrace.telemetry.answer import answer
from racetrace.telemetry.comparison import Comparison
from racetrace.words import lap_time


def spoken(comparison: Comparison, focus: int) -> str:
    """Return the answer for the lap that is looked at; of one lap alone, its time."""
    if len(comparison.laps) == 1:
        (alone,) = comparison.laps
        return f'{alone.label}, {lap_time(alone.lap_time_s)}.'
    return answer(comparison, focus).sentence
