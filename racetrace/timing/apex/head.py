"""What stands above the table: titles, track, clock, flag and the control room's log."""

import re
from html.parser import HTMLParser
from typing import Final

from racetrace.timing.events import Message, OnTrack, Ticked
from racetrace.timing.values import clean, milliseconds
from racetrace.timing.words import Counting, Flag, Kind

LIGHTS: Final = {'lg': Flag.GREEN, 'ly': Flag.YELLOW, 'lr': Flag.RED, 'lf': Flag.CHEQUERED}
INITS: Final = {'r': Kind.RACE, 'p': Kind.PRACTICE, 'n': Kind.NONE}
MOST_MESSAGES: Final = 500

_QUALIFYING: Final = re.compile(r'qualif|clasific|chrono|zeittrain|pole|\bq[1-3p]?\b', re.IGNORECASE)
_SIZE: Final = r'(\d+(?:[.,]\d+)?)\s*(k?m)'
_TRACK: Final = re.compile(rf'(.*?)\s*(?:\({_SIZE}\)|-\s*{_SIZE})?\s*', re.IGNORECASE)
_OF_LAPS: Final = re.compile(r'\D*(\d{1,4})\s*/\s*(\d{1,4})\D*')


def kind(letter: str, title: str) -> Kind | None:
    """Return the kind; practice and qualifying share a letter, and only the title tells them apart."""
    found = INITS.get(letter)
    return Kind.QUALIFYING if found is Kind.PRACTICE and _QUALIFYING.search(title) else found


def track(text: str) -> OnTrack:
    """Return name and length of `ADULTO (1100m)`; `1560.000 km` of a kart circuit are metres."""
    text = clean(text)
    found = _TRACK.fullmatch(text)
    if found is None or not (size := found[2] or found[4]):
        return OnTrack(text.strip(), None)
    metres = float(size.replace(',', '.')) * (1000 if (found[3] or found[5]).lower() == 'km' else 1)
    length_m = round(metres / 1000 if metres > 100_000 else metres)
    return OnTrack(found[1], length_m if 50 <= length_m <= 100_000 else None)


def clock(how: str, value: str) -> Ticked:
    """Return what the session's clock says: ms that are counted, `Lap 7/15`, a duration, or words."""
    if (laps := _OF_LAPS.fullmatch(value)) is not None:
        return Ticked(Counting.LAPS, laps_done=int(laps[1]), laps_total=int(laps[2]), text=clean(value, 40))
    if how in {'countdown', 'count'}:
        try:
            ms = int(value) if '.' not in value else int(float(value) * 1000)
        except (ValueError, OverflowError):
            return Ticked(Counting.NONE, text=clean(value, 40))
        return Ticked(Counting.DOWN if how == 'countdown' else Counting.UP, ms)
    if not value:
        return Ticked(Counting.NONE)
    return Ticked(Counting.STILL, milliseconds(value), text=clean(value, 40))


class Log(HTMLParser):
    """Read `<p><b>23:31</b><span data-flag="chequered"></span>Llegada</p>`, newest first."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.messages: list[Message] = []
        self._message = Message('', '', '', '')
        self._into = 'text'
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or '' for name, value in attrs}
        if tag == 'p':
            self._message = Message('', '', '', '')
        elif tag == 'b':
            self._into = 'time'
        elif 'data-flag' in said:
            self._message = self._message._replace(
                kind=clean(said['data-flag'], 20).replace('msg', 'message')
            )
        elif 'com_no' in said.get('class', ''):
            self._into = 'number'

    def handle_endtag(self, tag: str) -> None:
        self._into = 'text'
        if tag == 'p' and len(self.messages) < MOST_MESSAGES:
            self.messages.append(self._message._replace(text=self._message.text.strip()))

    def handle_data(self, data: str) -> None:
        said = getattr(self._message, self._into) + data
        self._message = self._message._replace(**{self._into: clean(said, 400)})
