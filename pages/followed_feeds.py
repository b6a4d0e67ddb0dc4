"""What the live pages show of the feeds that are followed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from components import address
from components.course_words import called
from components.feed_cards import FeedCard, FeedState
from components.feed_form import NAMES, TypedFeed
from components.kept_sessions import FeedFacts, KeptSession
from components.live_view import LiveBoard
from components.track_link import TrackLink
from components.words import far
from racetrace.errors import NotFound, RaceTraceError
from racetrace.live.feed_status import FeedState as Feeding
from racetrace.services import circuit_tracks, circuits, timing
from racetrace.services.change_feed import change_feed, place
from racetrace.services.circuit_tracks import Offer
from racetrace.services.circuits import Circuit
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.board import Board
from racetrace.timing.providers import BY_PROFILE
from racetrace.timing.words import Flag, Kind, Provider

NO_TRACK: Final = 'No track is chosen: the karts are drawn on a loop.'
NO_COURSE: Final = 'No closed course is known here yet: drive one, and drop its file.'
LOOKED_AT_EVERY_S: Final = 2.0
MOST_KEPT: Final = 30
MOST_LINES: Final = 20
KINDS: Final = {Kind.NONE.value: 'session'}  # the feed does not say what is run
STATES: Final = {
    Feeding.CONNECTING: FeedState.CONNECTING,
    Feeding.LIVE: FeedState.LIVE,
    Feeding.STALE: FeedState.SILENT,
    Feeding.DOWN: FeedState.LOST,
    Feeding.GAVE_UP: FeedState.LOST,
}
PILLS: Final = {name: words.partition(' (')[0] for name, words in NAMES.items()} | {'demo': 'Simulated'}
HAPPENED: Final = {  # to who is not told by which computer
    'connect': 'Connected.',
    'reconnect': 'Connected again.',
    'disconnect': 'The connection broke off.',
    'error': 'There was no connection.',
}
BROKEN: Final = frozenset({Feeding.CONNECTING, Feeding.DOWN, Feeding.GAVE_UP})


class FollowedFeeds:
    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    def listed(self, viewer: Viewer) -> Sequence[FeedCard]:
        return [self._card(viewer, one) for one in circuits.seen(self._instance, viewer)]

    async def changes(self, viewer: Viewer) -> AsyncIterator[None]:
        before = None
        while True:
            await asyncio.sleep(LOOKED_AT_EVERY_S)
            found = await asyncio.to_thread(self.listed, viewer)
            if found != before:
                before = found
                yield

    def how(self, viewer: Viewer) -> str:
        if viewer.is_somebody:
            return 'Name a circuit and the address of its timing, or follow a simulated race.'
        return 'Here stand the circuits whose timing is public. Sign in to follow one of your own.'

    async def add(self, viewer: Viewer, typed: dict[str, Any]) -> str:
        """Return where to go on, if not here.

        Raises EntryRefused, FeedAddressRefused, QuotaReached, SignInNeeded; nothing is left then.
        """
        made = await asyncio.to_thread(circuits.add, self._instance, viewer, typed)
        if made.provider == Provider.UNKNOWN:
            return address.feed_format(made.id)
        try:
            await circuits.follow(self._instance, viewer, made.id)
        except RaceTraceError:
            await circuits.delete(self._instance, viewer, made.id)
            raise
        return ''

    def typed(self, viewer: Viewer, feed_id: int) -> TypedFeed:
        """Raises NotFound, NotPermitted, SignInNeeded."""
        found = circuits.owned(self._instance, viewer, feed_id)
        return TypedFeed(
            name=found.name,
            provider=found.provider,
            address=place(found),
            visibility=found.visibility,
        )

    async def change(self, viewer: Viewer, feed_id: int, typed: dict[str, Any]) -> str:
        """Return where to go on, if not here. Raises as `change_feed`."""
        changed = await asyncio.to_thread(change_feed, self._instance, viewer, feed_id, typed)
        return address.feed_format(feed_id) if changed.provider == Provider.UNKNOWN else ''

    async def switch(self, viewer: Viewer, feed_id: int, is_on: bool) -> None:
        await (circuits.follow if is_on else circuits.unfollow)(self._instance, viewer, feed_id)

    async def delete(self, viewer: Viewer, feed_id: int) -> None:
        await circuits.delete(self._instance, viewer, feed_id)

    def board(self, viewer: Viewer, feed_id: int, session_id: int | None = None) -> LiveBoard:
        circuit = circuits.circuit(self._instance, viewer, feed_id)
        outline = circuit_tracks.outline(self._instance, viewer, circuit)
        socket, places, name = f'/api/v1/live/{feed_id}/ws', f'/api/v1/live/{feed_id}/places', ''
        if session_id is not None:
            session = timing.session(self._instance, viewer, session_id)
            if session.circuit_id != feed_id:
                raise NotFound('There is no such session of this circuit.')
            of_it = f'/api/v1/live/sessions/{session_id}'
            socket, places, name = f'{of_it}/ws', f'{of_it}/places', session.name or session.event
        return LiveBoard(
            feed_id=feed_id,
            circuit=circuit.name,
            session=name,
            provider=PILLS.get(circuit.provider, circuit.provider),
            socket=socket,
            places=places,
            is_replay=session_id is not None,
            session_id=session_id,
            outline_m=outline.points_m if outline else (),
            is_paced=outline is not None and outline.is_paced,
            facts=self._facts(viewer, circuit),
        )

    def _facts(self, viewer: Viewer, circuit: Circuit) -> FeedFacts:
        feed_id = circuit.id
        found = timing.sessions(self._instance, viewer, feed_id, MOST_KEPT)
        log = circuits.log(self._instance, viewer, feed_id, MOST_LINES)
        figures = circuits.statistics(self._instance, viewer, feed_id)
        status = self._instance.following.status(feed_id)
        unchanged = f', {status.unchanged:,} values said again' if status else ''
        return FeedFacts(
            sessions=[_kept(one) for one in found],
            log=[(_at(one.at_ms), one.kind, one.message or HAPPENED.get(one.kind, one.kind)) for one in log],
            figures='Nothing was received yet.'
            if not figures.total
            else f'{figures.total:,} frames kept, {figures.last_day:,} of them in a day{unchanged}.',
            track=_track_link(self._instance, viewer, circuit),
        )

    def _card(self, viewer: Viewer, circuit: Circuit) -> FeedCard:
        status = self._instance.following.status(circuit.id)
        board = self._instance.following.board(circuit.id)
        is_mine = circuits.may_change(self._instance, viewer, circuit.id)
        return FeedCard(
            feed_id=circuit.id,
            circuit=circuit.name,
            provider=NAMES.get(circuit.provider, circuit.provider),
            state=STATES[status.state] if status else FeedState.OFF,
            session=_session(board),
            flag=board.flag if board else Flag.NONE,
            leader=_leader(board),
            entries=len(board.entries) if board else 0,
            age_s=None if status is None or status.age_ms is None else status.age_ms // 1000,
            note=self._instance.following.refusal(circuit.id) if is_mine else '',
            is_mine=is_mine,
            is_to_map=circuit.provider == Provider.UNKNOWN or _lacks_profile(circuit),
            why=status.sentence if status and is_mine and status.state in BROKEN else '',
        )


def _lacks_profile(circuit: circuits.Circuit) -> bool:
    return Provider(circuit.provider) in BY_PROFILE and circuit.profile is None


def _kept(session: timing.TimingSession) -> KeptSession:
    kind = KINDS.get(session.kind, session.kind)
    return KeptSession(
        session_id=session.id,
        href=address.live(session.circuit_id, session.id),
        name=', '.join(word for word in (session.event, session.name) if word) or kind,
        kind=kind,
        started_at=_at(session.started_ms),
        is_running=not session.is_ended,
    )


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _session(board: Board | None) -> str:
    if board is None or not board.entries:
        return ''
    return ', '.join(word for word in (board.event, board.name) if word) or KINDS.get(
        board.kind.value, board.kind.value
    )


def _leader(board: Board | None) -> str:
    ranked = board.ranked() if board else []
    return f'{ranked[0].number} {ranked[0].name or ranked[0].driver}'.strip() if ranked else ''


def _track_link(instance: Instance, viewer: Viewer, circuit: Circuit) -> TrackLink | None:
    """Return the form's content; None for who may not change the circuit."""
    if not circuits.may_change(instance, viewer, circuit.id):
        return None
    offers = circuit_tracks.offered(instance, viewer, circuit)
    proposed = circuit_tracks.proposed(instance, viewer, circuit) if circuit.course_id is None else None

    async def save(typed: dict[str, Any]) -> None:
        circuits.write(instance, viewer, circuit.id, typed)

    here = circuit.latitude_deg, circuit.longitude_deg
    return TrackLink(
        said=_linked(circuit, offers, proposed),
        tracks=[(one.course.id, _track(one)) for one in offers],
        chosen=proposed.course.id if proposed else circuit.course_id,
        where=(here[0], here[1]) if here[0] is not None and here[1] is not None else None,
        save=save,
    )


def _linked(circuit: Circuit, offers: list[Offer], proposed: Offer | None) -> str:
    if proposed is not None:
        name = called(proposed.place, proposed.course)
        return f'{name} is the only published track within 2 km. Choose it to have the karts drawn on it.'
    if circuit.course_id is None:
        return NO_TRACK if offers else f'{NO_TRACK} {NO_COURSE}'
    linked = next((one for one in offers if one.course.id == circuit.course_id), None)
    if linked is None:
        return 'You may not see the track that was chosen any more: choose another one.'
    said = f'The karts are drawn on {called(linked.place, linked.course)}.'
    return said if linked.place.is_published else f'{said} Others see a loop: that track is not published.'


def _track(one: Offer) -> str:
    length = far(one.course.length_m) if one.course.length_m else ''
    away = f'{one.away_km:.1f} km away' if one.away_km is not None else ''
    return ', '.join(filter(None, (called(one.place, one.course), length, away)))
