"""/admin/tracks?id=3: name, publish, protect and merge tracks; take courses in and out as GeoJSON."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from fastapi import Request
from nicegui import ui

from components import address
from components.course_words import called, driven
from components.entry_form import EntryForm, Field, Kind
from components.geojson_drop import GeojsonDrop
from components.kit import box, button, text
from components.thumbnail import thumbnail
from components.words import far
from pages.admin.shell import Shell, is_admin
from racetrace.services import places
from racetrace.services.instance import Instance
from racetrace.services.places import Place
from racetrace.services.viewer import Viewer
from racetrace.words import plural

MOST: Final = 500
MERGES: Final = 'Its courses, and what was driven there, move to the other. You can take it back.'


def register(instance: Instance) -> None:
    @ui.page('/admin/tracks')
    async def show(request: Request, id: str = '') -> None:
        if await is_admin(instance, request):
            shell = Shell(instance, request, 'tracks', 'Where there are courses, and who sees them.')
            await TracksPage(shell, address.number(id)).load()


class TracksPage:
    def __init__(self, shell: Shell, chosen_id: int) -> None:
        self._shell, self._chosen_id = shell, chosen_id

    async def load(self) -> None:
        await self._shell.do(lambda viewer: places.every(self._shell.instance, viewer, MOST), self._show)

    def _show(self, found: Sequence[Place]) -> None:
        self._shell.body.clear()
        with self._shell.body, box('work work--chosen' if self._chosen_id else 'work'):
            with box('work__main'):
                for place in found:
                    self._row(place)
                if not found:
                    with box('empty'):
                        text('No track yet.', 't-20', 'div')
                        text('Each new place that somebody drives becomes one.', 'muted', 'p')
            with box('work__side'):
                chosen = next((place for place in found if place.id == self._chosen_id), None)
                if chosen:
                    self._one(chosen, [place for place in found if place.id != chosen.id])
                else:
                    text('Choose one, and what you can do with it stands here.', 'hint muted', 'p')

    def _row(self, place: Place) -> None:
        classes = 'list__row track__row is-on' if place.id == self._chosen_id else 'list__row track__row'
        with box(classes, 'a', href=f'/admin/tracks?id={place.id}').props('data-row'):
            thumbnail(driven(place.courses[0]) if place.courses else None, 'list__thumb')
            with box('list__words'):
                text(place.name or 'Unnamed', 'list__name', 'div')
                where = ', '.join(
                    filter(None, (place.city, place.country, plural(len(place.courses), 'course')))
                )
                text(where, 'list__sub', 'div')
            with box('state'):
                box('dot dot--ok' if place.is_published else 'dot')
                text('published' if place.is_published else 'not published')
                if place.is_protected:
                    text('protected', 'label')

    def _one(self, place: Place, others: Sequence[Place]) -> None:
        with box('section', 'section'):
            text(place.name or 'Unnamed', 't-20', 'h2')
            with box('section__line'):
                self._mark(place, 'Keep from others' if place.is_published else 'Publish', 'is_published')
                self._mark(place, 'Let owners change it' if place.is_protected else 'Protect', 'is_protected')
        with box('section', 'section'):
            text('Name and place', 'section__title', 'h2')
            fields = [
                Field(name=name, label=label, value=getattr(place, name))
                for name, label in (('name', 'Name'), ('city', 'City'), ('country', 'Country'))
            ]
            EntryForm(fields, partial(self._write, place), submit='Save')
        if others:
            with box('section', 'section'):
                text('Merge', 'section__title', 'h2')
                text(MERGES, 'section__note', 'p')
                options = tuple((str(one.id), one.name or f'Unnamed, number {one.id}') for one in others)
                into = Field(
                    name='into',
                    label='It is the same as',
                    value=options[0][0],
                    kind=Kind.CHOICE,
                    options=options,
                )
                EntryForm([into], partial(self._merge, place), opener='Merge into another', submit='Merge')
        with box('section', 'section'):
            text('Courses', 'section__title', 'h2')
            for course in place.courses:
                with box('person'):
                    text(called(place, course), 'person__name')
                    text(far(course.length_m) if course.length_m else '', 'muted num')
                    box('grow')
                    path = f'/api/v1/courses/{course.id}/geojson'
                    button('GeoJSON', kind='quiet', href=path).props(f'download="course-{course.id}.geojson"')
            GeojsonDrop(place.id)

    def _mark(self, place: Place, label: str, name: str) -> None:
        async def run(value: bool, sentence: str, back: bool) -> None:
            def mark(viewer: Viewer) -> Place:
                return places.publish(self._shell.instance, viewer, place.id, **{name: value})

            on_undo = partial(run, not value, 'Taken back.', False) if back else None
            await self._shell.do(mark, lambda _: self._again(sentence, on_undo))

        is_on: bool = getattr(place, name)
        word = name.removeprefix('is_')
        said = f'{place.name or "It"} is {word} no longer.' if is_on else f'{place.name or "It"} is {word}.'
        button(label, kind='line').mark(word).on('click', partial(run, not is_on, said, True))

    async def _write(self, place: Place, typed: dict[str, Any]) -> None:
        def write(viewer: Viewer) -> Place:
            return places.write(self._shell.instance, viewer, place.id, typed)

        await self._shell.do(write, lambda _: self._again(f'It is called {typed["name"]} now.'))

    async def _merge(self, place: Place, typed: dict[str, Any]) -> None:
        def merge(viewer: Viewer) -> Place:
            return places.merge(self._shell.instance, viewer, place.id, int(typed['into']))

        async def unmerge() -> None:
            await self._shell.do(
                lambda viewer: places.unmerge(self._shell.instance, viewer, place.id),
                lambda _: self._again('They are two again.'),
            )

        async def told(into: Place) -> None:
            await self._again(f'{place.name or "It"} is a part of {into.name or "the other"} now.', unmerge)

        await self._shell.do(merge, told)

    async def _again(self, sentence: str, on_undo: Callable[[], object] | None = None) -> None:
        await self.load()
        self._shell.tell(sentence, on_undo)
