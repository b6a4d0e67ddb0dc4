"""/tracks and /tracks/{id}: the track directory, and the fastest public laps of each course."""

import asyncio
from contextlib import AbstractContextManager
from itertools import chain

from fastapi import Request
from nicegui import ui

from components import address
from components.frame import frame
from components.kit import box, text
from components.nothing import Nothing
from components.thumbnail import thumbnail
from components.track_cards import TrackCard, track_list
from components.words import date
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound
from racetrace.services import leaderboard, places
from racetrace.services.instance import Instance
from racetrace.services.leaderboard import Standing, Wanted
from racetrace.services.places import Place, PlacedCourse
from racetrace.services.viewer import Viewer
from racetrace.services.watch_files import watch_files
from racetrace.telemetry.log import MeasuredBy
from racetrace.telemetry.summary import Driven
from racetrace.words import lap_time, plural

MOST = 200
FASTEST = 20  # of a course


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return  # what is public has a reader besides its owner

    @ui.page('/tracks')
    async def directory(request: Request) -> None:
        viewer = viewer_of_page(request)
        found, count = await asyncio.to_thread(places.directory, instance, viewer, MOST)
        cards = list(chain.from_iterable(map(cards_of, found)))
        with _frame(instance, viewer, [('Tracks', '')]), box('home'), box('home__col panel', 'section'):
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
        try:
            found = await asyncio.to_thread(places.place, instance, viewer, address.number(track_id))
        except NotFound as error:
            with _frame(instance, viewer, [('Tracks', '/tracks'), ('Not here', '')]):
                Nothing(str(error), is_missing=True)
            return
        boards = [await asyncio.to_thread(_fastest, instance, viewer, course) for course in found.courses]
        with _frame(instance, viewer, [('Tracks', '/tracks'), (found.name or 'Unnamed', '')]), box('home'):
            for course, laps in zip(found.courses, boards, strict=True):
                with box('home__col panel', 'section'):
                    _course(found, course, laps)
            if not found.courses:
                text('No course of this track is known yet.', 'hint', 'p')


def _fastest(instance: Instance, viewer: Viewer, course: PlacedCourse) -> list[Standing]:
    return leaderboard.best_laps(instance, viewer, Wanted(course_id=course.id), FASTEST)


def _frame(
    instance: Instance, viewer: Viewer, crumbs: list[tuple[str, str]]
) -> AbstractContextManager[object]:
    files = watch_files(instance, viewer)
    return frame('tracks', crumbs, max_upload_bytes=instance.max_upload_bytes, files=files)


def cards_of(place: Place) -> list[TrackCard]:
    return [
        TrackCard(
            place_id=place.id,
            title=' '.join(filter(None, (place.name or 'Unnamed', course.name))),
            where=', '.join(filter(None, (place.city, place.country))),
            driven=_driven(course),
            best_s=course.best.time_s if course.best else None,
            best_of=course.best.driver_name if course.best else '',
        )
        for course in place.courses
    ]


def _driven(course: PlacedCourse) -> Driven:
    return Driven(
        course_id=course.id,
        length_m=course.length_m or 0.0,
        is_closed=bool(course.is_closed),
        outline=course.outline,
    )


def _course(place: Place, course: PlacedCourse, laps: list[Standing]) -> None:
    with box('panel__head'):
        text(' '.join(filter(None, (place.name or 'Unnamed', course.name))), 'panel__title', 'h1')
        text(plural(len(laps), 'public lap') if laps else 'no public lap yet', 'muted num')
    thumbnail(_driven(course), 'track__shape')
    if laps:
        with box('grid track__laps', 'table'), box('', 'tbody'):
            for rank, lap in enumerate(laps, 1):
                _row(rank, lap)


def _row(rank: int, lap: Standing) -> None:
    with box('', 'tr'):
        text(str(rank), 'num muted', 'td')
        with box('strong', 'td'):
            text(lap.driver_name or 'Unnamed', '', 'a').props['href'] = address.lap(lap.lap_id)
        text(lap.car_name, 'wide', 'td')
        text(lap_time(lap.time_s), 'r num strong tone-purple' if rank == 1 else 'r num strong', 'td')
        text(measured(lap), 'muted wide', 'td')
        text(date(lap.driven_at) if lap.driven_at else '', 'r num muted', 'td')


def measured(lap: Standing) -> str:
    """Return how a time was measured: what stands beside it must not look surer than it is."""
    how = {MeasuredBy.OFFICIAL: 'official', MeasuredBy.LOGGER: "logger's time", MeasuredBy.BEACON: 'beacon'}
    said = how.get(MeasuredBy(lap.measured_by), 'by positions')
    return f'{said}, coarse' if lap.is_coarse else said
