"""What was heard of a feed: whose it may be and why, and some of it as it came."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from components.feed_form import NAMES
from components.kit import box, text
from racetrace.timing.words import Field, Provider

WHOSE: Final = NAMES | {
    Provider.UNKNOWN.value: 'Nobody that is known',
    Provider.JSON.value: 'Rows in JSON, of nobody that is known',
    Provider.TABLE.value: 'A text table, of nobody that is known',
}


class Heard:
    def __init__(self, analysis: Mapping[str, Any]) -> None:
        """`analysis` is as racetrace.services.analyse_feed reports it; frames are shown as text."""
        provider = Provider(analysis['provider'])
        at = datetime.fromtimestamp(analysis['at_ms'] / 1000, UTC)
        sure = f'{analysis["confidence"]:.0%} sure'
        with box('section__line'):
            text(WHOSE[provider], 'strong')
            if provider is not Provider.UNKNOWN:
                text(sure, 'num')
        text(analysis['seen'], 'section__note', 'p')
        way = 'of what is recorded' if analysis['is_recorded'] else 'of a connection made for it'
        frames = analysis['frames']
        text(f'{frames} frames {way}, {at:%d %b %Y, %H:%M:%S} UTC.', 'section__note', 'p')
        columns = (analysis['profile'] or {}).get('columns', ())
        if columns:
            known = sum(one['field'] != Field.OTHER for one in columns)
            text(f'{known} of {len(columns)} names of columns say what they hold.', 'section__note', 'p')
        if analysis['samples']:
            with box('heard', 'details', **({} if columns else {'open': 'open'})):
                text('As it came', 'heard__title', 'summary')
                for sample in analysis['samples']:
                    text(sample, 'heard__frame', 'pre')
