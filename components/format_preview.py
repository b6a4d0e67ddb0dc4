"""The first rows of a board, as a mapping that is being drawn up would fill it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from components.format_words import shown
from components.kit import box, text
from racetrace.timing.words import Field
from racetrace.words import plural

ABOVE: Final = (Field.POSITION, Field.NUMBER, Field.NAME, Field.DRIVER)
NO_ROWS: Final = (
    'No row can be read like this. Say which column holds the number, or by which one an entry is told '
    'from the others.'
)


class FormatPreview:
    def __init__(self, rows: Sequence[Mapping[str, Any]], entries: int, fields: Sequence[Field]) -> None:
        """`fields` are those that the mapping fills, in its order."""
        if not rows:
            text(NO_ROWS, 'section__note tone-warn', 'p')
            return
        text(f'{plural(entries, "entry") if entries == 1 else f"{entries} entries"} so far.', 'muted', 'p')
        with box('preview', 'ol', aria_label='First rows of the board'):
            for row in rows:
                _row(row, [one for one in fields if one not in ABOVE and one is not Field.OTHER])


def _row(row: Mapping[str, Any], fields: Sequence[Field]) -> None:
    with box('preview__row', 'li'):
        with box('preview__who'):
            text('' if row['position'] is None else str(row['position']), 'num strong preview__pos')
            text(row['number'] or '?', 'plate num')
            text(row['name'] or row['driver'], 'strong preview__name')
        with box('preview__cells'):
            for word, said in [*shown(row, fields), *sorted(row['other'].items())]:
                with box('preview__cell'):
                    text(word, 'muted')
                    text(said, 'num')
