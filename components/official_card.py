"""Official times of a session: found in what a timing feed told, taken over or not, and taken back."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, Protocol

from nicegui import ui

from components.kit import box, button, text
from components.verdict import Refusal
from racetrace.errors import RaceTraceError
from racetrace.timing.official import Certainty, Fit
from racetrace.words import lap_time, listed, plural, signed

QUARTER_S: Final = 900.0  # zones differ by whole quarters of an hour
AGREE_S: Final = 0.5  # clocks that differ by less are the same to a reader
SOME: Final = 2  # laps that agree, of which it is worth saying that they are too few
UNSURE: Final = 'A race was timed then, but too few laps agree with any of its entries to say which is yours.'


class OfferedLap(Protocol):
    @property
    def lap_number(self) -> int: ...
    @property
    def own_s(self) -> float: ...
    @property
    def official_ms(self) -> int: ...
    @property
    def is_taken(self) -> bool: ...
    @property
    def difference_s(self) -> float: ...


class Told(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def source(self) -> str: ...


class Entry(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...


class Candidate(Protocol):
    @property
    def told(self) -> Told: ...
    @property
    def entry(self) -> Entry: ...
    @property
    def fit(self) -> Fit: ...
    @property
    def rival(self) -> str: ...
    @property
    def laps(self) -> Sequence[OfferedLap]: ...
    @property
    def of(self) -> int: ...


class Link(Entry, Protocol):
    @property
    def is_declined(self) -> bool: ...
    @property
    def source(self) -> str: ...
    @property
    def offset_s(self) -> float: ...


class Offer(Protocol):
    @property
    def link(self) -> Link | None: ...
    @property
    def laps(self) -> Sequence[OfferedLap]: ...
    @property
    def candidates(self) -> Sequence[Candidate]: ...


class Deeds(Protocol):
    """What is asked for and brought about; any of them may raise a RaceTraceError."""

    async def offer(self) -> Offer: ...
    async def accept(self, timing_session_id: int, key: str) -> None: ...
    async def decline(self) -> None: ...
    async def remove(self) -> None: ...


class OfficialCard(ui.element):
    """Not there where nothing was found and nothing said."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__('section')
        self.classes('section official').mark('official')
        self._deeds = deeds
        self.set_visibility(False)

    async def refresh(self, refused: str = '') -> None:
        try:
            found = await self._deeds.offer()
        except RaceTraceError:
            return  # deleted meanwhile; the page says so
        if self.is_deleted:
            return
        self.clear()
        with self:
            is_there = self._show(found)
            if refused:
                Refusal(refused)
        self.set_visibility(is_there or bool(refused))

    def _show(self, found: Offer) -> bool:
        if found.link is not None and found.link.is_declined:
            text('You said that none of the official times found is yours.', 'section__note', 'p')
            self._deed('Look again', self._deeds.remove)
        elif found.link is not None:
            self._taken(found.link, found.laps)
        else:
            return self._offered([one for one in found.candidates if len(one.fit.agreeing) >= SOME])
        return True

    def _taken(self, link: Link, laps: Sequence[OfferedLap]) -> None:
        text('Official times', 'section__title', 'h2')
        taken = [lap for lap in laps if lap.is_taken]
        bias_s = sum(lap.difference_s for lap in taken) / len(taken) if taken else 0.0
        text(f'{called(link)}, {link.source}: {plural(len(taken), "lap")}.', '', 'p')
        text(compared(bias_s, link.offset_s), 'section__note', 'p')
        if kept := kept_own(laps):
            text(kept, 'section__note', 'p')
        _table(laps)
        self._deed('Remove official times', self._deeds.remove)

    def _offered(self, candidates: Sequence[Candidate]) -> bool:
        sure = [one for one in candidates if one.fit.certainty in {Certainty.CLEAR, Certainty.ALIKE}]
        if not sure:
            if candidates:
                text('Official times', 'section__title', 'h2')
                text(UNSURE, 'section__note', 'p')
            return bool(candidates)
        text('Official times found', 'section__title', 'h2')
        for one in sure[:1] if sure[0].fit.certainty is Certainty.CLEAR else sure:
            self._one(one)
        return True

    def _one(self, one: Candidate) -> None:
        agreeing = len(one.fit.agreeing)
        text(f'{called(one.entry)}, {agreeing} of {plural(one.of, "lap")}: {one.told.source}.', '', 'p')
        text(compared(one.fit.bias_ms / 1e3, one.fit.offset_s), 'section__note', 'p')
        if one.fit.certainty is Certainty.ALIKE:
            text(f'It is not certain: {one.rival} fits nearly as well.', 'section__note', 'p')
        if kept := kept_own(one.laps):
            text(kept, 'section__note', 'p')
        _table(one.laps)
        with box('section__line'):
            self._deed('Accept', partial(self._deeds.accept, one.told.id, one.entry.key))
            self._deed('Not mine', self._deeds.decline, kind='quiet')

    def _deed(self, label: str, deed: Callable[[], Awaitable[None]], kind: str = 'line') -> None:
        control = button(label, kind=kind).mark(f'official-{label.lower().replace(" ", "-")}')
        control.on('click', partial(self._do, deed, control))

    async def _do(self, deed: Callable[[], Awaitable[None]], control: ui.element) -> None:
        control.props['disabled'] = True
        try:
            await deed()
        except RaceTraceError as error:
            await self.refresh(str(error))
        else:
            await self.refresh()


