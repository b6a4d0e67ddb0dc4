"""Frames as a recording: a line of JSON for each, with when it came and what it said."""

import json
from collections.abc import Iterable, Iterator

from racetrace.simulation.frame import Frame
from racetrace.simulation.race_truth import Meeting


def recording(meeting: Meeting, frames: Iterable[Frame], encoding: str = 'utf-8') -> Iterator[bytes]:
    """Yield lines {"t": milliseconds since 1970, "raw": text of the frame}."""
    began_ms = round(meeting.started_at.timestamp() * 1000)
    for at_ms, data in frames:
        said = {'t': began_ms + at_ms, 'raw': data.decode(encoding)}
        yield json.dumps(said, ensure_ascii=False, separators=(',', ':')).encode() + b'\n'
