"""/tracks and /tracks/{id}: the track directory, and the fastest public laps of each course."""

import asyncio
from collections.abc import Sequence
from itertools import chain

from fastapi import Request
from nicegui import ui

from components import address
from components.board import board, leader
from components.board_asked import BoardAsked
from components.course_words import called, driven
from components.kit import box, button, text
from components.nothing import Nothing
from components.thumbnail import thumbnail
from components.track_cards import TrackCard, track_list
from components.words import far
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound
from racetrace.services import leaderboard, places
from racetrace.services.instance import Instance
from racetrace.services.leaderboard import Standing, Wanted
from racetrace.services.places import Place, PlacedCourse
from racetrace.services.viewer import Viewer
from racetrace.words import plural

MOST = 200
FASTEST = 20  # of a course
NO_LAP = 'There is no public lap yet. Make a session of yours on it public, and its fastest lap stands here.'


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return  # what is public has a reader besides its owner

    @ui.page('/tracks')
    async def directory(request: Request) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        found, count = await asyncio.to_thread(places.directory, instance, viewer, MOST)
        cards = list(chain.from_iterable(map(cards_of, found)))
        with (
            framed(instance, viewer, 'tracks', [('Tracks', '')]),
            box('home'),
            box('home__col panel', 'section'),
        ):
            with box('panel__head'):
                text('Tracks', 'panel__title', 'h1')
                text(str(count), 'muted num')
            if cards:
                track_list(cards)
            else:
                text('No track is published yet. Drive one, or ask an admin to publish yours.', 'hint', 'p')

    @ui.page('/tracks/{track_id}')
    async def show(request: Request, track_id: str) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        try:
            found = await asyncio.to_thread(places.place, instance, viewer, address.number(track_id))
        except NotFound as error:
            with framed(instance, viewer, 'tracks', [('Tracks', '/tracks'), ('Not here', '')]):
                Nothing(str(error), is_missing=True)
            return
        boards = [await asyncio.to_thread(_fastest, instance, viewer, course) for course in found.courses]
        crumbs = [('Tracks', '/tracks'), (found.name or 'Unnamed', '')]
        with framed(instance, viewer, 'tracks', crumbs, flush=True), box('pane__all'):
            for course, laps in zip(found.courses, boards, strict=True):
                with box('track', 'section'):
                    _course(viewer, found, course, laps)
            if not found.courses:
                text('No course of this track is known yet.', 'hint', 'p')


def _fastest(instance: Instance, viewer: Viewer, course: PlacedCourse) -> list[Standing]:
    return leaderboard.best_laps(instance, viewer, Wanted(course_id=course.id), FASTEST)


def cards_of(place: Place) -> list[TrackCard]:
    return [
        TrackCard(
            place_id=place.id,
            title=called(place, course),
            where=', '.join(filter(None, (place.city, place.country))),
            driven=driven(course),
            best_s=course.best.time_s if course.best else None,
            best_of=course.best.driver_name if course.best else '',
        )
        for course in place.courses
    ]


def _course(viewer: Viewer, place: Place, course: PlacedCourse, laps: Sequence[Standing]) -> None:
    with box('head'):
        thumbnail(driven(course), 'head__outline')
        with box('head__words'):
            text(called(place, course), '', 'h1')
            text(leader(laps, viewer.user_id) if laps else NO_LAP, 'head__say', 'p')
            with box('head__facts num'):
                length = far(course.length_m) if course.length_m else ''
                sectors = plural(course.sectors, 'sector') if course.sectors else ''
                for fact in (place.city, place.country, length, sectors):
                    if fact:
                        text(fact)
        box('grow')
        if laps:
            button('Whole board', kind='line', href=BoardAsked(course_id=course.id).address())
    if laps:
        board(laps, laps[0].time_s, viewer_id=viewer.user_id)
