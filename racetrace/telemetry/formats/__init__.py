"""Every logger file comes in here; what it is, its content says, never its name."""

from collections.abc import Callable
from typing import Final

from racetrace.errors import LogFormatError
from racetrace.telemetry.formats import racechrono, trackaddict, vbo
from racetrace.telemetry.formats.refusals import refusal
from racetrace.telemetry.log import Log
from racetrace.telemetry.text import decoded, unified

# A format recognises a file by the text at its head, and reads it.
READERS: Final[tuple[tuple[Callable[[str], bool], Callable[[bytes, str], Log]], ...]] = (
    (trackaddict.recognises, trackaddict.read),
    (racechrono.recognises, racechrono.read),
    (vbo.recognises, vbo.read),
)

_HEAD_BYTES: Final = 65_536


def read_log(raw: bytes, name: str = '') -> Log:
    """Read a logger file. `name` is only asked for what the file itself does not say.

    Raises LogFormatError with one sentence for a person: what is wrong, where, what to do.
    """
    text = unified(raw)
    head = decoded(text[:_HEAD_BYTES])
    for recognises, read in READERS:
        if recognises(head):
            return read(text, name)
    raise LogFormatError(refusal(raw[:_HEAD_BYTES], head, name))
