"""What TrackAddict's `#` lines say: lap times, the pit lane, the start/finish line, the car and the phone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from racetrace.errors import LogFormatError
from racetrace.telemetry.log import FileGate, LapKind, LoggedLap
from racetrace.telemetry.stated_laps import StatedLap, laid_out
from racetrace.telemetry.text import decoded, number

_MAX_COMMENTS: Final = 100_000
_MAX_NOTES: Final = 500
_LAP: Final = re.compile(r'# Lap (\d{1,6}): (\d{1,3}):(\d\d):(\d\d[.,]\d{3})', re.ASCII)
_POINT: Final = re.compile(
    r'# (?:Start|End) Point: (-?\d+[.,]\d+)[,;]\s+(-?\d+[.,]\d+)\s+@\s*(-?\d+[.,]\d+) deg', re.ASCII
)
_NOTE: Final = re.compile(r'# ([^:]{1,60}): (.{1,300})')
_ROW: Final = re.compile(rb'\s*([^\n]*)')
_DRAG_SECTOR: Final = re.compile(r'# Sector \d+: [\d:.,]+ \(\d+m\)', re.ASCII)
_PERSONAL_OR_IDLE: Final = {
    'Vehicle Tune',
    'Vehicle App ID',
    'Device Free Space',
    'RaceRender Data',
    'OBD Mode',
}
_LATE_S: Final = (
    0.3  # the rows turn to the next lap at the first 1 Hz fix after the line: measured -0.4 to 0.7 s
)
_PIT_LANE_S: Final = 20.0  # a shorter stay is the track running beside the pit lane, past the app's circle
_HEAD: Final = re.compile(
    r'# RaceRender Data: (?P<app>TrackAddict [^ (\[]*)(?: on (?P<system>[^\[(]*[^\[( ]))?'
    r'(?: \[(?P<phone>.*)\])?\s*(?:\(Mode: (?P<mode>\d+)\))?'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    text: str
    row_time_s: float  # of the row that it precedes, else the last


def comments_among(raw: bytes, start: int, separator: str, time_column: int, last_s: float) -> list[Comment]:
    """Return the comments among the rows from `start` on, each with the time of the row that it precedes."""
    comments: list[Comment] = []
    row_time_s = last_s
    for at, end in reversed(_comment_spans(raw, start)):
        row_time_s = _time_of_next_row(raw, end, separator.encode(), time_column) or row_time_s
        comments.append(Comment(text=decoded(raw[at:end]).strip(), row_time_s=row_time_s))
    return comments[::-1]


def _comment_spans(raw: bytes, start: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = raw.find(b'#', start)
    while at >= 0:
        end = raw.find(b'\n', at)
        end = end if end >= 0 else len(raw)
        if raw[at - 1] == ord('\n'):
            spans.append((at, end))
        if len(spans) > _MAX_COMMENTS:
            raise LogFormatError(
                f'The log has over {_MAX_COMMENTS:,} lines that begin with "#": it is damaged.'
            )
        at = raw.find(b'#', end)
    return spans


def _time_of_next_row(raw: bytes, at: int, separator: bytes, time_column: int) -> float | None:
    """Return the time of the row after `at`; None when there is another comment, or nothing."""
    row = _ROW.match(raw, at)
    if not row or row[1].startswith(b'#'):
        return None
    written = row[1].split(separator)[time_column : time_column + 1]
    return number(decoded(written[0])) if written else None


def laps(
    comments: Sequence[Comment], first_s: float, last_s: float
) -> tuple[tuple[LoggedLap, ...], tuple[str, ...]]:
    """Return the laps by their official times, not by the `Lap` column: that is up to 0.95 s wrong."""
    stated = []
    for comment in comments:
        if match := _LAP.fullmatch(comment.text):
            hours, minutes, seconds = int(match[2]), int(match[3]), float(match[4].replace(',', '.'))
            time_s = round(hours * 3600 + minutes * 60 + seconds, 3)
            stated.append(StatedLap(number=int(match[1]), time_s=time_s, row_time_s=comment.row_time_s))
    placed, warnings = laid_out(stated, first_s=first_s, last_s=last_s, late_s=_LATE_S)
    standing = _runs_from_standstill(comments)
    stays = _pit_stays(comments, last_s)
    return tuple(_of_kind(lap, stays, standing) for lap in placed), warnings


def _of_kind(lap: LoggedLap, stays: Sequence[tuple[float, float]], standing: frozenset[int]) -> LoggedLap:
    if lap.time_s is None:
        return lap
    if any(min(until_s, lap.end_s) - max(from_s, lap.start_s) >= _PIT_LANE_S for from_s, until_s in stays):
        return replace(lap, kind=LapKind.PIT)
    return replace(lap, kind=LapKind.STANDING) if lap.number in standing else lap


def _pit_stays(comments: Sequence[Comment], last_s: float) -> list[tuple[float, float]]:
    """Return from when to when the app saw the car in its pit lane; the last stay may have no end."""
    stays: list[tuple[float, float]] = []
    entered_s: float | None = None
    for comment in comments:
        if comment.text == '# Pit Lane Entry':
            entered_s = comment.row_time_s
        elif comment.text == '# Pit Lane Exit' and entered_s is not None:
            stays.append((entered_s, comment.row_time_s))
            entered_s = None
    return stays if entered_s is None else [*stays, (entered_s, last_s)]


def _runs_from_standstill(comments: Sequence[Comment]) -> frozenset[int]:
    """Drag mode times its runs at distances: `# Sector 4: 00:00:18.440 (400m)` stands before its `# Lap`."""
    runs, in_run = set(), False
    for comment in comments:
        in_run |= bool(_DRAG_SECTOR.fullmatch(comment.text))
        if match := _LAP.fullmatch(comment.text):
            runs |= {int(match[1])} if in_run else set()
            in_run = False
    return frozenset(runs)


def app(comments: Sequence[Comment]) -> tuple[dict[str, str], str]:
    """Return what the first line says: app and mode (0 circuit, 2 drag strip), and the phone."""
    match = _HEAD.fullmatch(comments[0].text)
    if not match:
        return {}, ''
    said = {'App': f'{match["app"]} on {match["system"]}' if match['system'] else match['app']}
    return said | ({'Mode': match['mode']} if match['mode'] else {}), match['phone'] or ''


def gate(comments: Sequence[Comment]) -> FileGate | None:
    """Return the line, which the driver may have set on the move: then it stands among the rows."""
    for match in reversed([match for comment in comments if (match := _POINT.fullmatch(comment.text))]):
        latitude, longitude, heading = (float(group.replace(',', '.')) for group in match.groups())
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            known = 0 <= heading <= 360
            return FileGate(
                latitude_deg=latitude, longitude_deg=longitude, heading_deg=heading if known else None
            )
    return None


def notes(comments: Sequence[Comment]) -> dict[str, str]:
    """Return what else the comments say. Sectors get the number of their lap, since they repeat."""
    said: dict[str, str] = {}
    lap = 0
    for comment in comments:
        if match := _LAP.fullmatch(comment.text):
            lap = int(match[1]) + 1
        elif (match := _NOTE.fullmatch(comment.text)) and match[1] not in _PERSONAL_OR_IDLE:
            said[f'Lap {lap} {match[1]}' if match[1].startswith('Sector ') else match[1]] = match[2].strip()
        if len(said) >= _MAX_NOTES:
            break
    return said
