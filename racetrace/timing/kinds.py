"""What kind of session it is, from its name alone."""

import re
from typing import Final

from racetrace.timing.words import Kind

_WORDS: Final = re.compile(
    r'\b(?:(?P<qualifying>quali\w*|qualy\w*|clasific\w*|chrono\w*|zeittraining|superpole|pole|q[1-3])'
    r'|(?P<race>races?|rennen|course|carrera|corrida|gara|finals?|finale|heats?|sprint|endurance)'
    r'|(?P<practice>practi[cs]e|training|tests?|testing|warm-?\s?up|essais|libres?|prove|entrenamientos?|fp[1-4]))\b',
    re.IGNORECASE,
)


def kind(name: str) -> Kind | None:
    """Return what the last telling word says: 'Race 3 Qualifying' is qualifying, 'Qualifying Race' a race."""
    found = None
    for match in _WORDS.finditer(name[:200]):
        found = match.lastgroup
    return None if found is None else Kind(found)
