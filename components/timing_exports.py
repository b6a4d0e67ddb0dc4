"""What other programs can have of a timing session: three tables, each in three kinds of file."""

from typing import Final
from urllib.parse import urlencode

from components.kit import box, text

PARTS: Final = (('laps', 'Laps'), ('passings', 'Passings'), ('entries', 'Classification'))
FORMATS: Final = (('csv', 'CSV'), ('json', 'JSON'), ('parquet', 'Parquet'))


class TimingExports:
    """A list that opens where it stands: in a pane that scrolls, what lies over it would be cut off."""

    def __init__(self, session_id: int, name: str = 'this session') -> None:
        with box('exports', 'details'):
            text('Export', 'btn btn--line exports__opener', 'summary').props['aria-label'] = f'Export {name}'
            for part, words in PARTS:
                with box('exports__part'):
                    text(words)
                    for said, kind in FORMATS:
                        _link(session_id, part, said, f'{words} of {name} as {kind}', kind)


def _link(session_id: int, part: str, said: str, title: str, word: str) -> None:
    link = text(word, 'btn btn--quiet exports__kind', 'a')
    link.props['href'] = (
        f'/api/v1/live/sessions/{session_id}/export?{urlencode({"part": part, "format": said})}'
    )
    link.props['aria-label'] = title
    link.props('download')
