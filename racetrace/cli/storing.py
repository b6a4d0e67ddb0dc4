"""`racetrace import`, `seed`, `reread`: files into a store, and anew out of what it keeps.

Where RaceTrace is running on the same data, files are handed to it: one program at a time writes.
"""

import asyncio
import json
import os
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from racetrace.cli.lost import end
from racetrace.errors import RaceTraceError, StoreInUse
from racetrace.settings import Settings
from racetrace.settings.stated import store_of
from racetrace.words import lap_time, plural

if TYPE_CHECKING:
    from racetrace.services.instance import Instance
    from racetrace.telemetry.job import Job

DEMO = Path(__file__).parents[2] / 'data' / 'riverside.csv'
PIECE_BYTES = 1 << 20
PATIENCE_S = 300.0

DataFile = Annotated[
    str | None,
    typer.Option('--data', help='The data file, or a postgresql:// address; else RACETRACE_DATA.'),
]


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar='FILE…', help='Files of lap loggers.')],
    data: DataFile = None,
) -> None:
    """Take logger files into a store, whether RaceTrace is running on it or not."""
    settings = settings_with(data)
    sizes = {file: _size(file, settings) for file in files}
    try:
        said = in_store(settings, lambda instance: _import(instance, sizes))
    except StoreInUse as running:
        if not running.url:
            raise
        said = [_hand_over(running.url, file) for file in files]
    for sentence in said:
        typer.echo(sentence)


def seed(
    data: DataFile = None,
    admin: Annotated[
        str | None,
        typer.Option(metavar='EMAIL', help='Make the first admin too, and print the password once.'),
    ] = None,
) -> None:
    """Take in the demo session, also where it was deleted."""
    from racetrace.services.demo import seed
    from racetrace.services.register import seed_admin

    async def put(instance: 'Instance') -> list[str]:
        said = []
        if admin is not None:
            made = await asyncio.to_thread(seed_admin, instance, admin)
            said = [f'{made.name}: admin, password {made.password} (change it at /me; it is not said again)']
        return [await _outcome(instance, await seed(instance, DEMO)), *said]

    for sentence in in_store(settings_with(data), put):
        typer.echo(sentence)


def reread(data: DataFile = None) -> None:
    """Derive all sessions anew from the files as they were handed in."""
    from racetrace.services.reread import reread_all

    async def again(instance: 'Instance') -> list[str]:
        return [await _outcome(instance, job) for job in await reread_all(instance)]

    for sentence in in_store(settings_with(data), again):
        typer.echo(sentence)


def settings_with(data: str | None) -> Settings:
    settings = Settings.from_environ(os.environ)
    return replace(settings, data=store_of('--data', data)) if data else settings


def _size(file: Path, settings: Settings) -> int:
    try:
        size = file.stat().st_size
        file.open('rb').close()
    except OSError as error:
        raise RaceTraceError(f'{file} cannot be read: {error.strerror}.') from error
    if size > settings.max_upload_bytes:
        raise RaceTraceError(f'{file} is larger than the {settings.max_upload_mib} MiB that RaceTrace takes.')
    return size


def in_store(settings: Settings, work: Callable[['Instance'], Awaitable[list[str]]]) -> list[str]:
    """Do the work on an instance that is served nowhere."""
    from racetrace.services.instance import Instance
    from racetrace.services.running import running
    from racetrace.store.claim import claimed

    instance = Instance.at(
        settings.data, workers=settings.workers, max_upload_bytes=settings.max_upload_bytes
    )

    async def run() -> list[str]:
        async with running(instance):
            instance.runner.start(lambda: _warn(instance), name='warnings')
            return await work(instance)

    with claimed(settings.data, '', lost=end):
        return asyncio.run(run())


async def _warn(instance: 'Instance') -> None:
    """Say what an import waits for."""
    async for news in instance.hub.watch():
        if news.sentence and not news.stage.is_end:
            typer.echo(f'{news.name}: {news.sentence}', err=True)


async def _import(instance: 'Instance', sizes: dict[Path, int]) -> list[str]:
    from racetrace.services.import_log import receive_log
    from racetrace.services.viewer import LOCAL

    jobs = [
        await receive_log(instance, LOCAL, file.name, _pieces(file), expected_bytes=size)
        for file, size in sizes.items()
    ]
    return [await _outcome(instance, job) for job in jobs]


async def _outcome(instance: 'Instance', job: 'Job') -> str:
    """Wait for an import and say what came of it. Raises RaceTraceError with its sentence."""
    from racetrace.services import sessions
    from racetrace.services.import_log import waited
    from racetrace.services.viewer import LOCAL

    job = await waited(instance, job)
    if job.session_id is None or job.sentence:
        raise RaceTraceError(f'{job.name}: {job.sentence or "It could not be read."}')
    session = sessions.session(instance, LOCAL, job.session_id)
    best = f', best {lap_time(session.best.time_s)}' if session.best else ''
    return f'{job.name}: session {session.id}, {plural(len(session.ranked), "timed lap")}{best}'


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open('rb') as opened:
        while piece := await asyncio.to_thread(opened.read, PIECE_BYTES):
            yield piece


def _hand_over(url: str, file: Path) -> str:
    """Send a file to the RaceTrace that is running. Raises RaceTraceError with its sentence."""
    address = f'{url}/api/v1/sessions/upload?name={quote(file.name)}&wait=60'
    request = urllib.request.Request(address, data=file.read_bytes(), method='PUT')
    request.add_header('Content-Type', 'application/octet-stream')
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
            answer: dict[str, Any] = json.load(response)
    except urllib.error.HTTPError as error:
        raise RaceTraceError(f'{file}: {json.load(error)["detail"]}') from error
    except (OSError, ValueError) as error:
        raise RaceTraceError(f'RaceTrace at {url} did not take {file}: {error}.') from error
    session = answer.get('session_id')
    return (
        f'{file.name}: ' + (f'session {session}' if session else 'arrived, and is being read') + f', at {url}'
    )
