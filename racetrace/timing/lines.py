"""Lines out of a stream of bytes, whose frames end where they like."""

import csv
from typing import Final

LONGEST_LINE: Final = 4096
LONGEST_FIELD: Final = 120

_TURNS: Final = (
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)  # they turn what stands beside
_UNSEEN: Final = (0x200B, 0x2028, 0x2029, 0x2060, 0xFEFF)
_CONTROLS: Final = dict.fromkeys([*range(9), *range(10, 32), *range(127, 160), *_TURNS, *_UNSEEN])


class Lines:
    """Keeps an unfinished line for the next frame; a longer one than any record is lost, and counted.

    `are_whole`: each frame ends with a line, with or without its end. `start`: what lines begin with, so that
    a frame that does so is not taken for the rest of a line that had no end.
    """

    def __init__(self, *, are_whole: bool = False, start: bytes = b'') -> None:
        self._are_whole, self._start = are_whole, start
        self._rest = b''
        self._is_lost = False  # what comes is the rest of a line that was too long
        self.lost = 0  # bytes, until somebody takes them

    def of(self, frame: bytes) -> list[bytes]:
        """Return the lines that a frame ends, without their ends; empty ones are left out."""
        is_ended = self._start != b'' and self._rest != b'' and frame.startswith(self._start)
        lines = (self._rest + (b'\n' if is_ended else b'') + frame).split(b'\n')
        self._rest = b'' if self._are_whole else lines.pop()
        if self._is_lost:
            if not lines:
                self.lost += len(self._rest)
                self._rest = b''
                return []
            self.lost += len(lines.pop(0))
            self._is_lost = False
        if len(self._rest) > LONGEST_LINE:
            self.lost += len(self._rest)
            self._rest, self._is_lost = b'', True
        self.lost += sum(len(line) for line in lines if len(line) > LONGEST_LINE)
        return [line for line in lines if 0 < len(line) <= LONGEST_LINE and line != b'\r']

    def taken_lost(self) -> int:
        lost, self.lost = self.lost, 0
        return lost


def decoded(line: bytes) -> str:
    """Return text without control characters: UTF-8, else what Windows writes in western Europe."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode('cp1252', 'replace')
    return text if text.isprintable() else text.translate(_CONTROLS)


def fields(line: str, separator: str = ',') -> list[str]:
    """Return the fields of a line; one may be quoted, and then hold the separator."""
    if '"' not in line:
        found = line.split(separator)
    else:
        found = next(csv.reader((line,), delimiter=separator, skipinitialspace=True), [])
    return [' '.join(one.split())[:LONGEST_FIELD] for one in found]
