"""/garage: one's cars, what was driven in them, and how fast."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui

from components import address
from components.car_form import car_facts, car_fields
from components.entry_form import EntryForm
from components.kit import box, button, text
from components.session_list import session_row
from components.undone import Undone
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound
from racetrace.services import cars
from racetrace.services.cars import Car
from racetrace.services.gathered import Driven, garage, of_car
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.words import lap_time, plural


def register(instance: Instance) -> None:
    @ui.page('/garage')
    async def show(request: Request, car: str = '') -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        page = GaragePage(instance, viewer, address.number(car))
        await page.refresh()

    @ui.page('/cars')
    def older() -> RedirectResponse:
        """The name that it had in an older system."""
        return RedirectResponse('/garage', 301)


class GaragePage:
    def __init__(self, instance: Instance, viewer: Viewer, open_id: int) -> None:
        """`open_id` is the car whose sessions are shown."""
        self._instance, self._viewer, self._open_id = instance, viewer, open_id
        with framed(instance, viewer, 'garage', [('Garage', '')], flush=True):
            with box('head head--same'), box('head__words'):
                text('Garage', '', 'h1')
                self._sentence = box('head__facts')
            with box('work'):
                with box('work__main'):
                    self._undo = box()
                    self._cars = box()
                with box('work__side'), box('section', 'section'):
                    text('New car', 'section__title', 'h2')
                    note = (
                        'Name it once, and choose it on a session. Its class is what a board is narrowed by.'
                    )
                    text(note, 'section__note', 'p')
                    EntryForm(car_fields(), self._add, submit='Add the car', kind='primary')

    async def refresh(self) -> None:
        found = await asyncio.to_thread(garage, self._instance, self._viewer)
        driven_in = await asyncio.to_thread(of_car, self._instance, self._viewer, self._open_id)
        if self._cars.is_deleted:
            return
        self._sentence.clear()
        with self._sentence:
            driven = sum(one.sessions for one in found)
            text(f'{plural(len(found), "car")}, {plural(driven, "session")} driven in them.')
        self._cars.clear()
        with self._cars:
            for one in found:
                self._car(one, tuple({other.car.category for other in found} - {''}))
                if one.car.id == self._open_id:
                    for session in driven_in:
                        session_row(session)
            if not found:
                _empty()

    def _car(self, one: Driven, classes: Sequence[str]) -> None:
        with box('thing', 'section').props('data-row'):
            with box('thing__words'):
                text(one.car.title, 'thing__name', 'h2')
                with box('head__facts num'):
                    for fact in car_facts(one.car):
                        text(fact)
                if one.car.notes:
                    text(one.car.notes, 'section__notes thing__notes', 'p')
            with box('thing__figures'):
                for best in one.bests:
                    with box('thing__best', 'a', href=address.lap(best.lap_id)):
                        text(best.course, 'thing__where')
                        text(lap_time(best.time_s), 'num strong')
                if not one.bests:
                    text('no lap on a known course yet', 'muted')
            with box('thing__acts'):
                if one.sessions:
                    driven = plural(one.sessions, 'session')
                    is_open = one.car.id == self._open_id
                    button(driven, kind='quiet', href='/garage' if is_open else f'/garage?car={one.car.id}')
                else:
                    text('not driven yet', 'muted')
                fields = car_fields(one.car, tuple(classes))
                EntryForm(fields, partial(self._write, one.car.id), opener='Edit')
                delete = button('Delete', kind='line').mark(f'delete-{one.car.id}')
                delete.on('click', partial(self._delete, one.car))

    async def _add(self, typed: dict[str, Any]) -> None:
        await asyncio.to_thread(cars.add, self._instance, self._viewer, typed)
        await self.refresh()

    async def _write(self, car_id: int, typed: dict[str, Any]) -> None:
        await asyncio.to_thread(cars.write, self._instance, self._viewer, car_id, typed)
        await self.refresh()

    async def _delete(self, car: Car) -> None:
        try:
            await asyncio.to_thread(cars.delete, self._instance, self._viewer, car.id)
        except NotFound:
            await self.refresh()  # another page was faster
            return
        self._undo.clear()
        with self._undo:
            said = f'{car.title} is deleted. Sessions driven in it keep its name.'
            Undone(said, on_undo=partial(self._restore, car.id))
        await self.refresh()

    async def _restore(self, car_id: int) -> None:
        await asyncio.to_thread(cars.restore, self._instance, self._viewer, car_id)
        self._undo.clear()
        await self.refresh()


def _empty() -> None:
    with box('empty'):
        text('No car yet.', 't-20', 'div')
        text('Add one here, or name a new one when you edit a session.', 'muted', 'p')
