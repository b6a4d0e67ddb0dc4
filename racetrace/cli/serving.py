"""RaceTrace as a server: on its socket, with its store to itself, until it is told to end."""

from __future__ import annotations

import gc
import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import uvicorn

from racetrace.cli.lan import certified, fingerprint
from racetrace.cli.letting_go import LettingGo
from racetrace.cli.listening import listen
from racetrace.cli.lost import end
from racetrace.errors import StoreInUse
from racetrace.settings import Settings
from racetrace.store.claim import claimed

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

MOST_SAID: Final = 4 << 20  # bytes of one message of a page; files come by other ways
Build = Callable[[Settings], 'FastAPI']


def serve(build: Build, settings: Settings, *, browser: bool, lan: bool = False) -> None:
    """Serve until SIGINT or SIGTERM, on the wanted port or the next free one."""
    with listen(settings.host, settings.port) as listening:
        settings = replace(settings, port=listening.getsockname()[1])
        if lan:
            settings = certified(settings, datetime.now(UTC))
        try:
            with claimed(settings.data, settings.url, lost=end):
                _serve(build(settings), settings, listening, browser=browser)
        except StoreInUse as running:
            if not running.url:
                raise
            print(f'RaceTrace: {running.url}, where it is running already', flush=True)
            if browser:
                _open_browser(running.url)


def _serve(app: FastAPI, settings: Settings, listening: socket.socket, *, browser: bool) -> None:
    config = uvicorn.Config(
        app,
        # Each request with its address, in which there may be a secret: never in production.
        log_level='info' if settings.is_debug else 'warning',
        ws=LettingGo,
        ws_max_size=MOST_SAID,
        ws_per_message_deflate=False,  # 0.3 instead of 0.1 MB per open page, for nothing on a LAN
        timeout_graceful_shutdown=1,  # an upload or a socket left open must not hold up the end
        ssl_certfile=settings.certificate,
    )
    print(f'RaceTrace: {settings.url}', flush=True)
    if settings.certificate is not None:
        shown = fingerprint(settings.certificate)
        print(f'RaceTrace: others open {settings.address}, with the certificate {shown}', flush=True)
    if browser:
        _open_browser(settings.url)
    gc.collect()
    gc.freeze()  # or each full collection looks through all modules again, and stops every page for 150 ms
    uvicorn.Server(config).run(sockets=[listening])


def _open_browser(url: str) -> None:
    screenless = sys.platform == 'linux' and not {'DISPLAY', 'WAYLAND_DISPLAY'} & os.environ.keys()
    if not screenless:  # there it might start a browser of the terminal, inside our output
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
