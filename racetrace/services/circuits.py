"""Circuits with a timing feed: who may see and change them, and whether they are followed."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from racetrace.accounts.permissions import OF_EVERYBODY, OF_NOBODY
from racetrace.accounts.roles import Visibility
from racetrace.errors import EntryRefused, NotFound
from racetrace.live.address import address
from racetrace.live.feed_status import Status
from racetrace.live.web import SCHEMES
from racetrace.services import places
from racetrace.services.feed_source import source
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand, demand_seen, permits
from racetrace.services.viewer import Viewer
from racetrace.store import circuits, feed_log, frames, things
from racetrace.store.circuits import Circuit as Circuit
from racetrace.store.feed_log import LogLine as LogLine
from racetrace.timing.profile import FormatProfile

MOST: Final = 50  # in a list
ACTIVE_MS: Final = 300_000  # a feed that sent something in this time is active
DAY_MS: Final = 24 * 3_600_000
PLACE: Final = ('provider', 'address', 'page_url')
READ_BY: Final = ('profile', *PLACE)
VISIBLE: Final = (Visibility.PRIVATE, Visibility.PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    total: int  # frames
    last_day: int
    newest_ms: int | None
    is_active: bool


def seen(instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None) -> list[Circuit]:
    """Return the viewer's circuits and those that are public, the newest first."""
    demand(viewer, 'circuit.list', OF_EVERYBODY)
    return circuits.seen_by(instance.engine, viewer.user_id, most, before_id)


def circuit(instance: Instance, viewer: Viewer, circuit_id: int) -> Circuit:
    """Raises NotFound."""
    _demand(instance, viewer, 'circuit.read', circuit_id)
    return circuits.circuit(instance.engine, circuit_id)


def owned(instance: Instance, viewer: Viewer, circuit_id: int) -> Circuit:
    """Return a circuit to who may change it. Raises NotFound, NotPermitted, SignInNeeded."""
    _demand(instance, viewer, 'circuit.write', circuit_id)
    return circuits.circuit(instance.engine, circuit_id)


def named(instance: Instance, viewer: Viewer, name: str) -> Circuit:
    """Return a circuit by its number, its uid, or the id that it has in Firestore. Raises NotFound."""
    circuit_id = circuits.named(instance.engine, name)
    if circuit_id is None:
        raise NotFound('There is no such circuit.')
    return circuit(instance, viewer, circuit_id)


def may_change(instance: Instance, viewer: Viewer, circuit_id: int) -> bool:
    """Return whether to offer it."""
    found = things.circuit(instance.engine, circuit_id)
    return found is not None and permits(viewer, 'circuit.write', found)


