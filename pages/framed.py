"""The frame as every page has it: filled for who opened the page."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from components import address
from components.arriving import Arriving
from components.bar_search import Hit
from components.frame import frame
from components.session_list import by
from components.shown_units import show_in
from components.words import date
from racetrace.services import places, sessions
from racetrace.services.instance import Instance
from racetrace.services.preferences import UNITS, prefer, preferences
from racetrace.services.viewer import NOBODY, Viewer
from racetrace.services.watch_files import watch_files
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time

MOST_SESSIONS = 7
MOST_TRACKS = 3


def framed(
    instance: Instance,
    viewer: Viewer,
    here: str,
    crumbs: Sequence[tuple[str, str]],
    *,
    flush: bool = False,
    has_search: bool = True,
    stays: bool = False,
) -> AbstractContextManager[Arriving]:
    """`has_search`: the bar has the field that finds sessions; a page that has one of its own wants none.

    `stays`: who drops a file stays on the page.
    """

    async def look(typed: str) -> tuple[list[Hit], bool]:
        return await asyncio.to_thread(_look, instance, viewer, typed)

    return frame(
        here,
        crumbs,
        max_upload_bytes=instance.max_upload_bytes,
        files=watch_files(instance, viewer),
        look=look if has_search and viewer.user_id != NOBODY.user_id else None,
        flush=flush,
        stays=stays,
    )


async def remembered(instance: Instance, viewer: Viewer) -> dict[str, Any]:
    """Return what somebody set once, and show the page in the units that are among it."""
    if viewer.user_id == NOBODY.user_id:
        return {}
    kept = await asyncio.to_thread(preferences, instance, viewer)
    show_in(kept.get(UNITS), keep=partial(prefer, instance, viewer, UNITS))
    return kept


def _look(instance: Instance, viewer: Viewer, typed: str) -> tuple[list[Hit], bool]:
    """Sessions, the newest first, and below them tracks by their names."""
    found, count = sessions.found(instance, viewer, typed, MOST_SESSIONS)
    hits = [_of_session(one) for one in found]
    if instance.mode.has_accounts:
        tracks = places.named(instance, viewer, typed, MOST_TRACKS)
        hits += [_of_track(one) for one in tracks]
    return hits, count > len(found)


def _of_session(session: Summary) -> Hit:
    return Hit(
        title=session.title,
        about=', '.join(filter(None, (date(session.started_at) if session.started_at else '', by(session)))),
        href=address.session(session.id),
        time=lap_time(session.best.time_s) if session.best else '',
    )


def _of_track(track: places.Place) -> Hit:
    where = ', '.join(filter(None, ('track', track.city, track.country)))
    return Hit(title=track.name, about=where, href=address.track(track.id))
