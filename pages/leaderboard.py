"""/leaderboard?course=3&category=gt&period=season&by=gate: the best public laps, of a course or of each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from fastapi import Request
from nicegui import ui

from components.board import board, leader, measured
from components.board_asked import BoardAsked
from components.course_words import called, driven
from components.filter_bar import FilterBar
from components.held_laps import HeldLaps
from components.kit import box, button, text
from components.nothing import Nothing
from components.thumbnail import thumbnail
from components.words import date, far
from pages.framed import framed, remembered
from pages.proving import Proving
from racetrace.accounts.roles import Role
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound
from racetrace.services import leaderboard, places
from racetrace.services.instance import Instance
from racetrace.services.leaderboard import Standing, Wanted
from racetrace.services.places import Place, PlacedCourse
from racetrace.services.viewer import Viewer
from racetrace.words import lap_time, plural

MOST_COURSES: Final = 200
PAGE: Final = 50
ONTO_IT: Final = (
    'Open a session of yours, and under “Who sees it” choose Public. Its fastest lap stands here at once: '
    'the best of each driver and car counts.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    place: Place
    course: PlacedCourse
    laps: Sequence[Standing]
    best_s: float
    categories: list[str]
    has_more: bool


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return  # what is public has a reader besides its owner

    @ui.page('/leaderboard')
    async def show(
        request: Request,
        course: str = '',
        category: str = '',
        period: str = '',
        since: str = '',
        until: str = '',
        by: str = '',
        skip: str = '',
    ) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        known, _ = await asyncio.to_thread(places.directory, instance, viewer, MOST_COURSES)
        page = BoardPage(instance, request, viewer, known)
        if not course:
            best = await asyncio.to_thread(leaderboard.best_of_each_course, instance, viewer, MOST_COURSES)
            page.show_courses(best)
            await page.look_at_held()
            return
        asked = BoardAsked.of(
            course=course, category=category, period=period, since=since, until=until, by=by, skip=skip
        )
        try:
            found = await asyncio.to_thread(_find, instance, viewer, asked)
        except NotFound as error:
            with framed(instance, viewer, 'board', [('Board', '/leaderboard'), ('Not here', '')]):
                Nothing(str(error), is_missing=True)
            return
        page.show_one(asked, found)
        await page.look_at_held()


def _find(instance: Instance, viewer: Viewer, asked: BoardAsked) -> Found:
    place = places.of_course(instance, viewer, asked.course_id)
    since, until = asked.span(instance.clock())
    wanted = Wanted(
        course_id=asked.course_id, category=asked.category, since=since, until=until, measured_by=asked.by
    )
    laps = leaderboard.best_laps(instance, viewer, wanted, PAGE + 1, asked.skipped)
    first = leaderboard.best_laps(instance, viewer, wanted, 1) if asked.skipped else laps[:1]
    return Found(
        place=place,
        course=next(one for one in place.courses if one.id == asked.course_id),
        laps=laps[:PAGE],
        best_s=first[0].time_s if first else 0.0,
        categories=leaderboard.categories(instance, viewer, asked.course_id),
        has_more=len(laps) > PAGE,
    )


class BoardPage:
    def __init__(self, instance: Instance, request: Request, viewer: Viewer, known: Sequence[Place]) -> None:
        self._instance, self._request, self._viewer = instance, request, viewer
        self._courses = [(place, course) for place in known for course in place.courses]

    def show_courses(self, best: Sequence[Standing]) -> None:
        of_course = {lap.course_id: lap for lap in best}
        with framed(self._instance, self._viewer, 'board', [('Board', '')], flush=True):
            with box('head head--same'), box('head__words'):
                text('Board', '', 'h1')
                with_lap = len(of_course)
                said = f'{plural(with_lap, "course")} with a public lap. ' if with_lap else ''
                text(f'{said}The best of each driver and car counts.', 'head__facts', 'p')
            with box('work'):
                with box('work__main'):
                    for place, course in self._courses:
                        _course(place, course, of_course.get(course.id))
                    if not self._courses:
                        _empty('No track is published yet.', 'Drive one, or ask an admin to publish yours.')
                with box('work__side'):
                    self._side()

    def show_one(self, asked: BoardAsked, found: Found) -> None:
        title = called(found.place, found.course)
        crumbs = [('Board', '/leaderboard'), (title, '')]
        with framed(self._instance, self._viewer, 'board', crumbs, flush=True):
            with box('head'):
                thumbnail(driven(found.course), 'head__outline')
                with box('head__words'):
                    text(title, '', 'h1')
                    text(self._sentence(asked, found), 'head__say', 'p')
            named = [(str(course.id), called(place, course)) for place, course in self._courses]
            FilterBar('What counts', asked.filters(named, found.categories))
            with box('work'):
                with box('work__main'):
                    self._laps(asked, found)
                with box('work__side'):
                    self._side()

    def _sentence(self, asked: BoardAsked, found: Found) -> str:
        if asked.skipped or not found.laps:
            return far(found.course.length_m) if found.course.length_m else ''
        return leader(found.laps, self._viewer.user_id)

    def _laps(self, asked: BoardAsked, found: Found) -> None:
        if not found.laps:
            _empty(
                'No lap fits these filters.' if asked.is_narrowed else 'No public lap here yet.',
                'Another class, period or way of measuring may have one.' if asked.is_narrowed else ONTO_IT,
            )
            return
        board(found.laps, found.best_s, viewer_id=self._viewer.user_id, skipped=asked.skipped)
        if asked.skipped or found.has_more:
            with box('list__more', 'nav', aria_label='More laps'):
                if asked.skipped:
                    button('The fastest', kind='line', href=asked.address())
                if found.has_more:
                    button('Slower laps', kind='line', href=asked.address(skipped=asked.skipped + PAGE))

    def _side(self) -> None:
        with box('section', 'section'):
            text('How a lap gets here', 'section__title', 'h2')
            text(ONTO_IT, 'section__note', 'p')
        if self._viewer.role is not Role.ADMIN:
            return
        with box('section', 'section'):
            text('Held laps', 'section__title', 'h2')
            self._held = box()
        self._proving = Proving(self._instance, self._request)
        with self._held:
            button('Show them', kind='line').mark('held').on('click', self._ask_for_held)

    async def look_at_held(self) -> None:
        """Show an admin what is held back, unless that has to be proved first."""
        if self._viewer.is_admin:
            await self._ask_for_held()

    async def _ask_for_held(self) -> None:
        await self._proving.do(partial(leaderboard.held_back, self._instance), self._show_held)

    def _show_held(self, laps: Sequence[Standing]) -> None:
        self._held.clear()
        with self._held:
            HeldLaps(laps, self._free)

    async def _free(self, standing_id: int) -> None:
        def free(viewer: Viewer) -> None:
            leaderboard.free(self._instance, viewer, standing_id)

        await self._proving.do(free, lambda _: ui.navigate.reload())


def _course(place: Place, course: PlacedCourse, best: Standing | None) -> None:
    asked = BoardAsked(course_id=course.id)
    with box('list__row board__course', 'a', href=asked.address()).props('data-row'):
        thumbnail(driven(course), 'list__thumb')
        with box('list__words'):
            text(called(place, course), 'list__name', 'div')
            where = ', '.join(filter(None, (place.city, place.country)))
            text(where or (far(course.length_m) if course.length_m else ''), 'list__sub', 'div')
        if best is None:
            text('no public lap yet', 'muted list__sub')
            return
        with box('list__words wide'):
            text(best.driver_name or 'Unnamed', '', 'div')
            text(best.car_name, 'list__sub', 'div')
        with box('list__words r wide'):
            text(measured(best), 'list__sub', 'div')
            text(date(best.driven_at) if best.driven_at else '', 'list__sub num', 'div')
        text(lap_time(best.time_s), 'list__time num r tone-purple')


def _empty(sentence: str, advice: str) -> None:
    with box('empty'):
        text(sentence, 't-20', 'div')
        text(advice, 'muted', 'p')
        button('To the sessions', kind='primary', href='/')
