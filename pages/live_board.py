"""/live/{id}?kart=7&delay=30&pane=pits&screen=tv: the board of one feed; with session=12, that one again."""

import asyncio
from typing import Final, Protocol

from fastapi import Request
from nicegui import ui

from components import address
from components.live_view import LiveBoard, LiveView
from components.nothing import Nothing
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer

GONE: Final = 'It was removed, or is not shown to you.'


class Boards(Protocol):
    def board(self, viewer: Viewer, feed_id: int, session_id: int | None = None) -> LiveBoard:
        """Return what is known of a feed, or of a session of it that was kept.

        NotFound when there is none, or not for this viewer.
        """


def register(instance: Instance, boards: Boards) -> None:
    @ui.page('/live/{feed_id}')
    async def show(
        request: Request, feed_id: str, delay: str = '', pane: str = '', screen: str = '', session: str = ''
    ) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        try:
            kept = address.number(session) if session else None
            board = await asyncio.to_thread(boards.board, viewer, address.number(feed_id), kept)
        except NotFound as error:
            with framed(instance, viewer, 'live', [('Live', '/live'), ('Not here', '')]):
                Nothing(str(error), GONE, way=('To live timing', '/live'), is_missing=True)
            return
        is_big = screen == 'tv'
        if is_big:
            ui.query('.app').classes('app--alone')
        crumbs = [('Live', '/live'), (board.circuit, '')]
        if board.session:
            crumbs.append((board.session, ''))
        with framed(instance, viewer, 'live', crumbs, flush=True):
            LiveView(board, pane=pane, delay=delay, is_big=is_big)
