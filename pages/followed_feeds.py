"""What the live pages show of the feeds that are followed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from components import address
from components.feed_cards import FeedCard, FeedState
from components.feed_form import NAMES
from components.kept_sessions import FeedFacts, KeptSession
from components.live_view import LiveBoard
from racetrace.errors import NotFound, RaceTraceError
from racetrace.live.feed_status import FeedState as Feeding
from racetrace.live.feed_status import Status
from racetrace.services import circuits, timing
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.board import Board
from racetrace.timing.words import Flag

LOOKED_AT_EVERY_S: Final = 2.0
FRESH_MS: Final = 5_000
MOST_KEPT: Final = 30
MOST_LINES: Final = 20
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

    async def add(self, viewer: Viewer, typed: dict[str, Any]) -> None:
        """Raises EntryRefused, FeedAddressRefused, QuotaReached, SignInNeeded; nothing is left then."""
        made = await asyncio.to_thread(circuits.add, self._instance, viewer, typed)
        try:
            await circuits.follow(self._instance, viewer, made.id)
        except RaceTraceError:
            await circuits.delete(self._instance, viewer, made.id)
            raise

    async def switch(self, viewer: Viewer, feed_id: int, is_on: bool) -> None:
        await (circuits.follow if is_on else circuits.unfollow)(self._instance, viewer, feed_id)

    async def delete(self, viewer: Viewer, feed_id: int) -> None:
        await circuits.delete(self._instance, viewer, feed_id)

    def board(self, viewer: Viewer, feed_id: int, session_id: int | None = None) -> LiveBoard:
        circuit = circuits.circuit(self._instance, viewer, feed_id)
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
            facts=self._facts(viewer, feed_id),
        )

    def _facts(self, viewer: Viewer, feed_id: int) -> FeedFacts:
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
        )

    def _card(self, viewer: Viewer, circuit: circuits.Circuit) -> FeedCard:
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
            age_s=_age_s(status),
            is_mine=is_mine,
            why=status.sentence if status and is_mine and status.state in BROKEN else '',
        )


def _age_s(status: Status | None) -> float | None:
    """Return the age as coarse as the list is looked at, or it would change all the time; None: just now."""
    if status is None or status.age_ms is None or status.age_ms < FRESH_MS:
        return None
    step_s = 5 if status.age_ms < 60_000 else 60
    return float(status.age_ms // 1000 // step_s * step_s)


def _kept(session: timing.TimingSession) -> KeptSession:
    return KeptSession(
        href=address.live(session.circuit_id, session.id),
        name=', '.join(word for word in (session.event, session.name) if word) or session.kind,
        kind=session.kind,
        started_at=_at(session.started_ms),
        is_running=not session.is_ended,
    )


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _session(board: Board | None) -> str:
    if board is None or not board.entries:
        return ''
    return ', '.join(word for word in (board.event, board.name) if word) or board.kind.value


def _leader(board: Board | None) -> str:
    ranked = board.ranked() if board else []
    return f'{ranked[0].number} {ranked[0].name or ranked[0].driver}'.strip() if ranked else ''
