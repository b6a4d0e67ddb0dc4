"""RaceTrace with one feed that does as a test says: the whole program, a real socket, an invented race.

Feed 1 is played, feed 2 is a replay. `POST /played/{feed}` takes `{"events": [["Said", "r7", "last", 64]]}`,
`{"recalled": ["r7", [[1, 60000, "", false]]]}`, `{"say": {…}}` for a message as it stands,
`{"heart": false}` for silence, `{"cut": true}` for a lost socket, `{"away": [4004, "Why."]}` to send all
away.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.feed_cards import FeedCard, FeedState
from components.feed_form import TypedFeed
from components.live_sample import LAP_MS, LAPS, START_MS, sample_board
from components.live_view import LiveBoard
from main import build
from racetrace.errors import NotFound
from racetrace.services.viewer import Viewer
from racetrace.settings import Settings
from racetrace.timing import events
from racetrace.timing.board import Board
from racetrace.timing.shown import Shown
from racetrace.timing.words import Counting, Field, Flag, Mark, State

ENUMS: Final = {
    'Said': (None, Field, None, Mark),
    'Flagged': (Flag,),
    'Ticked': (Counting,),
    'Lapped': (None, None, None, Mark),
}
OUTLINE: Final = [(0, 0), (300, 0), (380, 80), (300, 160), (200, 140), (120, 220), (0, 220), (-80, 110)]


@dataclass(kw_only=True)
class Played:
    """One feed, and whoever looks at it."""

    board: Board
    now_ms: int = START_MS + LAPS * LAP_MS + 20_000
    has_heart: bool = True
    is_up: bool = True
    away: tuple[int, str] | None = None  # how a socket is closed on who opens it
    said: list[dict[str, Any]] = field(default_factory=list)  # by browsers
    asked: list[dict[str, str]] = field(default_factory=list)  # how they connected
    viewers: set[WebSocket] = field(default_factory=set)
    replay: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self.shown = Shown(self.board)
        self.kept: list[dict[str, Any]] = []

    async def tell(self, message: dict[str, Any]) -> None:
        for viewer in list(self.viewers):
            await viewer.send_json({'at_ms': self.now_ms, **message})

    async def apply(self, said: Sequence[Any]) -> None:
        for name, *values in said:
            kinds = (*ENUMS.get(name, ()), *[None] * len(values))
            made = [kind(value) if kind else value for kind, value in zip(kinds, values, strict=False)]
            if name == 'Said' and made[1] is Field.GAP:
                made[2] = events.Gap(*made[2])
            if name == 'Announced':
                made[0] = tuple(events.Message(*one) for one in made[0])
            if name == 'Said' and made[1] is Field.STATE:
                made[2] = State(made[2])
            self.board.apply(getattr(events, name)(*made), self.now_ms)
        await self.show()

    async def tell_of(self, event: events.Event) -> None:
        self.board.apply(event, self.now_ms)
        await self.show()

    async def show(self) -> None:
        if (delta := self.shown.delta()) is not None:
            self.kept.append(delta)
            await self.tell({'type': 'delta', **delta})

    def missed(self, seq: str) -> list[dict[str, Any]]:
        """Return what a browser that was there until `seq` has not seen; the whole, if that is not known."""
        later = [one for one in self.kept if one['seq'] > int(seq)] if seq.isdecimal() else []
        is_known = seq.isdecimal() and (len(later) == self.shown.seq - int(seq))
        if is_known:
            return [{'type': 'delta', **one} for one in later]
        return [{'type': 'snapshot', **self.shown.snapshot()}]


class House:
    def __init__(self) -> None:
        self.feeds = {1: Played(board=sample_board()), 2: Played(board=sample_board(has_sectors=True))}
        self.feeds[2].replay = {
            'from_ms': START_MS,
            'to_ms': START_MS + 3_600_000,
            'at_ms': START_MS + 800_000,
            'speed': 10,
            'is_playing': True,
            'marks': [[START_MS, 'Qualifying'], [START_MS + 1_200_000, 'Race']],
        }

    def listed(self, _viewer: Viewer) -> Sequence[FeedCard]:
        race = FeedCard(
            feed_id=1,
            circuit='Riverside kart',
            provider='Apex',
            state=FeedState.LIVE,
            session='3 h endurance',
            flag=Flag.GREEN,
            leader='7 Mill Lane Racing',
            age_s=0.4,
        )
        lost = FeedCard(feed_id=9, circuit='Spreewald', provider='RMonitor', state=FeedState.LOST, age_s=190)
        return race, lost

    async def changes(self, _viewer: Viewer) -> AsyncIterator[None]:
        return
        yield

    def how(self, _viewer: Viewer) -> str:
        return ''

    async def add(self, _viewer: Viewer, typed: dict[str, Any]) -> str:
        raise AssertionError(typed)

    def typed(self, _viewer: Viewer, feed_id: int) -> TypedFeed:
        raise AssertionError(feed_id)

    async def change(self, _viewer: Viewer, feed_id: int, typed: dict[str, Any]) -> str:
        raise AssertionError(feed_id, typed)

    async def switch(self, _viewer: Viewer, feed_id: int, is_on: bool) -> None:
        raise AssertionError(feed_id, is_on)

    async def delete(self, _viewer: Viewer, feed_id: int) -> None:
        raise AssertionError(feed_id)

    def board(self, _viewer: Viewer, feed_id: int, session_id: int | None = None) -> LiveBoard:
        if feed_id not in self.feeds or session_id is not None:
            raise NotFound(f'There is no feed {feed_id}.')
        return LiveBoard(
            feed_id=feed_id,
            circuit='Riverside kart',
            session='3 h endurance',
            provider='Apex',
            socket=f'/api/v1/live/{feed_id}/ws',
            places=f'/api/v1/live/{feed_id}/places',
            outline_m=OUTLINE if feed_id == 1 else (),
            is_replay=self.feeds[feed_id].replay is not None,
        )

    async def socket(self, socket: WebSocket) -> None:
        feed = self.feeds[int(socket.path_params['feed_id'])]
        feed.asked.append(dict(socket.query_params))
        if not feed.is_up:
            return await socket.close()
        await socket.accept()
        if feed.away:
            return await socket.close(*feed.away)
        for message in feed.missed(socket.query_params.get('seq', '')):
            await socket.send_json({'at_ms': feed.now_ms, **message})
        await socket.send_json({'type': 'feed', 'state': 'live', 'age_ms': 300, 'at_ms': feed.now_ms})
        if feed.replay:
            await socket.send_json({'type': 'replay', **feed.replay})
        feed.viewers.add(socket)
        try:
            async for said in socket.iter_json():
                feed.said.append(said)
                if said['type'] == 'ping' and feed.has_heart:
                    await socket.send_json({'type': 'pong'})
        except WebSocketDisconnect:
            pass
        finally:
            feed.viewers.discard(socket)

    async def play(self, request: Request) -> JSONResponse:
        feed = self.feeds[int(request.path_params['feed_id'])]
        what = await request.json()
        feed.has_heart = what.get('heart', feed.has_heart)
        feed.is_up = what.get('up', feed.is_up)
        feed.away = what.get('away', feed.away)
        feed.now_ms += what.get('later_ms', 0)
        if 'recalled' in what:
            key, laps = what['recalled']
            await feed.tell_of(events.Recalled(key, tuple(events.PastLap(*one) for one in laps)))
        await feed.apply(what.get('events', ()))
        if 'say' in what:
            await feed.tell(what['say'])
        if what.get('cut'):
            for viewer in list(feed.viewers):
                await viewer.close(*(feed.away or ()))
        if what.get('anew'):
            self.feeds[1] = Played(board=sample_board())
            self.feeds[2].said.clear()
        return JSONResponse({'said': feed.said, 'asked': feed.asked, 'seq': feed.shown.seq})

    async def places(self, _request: Request) -> JSONResponse:
        ranked = self.feeds[1].board.ranked()
        entries = [
            {
                'number': one.number,
                'name': one.name,
                'colour': one.colour,
                'places': [_place(rank, lap) for lap in range(one.laps_done)],
                'recalled': [lap.number for lap in one.done if lap.is_recalled],
            }
            for rank, one in enumerate(ranked)
        ]
        return JSONResponse({'laps': LAPS, 'entries': entries})


def _place(rank: int, lap: int) -> int:
    """Return where somebody was after a lap: each third of it, two beside each other change places."""
    pair = (rank + lap // 3) % 2
    return rank + 1 if lap > 9 else max(1, rank + 1 + (1 if pair == 0 and rank else -1 if pair else 0))


def played(settings: Settings) -> FastAPI:
    house = House()
    app = build(settings, feeds=house)
    app.router.routes[:0] = [
        WebSocketRoute('/api/v1/live/{feed_id:int}/ws', house.socket),
        Route('/api/v1/live/{feed_id:int}/places', house.places),
        Route('/played/{feed_id:int}', house.play, methods=['POST']),
    ]
    return app


if __name__ == '__main__':
    given = Settings.from_environ(os.environ)
    print(f'RaceTrace: {given.url}', flush=True)
    config = uvicorn.Config(played(given), port=given.port, log_level='warning', timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    asyncio.run(server.serve())
    sys.exit()
