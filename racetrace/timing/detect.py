"""Which provider's feed this is, from its first frames."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from racetrace.timing.profile import FormatProfile
from racetrace.timing.proposal import MOST_SAMPLES, proposed, sample
from racetrace.timing.rows import document
from racetrace.timing.words import Provider

ENOUGH: Final = 0.6  # of the lines
MOST_FRAMES: Final = 40
MOST_LINES: Final = 2_000

_APEX: Final = re.compile(
    rb'(?:init|grid|title[12]|dyn1|light|css|track|com|msg|best|effects|comments|wth\d|r\d+(?:c\d+)?)\|'
)
_RMONITOR: Final = re.compile(rb'\$(?:F|A|COMP|G|H|J|B|C|I|E|L|S[PR]|RM[A-Z]{1,4}),')
_RACE_MONITOR: Final = re.compile(rb'\$RM[A-Z]{1,4},')
_SCANNER: Final = re.compile(
    rb'(?:GET|POST|HEAD|PUT|OPTIONS|CONNECT|TRACE|PRI) \S+ (?:HTTP|RTSP|SIP)/|SSH-|MGLNDD_|\x16\x03|\x03\0'
)
_BINARY: Final = re.compile(rb'[\0-\x08\x0e-\x1f]')


_UNKNOWN: Final = 'It is of no known kind, and no rows with known columns are in it.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    provider: Provider
    confidence: float  # 0 to 1
    samples: tuple[str, ...]
    seen: str  # what spoke for it, or against all, in a sentence
    profile: FormatProfile | None = None  # proposed, where we have no reader for it


def detect(frames: Sequence[bytes]) -> Detected:
    """Return whose frames these are. Those of port scanners, which speak to every open port, do not count."""
    heard = [frame for frame in frames[:MOST_FRAMES] if frame.strip()]
    said = [frame for frame in heard if not _is_strange(frame)]
    if not said:
        why = 'Only what port scanners send was received.' if heard else 'Nothing was received.'
        return _unknown(heard, why)
    return _lines(said) or _documents(said) or _generic(said, Provider.TABLE) or _unknown(said, _UNKNOWN)


def _is_strange(frame: bytes) -> bool:
    return _SCANNER.match(frame) is not None or (
        _BINARY.search(frame[:4096]) is not None and not (_APEX.match(frame) or _RMONITOR.match(frame))
    )


def _samples(frames: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(sample(frame) for frame in frames[:MOST_SAMPLES])


def _lines(frames: list[bytes]) -> Detected | None:
    lines = [line for frame in frames for line in frame.splitlines() if line.strip()][:MOST_LINES]
    is_extended = any(_RACE_MONITOR.match(line) for line in lines)
    records = (
        (Provider.RACE_MONITOR, 'are RMonitor records, some of them with the extensions of Race Monitor')
        if is_extended
        else (Provider.RMONITOR, 'are RMonitor records')
    )
    for pattern, (provider, seen) in (
        (_APEX, (Provider.APEX, 'begin as those of Apex Timing do')),
        (_RMONITOR, records),
    ):
        found = [line for line in lines if pattern.match(line)]
        if found and len(found) >= ENOUGH * len(lines):
            return Detected(
                provider=provider,
                confidence=len(found) / len(lines),
                samples=_samples([frame for frame in frames if pattern.search(frame)]),
                seen=f'{len(found)} of {len(lines)} lines {seen}.',
            )
    return None


def _documents(frames: list[bytes]) -> Detected | None:
    said = [(frame, one) for frame in frames if (one := document(frame)) is not None]
    if len(said) < ENOUGH * len(frames):
        return None
    for provider, is_one, seen in (
        (Provider.OPENF1, _is_openf1, 'have the keys of OpenF1'),
        (Provider.F1, _is_f1, 'are messages of the Formula 1 live timing'),
    ):
        found = [frame for frame, one in said if is_one(one)]
        if len(found) >= ENOUGH * len(frames):
            part = f'{len(found)} of {len(frames)} frames {seen}.'
            return Detected(
                provider=provider, confidence=len(found) / len(frames), samples=_samples(found), seen=part
            )
    return _generic([frame for frame, _ in said], Provider.JSON)


def _generic(frames: list[bytes], provider: Provider) -> Detected | None:
    found = proposed(frames)
    if found is None or bool(found.profile.separator) is not (provider is Provider.TABLE):
        return None
    names = ', '.join(name for name, _ in found.profile.columns[:8])
    return Detected(
        provider=provider,
        confidence=found.confidence,
        samples=found.samples,
        seen=f'Rows have {names}.',
        profile=found.profile,
    )


def _unknown(frames: list[bytes], why: str) -> Detected:
    return Detected(provider=Provider.UNKNOWN, confidence=0, samples=_samples(frames), seen=why)


def _is_openf1(said: Any) -> bool:
    one = said[0] if isinstance(said, list) and said else said
    return isinstance(one, dict) and {'session_key', 'meeting_key'} & one.keys() != set()


def _is_f1(said: Any) -> bool:
    """Return whether it is `[topic, object, time]`, or a message of SignalR that holds such."""
    if isinstance(said, dict):
        batch = said.get('M')
        held = batch[0] if isinstance(batch, list) and batch else said
        said = held.get('A') if isinstance(held, dict) else None
    return isinstance(said, list) and len(said) == 3 and isinstance(said[0], str) and isinstance(said[2], str)