def add(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> Circuit:
    """Raises SignInNeeded, EntryRefused, ProfileRefused, FeedAddressRefused."""
    demand(viewer, 'circuit.create', OF_NOBODY)
    made = circuits.add(instance.engine, viewer.user_id, _checked(instance, viewer, said))
    return circuits.circuit(instance.engine, made)


def write(instance: Instance, viewer: Viewer, circuit_id: int, changes: Mapping[str, Any]) -> Circuit:
    """Change it; a feed that is followed is read by a new profile, or connected to at a new address, at once.

    Raises NotFound, NotPermitted, EntryRefused, ProfileRefused, FeedAddressRefused.
    """
    found = owned(instance, viewer, circuit_id)
    checked = _checked(instance, viewer, changes)
    if found.is_followed:
        insist_place(instance, found, checked)
    circuits.write(instance.engine, circuit_id, checked, viewer.user_id)
    if not changes.keys().isdisjoint(READ_BY):
        instance.following.read_anew(circuit_id)
    instance.hub.tell(topic(circuit_id))
    return circuits.circuit(instance.engine, circuit_id)


async def delete(instance: Instance, viewer: Viewer, circuit_id: int) -> None:
    """Put it out of sight. Raises NotFound, NotPermitted."""
    async with instance.following.turn:
        await asyncio.to_thread(_demand, instance, viewer, 'circuit.delete', circuit_id)
        await asyncio.to_thread(circuits.delete, instance.engine, circuit_id)
        await instance.following.stop(circuit_id)


async def follow(instance: Instance, viewer: Viewer, circuit_id: int) -> bool:
    """Follow its feed, also after the next start; return whether it was not followed before.

    Raises NotFound, NotPermitted, FeedAddressRefused, QuotaReached, and EntryRefused where nothing reads it.
    """
    async with instance.following.turn:
        await asyncio.to_thread(_demand, instance, viewer, 'circuit.follow', circuit_id)
        found = await asyncio.to_thread(circuits.circuit, instance.engine, circuit_id)
        is_new = instance.following.start(found)
        if is_new:
            await asyncio.to_thread(circuits.write, instance.engine, circuit_id, {'is_followed': True})
        return is_new


async def unfollow(instance: Instance, viewer: Viewer, circuit_id: int) -> bool:
    """Raises NotFound, NotPermitted."""
    async with instance.following.turn:
        await asyncio.to_thread(_demand, instance, viewer, 'circuit.follow', circuit_id)
        await asyncio.to_thread(circuits.write, instance.engine, circuit_id, {'is_followed': False})
        return await instance.following.stop(circuit_id)


def status(instance: Instance, viewer: Viewer, circuit_id: int) -> Status | None:
    """Return how its feed is doing; None: it is not followed. Raises NotFound.

    Why it is down names its computer, and is for whoever may change it.
    """
    _demand(instance, viewer, 'circuit.read', circuit_id)
    found = instance.following.status(circuit_id)
    if found is None or _is_owner(instance, viewer, circuit_id):
        return found
    return replace(found, sentence='', failure='')


def statistics(instance: Instance, viewer: Viewer, circuit_id: int) -> Statistics:
    """Raises NotFound."""
    _demand(instance, viewer, 'circuit.read', circuit_id)
    now_ms = time.time_ns() // 1_000_000
    total, newest_ms = frames.count(instance.engine, circuit_id)
    last_day, _ = frames.count(instance.engine, circuit_id, now_ms - DAY_MS)
    is_active = newest_ms is not None and now_ms - newest_ms < ACTIVE_MS
    return Statistics(total=total, last_day=last_day, newest_ms=newest_ms, is_active=is_active)


def log(instance: Instance, viewer: Viewer, circuit_id: int, most: int) -> list[LogLine]:
    """Return what happened to its connection, the newest first; the words as in `status`. Raises NotFound."""
    _demand(instance, viewer, 'circuit.read', circuit_id)
    found = feed_log.newest(instance.engine, circuit_id, most)
    return found if _is_owner(instance, viewer, circuit_id) else [replace(one, message='') for one in found]


def _is_owner(instance: Instance, viewer: Viewer, circuit_id: int) -> bool:
    return circuits.circuit(instance.engine, circuit_id).owner_id == viewer.user_id


def _demand(instance: Instance, viewer: Viewer, operation: str, circuit_id: int) -> None:
    demand_seen(viewer, operation, things.circuit(instance.engine, circuit_id), 'circuit')


def topic(circuit_id: int) -> str:
    """Return by what name the hub tells that who may see a circuit was changed."""
    return f'circuit {circuit_id}'


def _checked(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> dict[str, Any]:
    if page := said.get('page_url'):
        address(page, SCHEMES)  # people are led there by it
    for name in ('page_url', 'address'):
        instance.reach.insist(viewer.role, said.get(name) or '')
    if said.get('visibility', Visibility.PRIVATE) not in VISIBLE:
        raise EntryRefused('A circuit is private or public: no team and no link leads to it.')
    if (said.get('latitude_deg') is None) != (said.get('longitude_deg') is None):
        raise EntryRefused('Where a circuit is takes a latitude and a longitude: give both, or neither.')
    if (course_id := said.get('course_id')) is not None:
        _demand_course(instance, viewer, course_id)
    profile = said.get('profile')
    return dict(said) if profile is None else {**said, 'profile': FormatProfile.from_dict(profile).to_dict()}


def insist_place(instance: Instance, found: Circuit, changes: Mapping[str, Any]) -> None:
    """Refuse a feed that cannot be where it would be: nobody would hear of it. Raises FeedAddressRefused."""
    place = {name: changes[name] for name in PLACE if name in changes}
    if place:
        source(replace(found, **place), instance.reach.of(found.owner_id))


def _demand_course(instance: Instance, viewer: Viewer, course_id: int) -> None:
    """Refuse a course that is not there and one that the viewer may not see in the same words."""
    try:
        places.of_course(instance, viewer, course_id)
    except NotFound:
        raise EntryRefused('The track directory has no such course.') from None
