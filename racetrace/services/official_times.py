"""Official times for a session: offered from the kept sessions of circuits near it, accepted, and removed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from racetrace.errors import ChangeRefused
from racetrace.services import timing
from racetrace.services.instance import Instance
from racetrace.services.permitted import permits
from racetrace.services.reach import demand_session, owner_of
from racetrace.services.viewer import Viewer
from racetrace.store import official, sessions, things
from racetrace.store.official import Entered, Link, OfficialLap, OfficialTime, Told
from racetrace.telemetry.log import ZoneSource
from racetrace.telemetry.summary import Summary
from racetrace.timing import official as core
from racetrace.timing.official import LEAST, Driven, Fit, Key

CLOCK_S: Final = 15 * 60.0  # a logger's clock may be off by so much
ZONES_S: Final = 14 * 3600.0  # and so much more where nobody knows its zone
MOST_SESSIONS: Final = 20  # that are looked at, of those heard at the time
MOST: Final = 3  # that are offered


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedLap:
    """A lap as it was logged, beside the official one."""

    lap_id: int
    lap_number: int
    own_s: float
    official_number: int
    official_ms: int
    is_taken: bool  # or to be taken, were the offer accepted

    @property
    def difference_s(self) -> float:
        """Positive: the logger reads longer."""
        return self.own_s - self.official_ms / 1e3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    told: Told
    entry: Entered
    fit: Fit
    rival: str  # what the entry is called that fits as well; '' where none does
    laps: tuple[OfferedLap, ...]
    of: int  # laps that the logger timed


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What was said of a session, with its laps; or, where nothing was, what it could be."""

    link: Link | None = None
    laps: tuple[OfferedLap, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def offer(instance: Instance, viewer: Viewer, session_id: int) -> Offer:
    """Raises NotFound and NotPermitted."""
    session = _session(instance, viewer, session_id)
    link, times = official.of_session(instance.engine, session_id)
    if link is not None:
        return Offer(link=link, laps=_taken(session, times))
    return Offer(candidates=tuple(_candidates(instance, viewer, session, _own_s(session, times))))


async def accept(
    instance: Instance, viewer: Viewer, session_id: int, timing_session_id: int, key: str
) -> None:
    """Give the laps of a session the times of an entry. Raises NotFound, NotPermitted and ChangeRefused."""
    async with instance.correcting:
        await asyncio.to_thread(_accept, instance, viewer, session_id, timing_session_id, key)
    instance.hub.stir()


async def decline(instance: Instance, viewer: Viewer, session_id: int) -> None:
    """Say that it was none of those offered; nothing is offered any more. Raises NotFound, NotPermitted."""
    await asyncio.to_thread(_session, instance, viewer, session_id)
    async with instance.correcting:
        link = Link(timing_session_id=None, is_declined=True)
        await asyncio.to_thread(official.put, instance.engine, session_id, link)
    instance.hub.stir()


async def remove(instance: Instance, viewer: Viewer, session_id: int) -> None:
    """Give the laps back what they had, and offer again. Raises NotFound and NotPermitted."""
    await asyncio.to_thread(_session, instance, viewer, session_id)
    async with instance.correcting:
        await asyncio.to_thread(official.remove, instance.engine, session_id)
    instance.hub.stir()


def _accept(instance: Instance, viewer: Viewer, session_id: int, timing_session_id: int, key: str) -> None:
    session = _session(instance, viewer, session_id)
    timing.session(instance, viewer, timing_session_id)
    told = official.told(instance.engine, timing_session_id)
    _, times = official.of_session(instance.engine, session_id)
    entered = [one for one in official.entered(instance.engine, told.id) if one.key == key]
    found = _fits(session, _own_s(session, times), [(told, entered)])
    if not found or len(found[0].agreeing) < LEAST:
        raise ChangeRefused(
            f'Fewer than {LEAST} laps agree with those of this entry: too few to say that it is the same car.'
        )
    fit, entry = found[0], entered[0]
    link = Link(
        timing_session_id=told.id,
        key=key,
        number=entry.number,
        name=entry.name,
        source=told.source,
        offset_s=fit.offset_s,
        spread_s=fit.spread_s,
        certainty=fit.certainty.value,
        limit_ms=_tolerance_ms(session),
    )
    official.put(instance.engine, session_id, link, _on_axis(session, entry, fit))


def _session(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    its = demand_session(instance, viewer, 'session.correct', session_id)
    return sessions.session(instance.engine, owner_of(its), session_id)


def _own_s(session: Summary, times: list[OfficialTime]) -> dict[int, float]:
    """Return what was logged of each timed lap, by its id, whatever it shows now."""
    own = {lap.id: lap.time_s for lap in session.laps if lap.time_s is not None}
    return own | {one.lap_id: one.own_time_s for one in times if one.lap_id in own}


def _candidates(
    instance: Instance, viewer: Viewer, session: Summary, own_s: Mapping[int, float]
) -> list[Candidate]:
    heard = [(one, official.entered(instance.engine, one.id)) for one in _heard(instance, viewer, session)]
    fits = _fits(session, own_s, heard)
    entries = {(told.id, entry.key): (told, entry) for told, its in heard for entry in its}
    best = {fit.key: fit for fit in reversed(fits)}  # of each entry its best
    shown = [fit for fit in fits if best[fit.key] is fit][:MOST]
    return [_candidate(session, own_s, fit, entries) for fit in shown]


def _heard(instance: Instance, viewer: Viewer, session: Summary) -> list[Told]:
    if session.started_at is None or not session.laps:
        return []
    begun_s, within_s = _epoch_s(session), _within_s(session)
    from_ms = (begun_s + session.laps[0].start_s - within_s) * 1e3
    until_ms = (begun_s + session.laps[-1].end_s + within_s) * 1e3
    at_deg = official.origin_deg(instance.engine, session.id)
    heard = official.told_between(
        instance.engine, viewer.user_id, int(from_ms), int(until_ms), at_deg, MOST_SESSIONS
    )
    return [one for one in heard if _may_see(instance, viewer, one)]


def _may_see(instance: Instance, viewer: Viewer, told: Told) -> bool:
    circuit = things.circuit(instance.engine, told.circuit_id)
    return circuit is not None and permits(viewer, 'circuit.read', circuit)


def _fits(session: Summary, own_s: Mapping[int, float], heard: list[tuple[Told, list[Entered]]]) -> list[Fit]:
    if session.started_at is None:
        return []
    begun_s = _epoch_s(session)
    driven = [Driven(own_s[lap.id] * 1e3, begun_s + lap.end_s) for lap in session.laps if lap.id in own_s]
    entries: dict[Key, list[core.Stated]] = {
        (told.id, entry.key): entry.laps for told, its in heard for entry in its
    }
    return core.official(driven, entries, within_s=_within_s(session), tolerance_ms=_tolerance_ms(session))


def _candidate(
    session: Summary, own_s: Mapping[int, float], fit: Fit, entries: Mapping[Key, tuple[Told, Entered]]
) -> Candidate:
    told, entry = entries[fit.key]
    timed = [lap for lap in session.laps if lap.id in own_s]
    laps = (
        OfferedLap(
            lap_id=timed[pair.driven].id,
            lap_number=timed[pair.driven].number,
            own_s=own_s[timed[pair.driven].id],
            official_number=pair.number,
            official_ms=pair.official_ms,
            is_taken=pair.agrees,
        )
        for pair in fit.pairs
    )
    rival = called(entries[fit.rival][1]) if fit.rival else ''
    return Candidate(told=told, entry=entry, fit=fit, rival=rival, laps=tuple(laps), of=len(timed))


def _taken(session: Summary, times: list[OfficialTime]) -> tuple[OfferedLap, ...]:
    numbers = {lap.id: lap.number for lap in session.laps}
    return tuple(
        OfferedLap(
            lap_id=one.lap_id,
            lap_number=numbers[one.lap_id],
            own_s=one.own_time_s,
            official_number=one.number,
            official_ms=one.ms,
            is_taken=one.is_taken,
        )
        for one in times
        if one.lap_id in numbers
    )


def called(entry: Entered) -> str:
    """Return what an entry is called on its board."""
    return entry.number or entry.name or entry.key


def _on_axis(session: Summary, entry: Entered, fit: Fit) -> list[OfficialLap]:
    begun_s = _epoch_s(session)
    return [
        OfficialLap(lap.number, lap.ms, round(lap.at_ms / 1e3 + fit.offset_s - begun_s, 3))
        for lap in entry.laps
    ]


def _epoch_s(session: Summary) -> float:
    """Return when the session's axis begins, in seconds since 1970, as if its clock were UTC."""
    assert session.started_at is not None
    return session.started_at.replace(tzinfo=session.started_at.tzinfo or UTC).timestamp()


def _within_s(session: Summary) -> float:
    return CLOCK_S if session.zone_source is ZoneSource.UTC else ZONES_S + CLOCK_S


def _tolerance_ms(session: Summary) -> float:
    return core.COARSE_MS if session.is_coarse else core.TOLERANCE_MS
