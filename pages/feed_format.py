"""/live/{id}/format: what a feed sends, and what its columns are said to hold."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from nicegui import ui

from components import address
from components.column_names import ABOUT as OF_NAMES
from components.column_names import column_names
from components.feed_form import NAMES
from components.format_map import FormatMap, MappedColumn
from components.format_preview import FormatPreview
from components.format_versions import FormatVersions
from components.format_words import WORDS
from components.heard import Heard
from components.kit import box, button, text
from components.nothing import Nothing
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound, NotPermitted, RaceTraceError, SignInNeeded
from racetrace.services import analyse_feed, circuits
from racetrace.services.feed_format import (
    FeedFormat,
    Preview,
    feed_format,
    preview,
    save,
    save_labels,
    use_again,
)
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.draft import Draft
from racetrace.timing.providers import BY_PROFILE, NOT_READ
from racetrace.timing.words import Field, Provider

NOT_HEARD: Final = (
    'Nobody has listened to this feed yet. That takes ten seconds at most, and changes nothing.'
)
BY_ITSELF: Final = 'RaceTrace reads these feeds by itself: there is nothing to map.'
NO_COLUMNS: Final = 'No rows with names of columns were heard. Listen again while a session is run.'
AT_ONCE: Final = 'What is saved counts at once, also for who is watching.'


def register(instance: Instance) -> None:
    @ui.page('/live/{feed_id}/format')
    async def show(request: Request, feed_id: str) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        circuit_id = address.number(feed_id)
        try:
            found = await asyncio.to_thread(feed_format, instance, viewer, circuit_id)
        except (NotFound, NotPermitted, SignInNeeded) as error:
            with framed(instance, viewer, 'live', [('Live', '/live'), ('Not here', '')]):
                Nothing(str(error), is_missing=True)
            return
        await FormatPage(instance, viewer, found).refresh(found)


class FormatPage:
    def __init__(self, instance: Instance, viewer: Viewer, found: FeedFormat) -> None:
        self._instance, self._viewer, self._id = instance, viewer, found.circuit.id
        self._draft: Draft | None = None
        self._guess: dict[str, Field] = {}
        self._found: Preview | None = None
        self._drawn = 0
        name = found.circuit.name
        crumbs = [('Live', '/live'), (name, address.live(self._id)), ('Format', '')]
        with framed(instance, viewer, 'live', crumbs, flush=True):
            with box('head head--same'), box('head__words'):
                text(f'Format of {name}', '', 'h1')
                self._facts = text('', 'head__facts')
            with box('work format'):
                with box('work__main'):
                    with box('section', 'section'):
                        text('What was heard', 'section__title', 'h2')
                        self._said = box('format__said', aria_live='polite')
                        self._heard = box('format__heard')
                    with box('section', 'section') as self._columns:
                        text('What the columns hold', 'section__title', 'h2')
                        self._map = FormatMap(on_choose=self._choose, on_set=self._set)
                with box('work__side'):
                    with box('section', 'section') as self._saving:
                        text('The board as it would be', 'section__title', 'h2')
                        self._preview = box('format__preview', aria_live='polite')
                        button('Save', kind='primary').on('click', self._keep)
                        text(AT_ONCE, 'section__note', 'p')
                    with box('section', 'section'):
                        text('Versions', 'section__title', 'h2')
                        self._versions = box('format__versions')
                    with box('section', 'section') as self._naming:
                        text('C1 to C14', 'section__title', 'h2')
                        text(OF_NAMES, 'section__note', 'p')
                        self._names = box('format__names')

    async def refresh(self, found: FeedFormat | None = None) -> None:
        """Draw what is stored; what was chosen and not saved is forgotten."""
        found = found or await self._do(feed_format)
        if found is None or self._heard.is_deleted:
            return
        circuit = found.circuit
        version = f', version {circuit.profile_version}' if circuit.profile else ''
        self._facts.text = f'{NAMES.get(circuit.provider, circuit.provider)}{version}'
        self._draw_heard(found)
        self._draw_versions(found)
        self._draw_names(found)
        profile = found.profile if found.is_mapped else None
        self._draft = Draft(profile) if profile else None
        self._guess = found.guessed
        self._columns.set_visibility(profile is not None)
        self._saving.set_visibility(profile is not None)
        await self._draw()

    def _draw_heard(self, found: FeedFormat) -> None:
        self._heard.clear()
        with self._heard:
            if found.analysis is None:
                text(NOT_HEARD, 'section__note', 'p')
            else:
                Heard(found.analysis)
                self._draw_next(found, Provider(found.analysis['provider']))
            word = 'Listen again' if found.analysis else 'Listen to it'
            button(word, kind='line' if found.analysis else 'primary').on('click', self._listen)

    def _draw_next(self, found: FeedFormat, heard: Provider) -> None:
        if heard not in BY_PROFILE | NOT_READ:
            text(BY_ITSELF, 'section__note', 'p')
            if found.circuit.provider not in {heard, Provider.DEMO}:
                take = button(f'Read it as {NAMES[heard]}', kind='primary')
                take.on('click', lambda: self._take(heard))
        elif not found.is_mapped:
            text(NO_COLUMNS, 'section__note', 'p')

    def _draw_versions(self, found: FeedFormat) -> None:
        self._versions.clear()
        with self._versions:
            FormatVersions(found.versions, found.circuit.profile_version, self._use)

    def _draw_names(self, found: FeedFormat) -> None:
        self._naming.set_visibility(bool(found.columns or found.circuit.labels))
        self._names.clear()
        with self._names:
            column_names(found.columns, found.circuit.labels, self._keep_names)

    async def _draw(self) -> None:
        """Show the mapping as it stands now, and what comes of it."""
        draft = self._draft
        if draft is None:
            return
        self._drawn += 1
        drawn, clashes, made = self._drawn, draft.clashes, None
        if not clashes:
            made = await self._do(preview, draft.to_dict())
        if self._preview.is_deleted or drawn != self._drawn:
            return  # something else was chosen meanwhile
        self._preview.clear()
        with self._preview:
            if clashes:
                text('It is shown once no two columns hold the same.', 'section__note tone-bad', 'p')
            elif made is not None:
                draft.find(one.name for one in made.found)
                FormatPreview(made.rows, made.entries, draft.used)
        self._found = made or self._found
        self._map.show(self._mapped(draft, clashes), draft.to_dict())

    def _mapped(self, draft: Draft, clashes: Mapping[str, str]) -> list[MappedColumn]:
        found = self._found
        samples = {one.name: one.samples for one in found.found} if found else {}
        doubts = found.doubts if found and not clashes else {}
        return [
            MappedColumn(
                name=name,
                samples=samples.get(name, ()),
                field=field,
                proposed=self._proposed(name, field),
                fault=clashes.get(name) or doubts.get(name, ''),
                is_grave=name in clashes,
            )
            for name, field in draft.fields.items()
        ]

    def _proposed(self, name: str, field: str) -> str:
        """Return what was guessed, where it is something that is not chosen now."""
        guess = self._guess.get(name, Field.OTHER)
        return '' if guess in {Field.OTHER, field} else WORDS[guess]

    async def _choose(self, column: str, field: str) -> None:
        if self._draft is not None:
            self._draft.choose(column, field)
            await self._draw()

    async def _set(self, name: str, value: str) -> None:
        if self._draft is not None:
            self._draft.set(name, value)
            await self._draw()

    async def _listen(self) -> None:
        self._say('Listening, for ten seconds at most.')
        try:
            await analyse_feed.analyse(self._instance, self._viewer, self._id)
        except RaceTraceError as error:
            self._say(str(error), is_bad=True)
            return
        self._say('')
        await self.refresh()

    async def _take(self, provider: Provider) -> None:
        said = {'provider': provider, 'profile': None}
        if await self._do(circuits.write, said) is not None:
            self._say(f'It is read as {NAMES[provider]} from now on.')
            await self.refresh()

    async def _keep(self) -> None:
        draft = self._draft
        if draft is None or draft.clashes:
            return
        saved = await self._do(save, draft.to_dict())
        if saved is not None:
            self._say(f'Version {saved.profile_version} is in force.')
            await self.refresh()

    async def _keep_names(self, typed: dict[str, Any]) -> None:
        await asyncio.to_thread(save_labels, self._instance, self._viewer, self._id, typed)
        await self.refresh()

    async def _use(self, version: int) -> None:
        saved = await self._do(use_again, version)
        if saved is not None:
            self._say(f'Version {version} is used again, as version {saved.profile_version}.')
            await self.refresh()

    async def _do(self, verb: Any, *said: Any) -> Any:
        """Return what a service answers; what it refuses stands at the head of the page."""
        try:
            return await asyncio.to_thread(verb, self._instance, self._viewer, self._id, *said)
        except RaceTraceError as error:
            self._say(str(error), is_bad=True)
            return None

    def _say(self, sentence: str, *, is_bad: bool = False) -> None:
        if self._said.is_deleted:
            return
        self._said.clear()
        if sentence:
            with self._said:
                line = text(sentence, f'section__note {"tone-bad" if is_bad else "tone-ok"}', 'p')
                line.props('role=alert' if is_bad else 'role=status')
