"""What a feed is, found out from what it sends: whose it is, and how it would be read.

Nothing comes of it but a report. The profile in it is data, and is followed only after a person took it.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from racetrace.errors import ConnectionEnded, NotFound, TooBusy
from racetrace.live.reader import Reader
from racetrace.live.source import Source
from racetrace.services.feed_source import source
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_seen
from racetrace.services.viewer import Viewer
from racetrace.store import circuits, feed_formats, feed_log, frames, things
from racetrace.timing.columns import Mapped, mapped
from racetrace.timing.detect import detect
from racetrace.timing.profile import FormatProfile
from racetrace.timing.proposal import proposed
from racetrace.timing.providers import BY_PROFILE, NOT_READ, parser
from racetrace.timing.recording import Frame
from racetrace.timing.words import Provider

ENOUGH: Final = 20  # frames of a connection
WITHIN_S: Final = 10.0
MOST_BYTES: Final = 4 << 20
MOST_KEPT: Final = 200  # frames
RECENT_MS: Final = 60_000
STORED: Final = 40  # of the newest, where nothing is recent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    frames: Sequence[Frame]
    took_ms: int
    is_recorded: bool
    provider: str  # as the circuit says
    columns: Mapped | None = None  # that the feed was told with, when it was connected


async def analyse(instance: Instance, viewer: Viewer, circuit_id: int) -> dict[str, Any]:
    """Look at what a feed sends, and keep what is found in the place of what was found before.

    A feed that is followed has sent it already; to any other it connects for some seconds.
    Raises NotFound, NotPermitted, TooBusy, FeedAddressRefused, ConnectionEnded.
    """
    await asyncio.to_thread(_demand, instance, viewer, 'circuit.follow', circuit_id)
    if instance.analysing.locked():
        raise TooBusy('Other feeds are being analysed: try again in some seconds.')
    async with instance.analysing:
        heard = await _heard(instance, circuit_id)
        report = await asyncio.to_thread(_report, heard)
    now_ms = time.time_ns() // 1_000_000
    await asyncio.to_thread(feed_log.write_analysis, instance.engine, circuit_id, now_ms, report)
    await asyncio.to_thread(feed_formats.write_sample, instance.engine, circuit_id, _sample(heard.frames))
    return await asyncio.to_thread(analysis, instance, viewer, circuit_id)


def analysis(instance: Instance, viewer: Viewer, circuit_id: int) -> dict[str, Any]:
    """Return what was found last. Raises NotFound, also where nobody has looked."""
    _demand(instance, viewer, 'circuit.read', circuit_id)
    found = feed_log.analysis(instance.engine, circuit_id)
    if found is None:
        raise NotFound('The format of this feed was not analysed yet.')
    return found


async def _heard(instance: Instance, circuit_id: int) -> _Heard:
    circuit = await asyncio.to_thread(circuits.circuit, instance.engine, circuit_id)
    if (board := instance.following.board(circuit_id)) is not None:
        recorded = await asyncio.to_thread(_recorded, instance, circuit_id)
        if recorded:
            return _Heard(
                frames=recorded,
                took_ms=recorded[-1][0] - recorded[0][0],
                is_recorded=True,
                provider=circuit.provider,
                columns=mapped(board, {}) if board.columns else None,
            )
    began_s = time.monotonic()
    received = await _received(source(circuit, instance.reach.of(circuit.owner_id)))
    took_ms = round((time.monotonic() - began_s) * 1000)
    return _Heard(frames=received, took_ms=took_ms, is_recorded=False, provider=circuit.provider)


def _recorded(instance: Instance, circuit_id: int) -> list[Frame]:
    since_ms = time.time_ns() // 1_000_000 - RECENT_MS
    recent = [one for one in frames.between(instance.engine, circuit_id, since_ms) if one[1].strip()]
    # The table with its heads is told when the connection is made: without it the rest says less.
    older = frames.newest(instance.engine, circuit_id, STORED) if len(recent) < ENOUGH else []
    return recent or older[::-1]


async def _received(feed: Source) -> list[Frame]:
    """Return what a feed sends first. Raises ConnectionEnded where it ends before it has said anything."""
    received: list[Frame] = []
    size = 0
    try:
        async with asyncio.timeout(WITHIN_S), aclosing(feed.frames()) as told:
            async for frame in told:
                size += len(frame)
                if frame.strip():
                    received.append((time.time_ns() // 1_000_000, frame))
                if len(received) == ENOUGH or size > MOST_BYTES:
                    break
    except TimeoutError:
        pass  # what came by then is all there is
    except ConnectionEnded:
        if not received:
            raise
    return received


def _report(heard: _Heard) -> dict[str, Any]:
    said = [frame for _, frame in heard.frames]
    found = detect(said)
    proposal = proposed(said) if found.provider in BY_PROFILE else None
    return {
        'provider': found.provider,
        'confidence': round(found.confidence, 3),
        'seen': found.seen,
        'samples': list(found.samples),
        'frames': len(said),
        'took_ms': heard.took_ms,
        'is_recorded': heard.is_recorded,
        'columns': _columns(heard, found.provider, proposal.profile if proposal else None),
        'profile': proposal.profile.to_dict() if proposal else None,
    }


def _sample(heard: Sequence[Frame]) -> list[Frame]:
    """Return the first frames, for who draws up a profile to look at."""
    sizes = accumulate(len(frame) for _, frame in heard)
    return [one for one, size in zip(heard[:MOST_KEPT], sizes, strict=False) if size <= MOST_BYTES]


def _columns(heard: _Heard, provider: Provider, profile: FormatProfile | None) -> Mapped:
    if provider in NOT_READ or (provider in BY_PROFILE and profile is None):
        return {}
    if heard.columns is not None and provider == heard.provider:
        return heard.columns
    reader = Reader(parser(provider, profile))
    for at_ms, frame in heard.frames:
        reader.read(frame, at_ms)
    return mapped(reader.sessions.board, {})


def _demand(instance: Instance, viewer: Viewer, operation: str, circuit_id: int) -> None:
    demand_seen(viewer, operation, things.circuit(instance.engine, circuit_id), 'circuit')