def called(entry: Entry) -> str:
    return f'Kart {entry.number}' if entry.number else entry.name or entry.key


def compared(bias_s: float, offset_s: float) -> str:
    """Return how the logger's laps and its clock stand to the official ones, in a sentence."""
    side = 'longer' if bias_s > 0 else 'shorter'
    is_same = abs(bias_s) < 0.0005
    by = 'the same' if is_same else f'{abs(bias_s):.3f} s {side}'
    laps = f'Our times read {by} on average'
    return f'{laps}; {clock(offset_s)}.'


def clock(offset_s: float) -> str:
    zone_s = QUARTER_S * round(offset_s / QUARTER_S)
    rest_s = offset_s - zone_s
    side = 'ahead' if rest_s > 0 else 'behind'
    said = f'{abs(rest_s):.1f} s {side}' if abs(rest_s) >= AGREE_S else ''
    if not zone_s:
        return f'the clock is {said}' if said else 'the clocks agree'
    hours = f'{signed(zone_s / 3600, 2).rstrip("0").rstrip(".")} h'
    return f'the clock shows another time zone ({hours})' + (f' and is {said}' if said else '')


def kept_own(laps: Sequence[OfferedLap]) -> str:
    """Return which laps keep the time that was logged, and why; '' where none does."""
    own = [f'L{lap.lap_number}' for lap in laps if not lap.is_taken]
    if not own:
        return ''
    keeps = (
        'keeps its own time: the official one is'
        if len(own) == 1
        else 'keep their own times: the official ones are'
    )
    return f'{listed(own)} {keeps} too far from what was logged.'


def _table(laps: Sequence[OfferedLap]) -> None:
    with box('official__laps', 'details'):
        text(f'{plural(len(laps), "lap")} side by side', 'official__more', 'summary')
        with box('grid', 'table'):
            with box('', 'thead'), box('', 'tr'):
                for label, side in (('Lap', ''), ('Logger', 'r'), ('Official', 'r'), ('Difference', 'r')):
                    text(label, side, 'th')
            with box('', 'tbody'):
                for lap in laps:
                    with box('' if lap.is_taken else 'is-odd', 'tr'):
                        text(f'L{lap.lap_number}', '', 'td')
                        text(lap_time(lap.own_s), 'r num', 'td')
                        text(lap_time(lap.official_ms / 1e3), 'r num', 'td')
                        text(signed(lap.difference_s), 'r num', 'td')
