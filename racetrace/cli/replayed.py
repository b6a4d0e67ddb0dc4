"""A recording of a timing feed, read to its sessions and printed."""

import gzip
import time
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import typer

from racetrace.cli.files import print_json
from racetrace.errors import RaceTraceError, RecordingRefused
from racetrace.timing.detect import detect
from racetrace.timing.proposal import proposed
from racetrace.timing.providers import BY_PROFILE, NOT_READ, Parser, parser
from racetrace.timing.recording import Frame, frames
from racetrace.timing.sessions import Sessions
from racetrace.timing.summary import summary
from racetrace.timing.words import Provider
from racetrace.words import NONE, lap_time

MAX_BYTES: Final = 512 << 20  # of what is packed: a day of a busy circuit takes 5 MB
WINDOW: Final = 40
WINDOWS: Final = 500


def print_replayed(file: Path, factor: float | None, *, as_json: bool) -> None:
    """Read a recording, so many times as fast as it came or at once, and print what it tells."""
    received = _received(file)
    reading, sessions = _parser(received, file), Sessions()
    for at_ms, frame in _paced(received, factor):
        sessions.read(reading.read(frame, at_ms), at_ms)
    told = summary(sessions)
    if as_json:
        print_json(told)
        return
    for session in told['sessions']:
        _print(session)
    typer.echo(f'{told["frames"]} frames, {told["noise"]} of them noise')


def _received(path: Path) -> Sequence[Frame]:
    try:
        with path.open('rb') as file:
            content = file.read(MAX_BYTES + 1)
        if content.startswith(b'\x1f\x8b'):
            with gzip.open(path) as packed:
                content = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RaceTraceError(
            f'{path} cannot be read: {getattr(error, "strerror", None) or error}.'
        ) from error
    if len(content) > MAX_BYTES:
        raise RecordingRefused(f'{path} has more than {MAX_BYTES >> 20} MiB. Give a part of it.')
    return list(frames(content, path.name))


def _parser(received: Sequence[Frame], path: Path) -> Parser:
    """Return what reads these frames; the first may be of anybody, as the bytes of port scanners are."""
    spoken = (frame for _, frame in received if frame.strip())
    seen = ''
    for _ in range(WINDOWS):
        window = list(islice(spoken, WINDOW))
        found = detect(window)
        seen = seen or found.seen
        if found.provider in BY_PROFILE and (proposal := proposed(window)) is not None:
            return parser(found.provider, proposal.profile)
        if found.provider not in NOT_READ | BY_PROFILE:
            return parser(found.provider)
        if not window or found.provider is not Provider.UNKNOWN:
            break
    raise RecordingRefused(f'{path} is no recording of a timing feed that RaceTrace reads. {seen}')


def _paced(received: Sequence[Frame], factor: float | None) -> Iterator[Frame]:
    start_s = time.monotonic()
    for at_ms, frame in received:
        if factor is not None:
            due_s = start_s + (at_ms - received[0][0]) / 1000 / factor
            time.sleep(max(0.0, due_s - time.monotonic()))
        yield at_ms, frame


def _print(session: dict[str, Any]) -> None:
    words = (session['event'], session['name'], session['kind'], session['track'], ' '.join(session['flags']))
    typer.echo('  '.join(word for word in words if word))
    for entry in session['entries']:
        last, best = (lap_time(ms / 1000) if ms else NONE for ms in (entry['last_ms'], entry['best_ms']))
        place = str(entry['position'] or NONE)
        typer.echo(
            f'{place:>4}  {entry["number"]:>4}  {entry["name"][:28]:28}  {entry["laps"]:>4} laps  '
            f'{last:>10}  {best:>10}  {entry["pit_count"]:>3} in the pit'
        )
    typer.echo('')
