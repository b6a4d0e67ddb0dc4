"""Damaged frames by the hundred thousand: nothing escapes but Noise, and what is told stays sound.

`MUTATIONS` is how many each reader is given; else all of them share a hundred thousand.
"""

import json
import os
import random
from collections.abc import Callable
from functools import cache

import pytest

from racetrace.errors import ProfileRefused
from racetrace.simulation.apex import apex_frames
from racetrace.simulation.racemonitor import racemonitor_frames
from racetrace.simulation.rmonitor import rmonitor_frames
from racetrace.timing.apex import Apex
from racetrace.timing.columns import mapped, texts
from racetrace.timing.detect import detect
from racetrace.timing.events import Event, Gap, Lapped, Noise, Passed, Reset, Said, Withdrawn, written
from racetrace.timing.generic import Generic
from racetrace.timing.profile import FormatProfile
from racetrace.timing.proposal import proposed
from racetrace.timing.rmonitor import RMonitor
from racetrace.timing.sessions import Sessions
from racetrace.timing.shown import Shown
from racetrace.timing.words import TIMES, Field, State
from tests.simulation.tiny_race import tiny_race
from tests.timing.fed import Reader

SHARED = 100_000
FRAMES_A_FEED = 200

ROWS = [
    {
        'id': f'k{i}',
        'pos': i,
        'kart': str(i),
        'team': 'North',
        'laps': i,
        'last': 53.4,
        'gap': '0.317',
        'state': 'pit',
    }
    for i in range(1, 7)
]
COLUMNS = (
    ('pos', Field.POSITION),
    ('kart', Field.NUMBER),
    ('team', Field.NAME),
    ('laps', Field.LAPS),
    ('last', Field.LAST),
    ('gap', Field.GAP),
    ('state', Field.STATE),
    ('x', Field.OTHER),
)
JSON = FormatProfile(provider='json', columns=COLUMNS, key='id')
TABLE = FormatProfile(provider='table', columns=COLUMNS, key='kart', separator=';')
LINES = [';'.join(str(cell) for name, cell in row.items() if name != 'id') for row in ROWS]

SPLICES = [
    *(
        b'\n',
        b'\r',
        b'\0',
        b'\xff',
        b'"',
        b'""',
        b',',
        b';',
        b'|',
        b'||',
        b'$',
        b'{',
        b'[',
        b']',
        b'}',
        b':',
        b'*',
    ),
    *(
        b'-1',
        b'1e400',
        b'NaN',
        b'9' * 40,
        b'99:99:99.999',
        b'00:59:59.999',
        b'',
        b'null',
        b'true',
        b'x' * 5_000,
    ),
    *(
        b'init|r|\n',
        b'r1|*|\n',
        b'$I,"",""\n',
        b'$B,7,"Race"\n',
        b'\xef\xbb\xbf',
        '²٣é'.encode(),
        b'<td>',
        b'&#',
    ),
]


@cache
def corpus(name: str) -> tuple[bytes, ...]:
    race = tiny_race()
    match name:
        case 'apex':
            return tuple(frame.data for frame in apex_frames(race, sectors=True))
        case 'rmonitor':
            return tuple(frame.data for frame in (*rmonitor_frames(race), *racemonitor_frames(race)))
        case 'json':
            rows: list[object] = [ROWS, {row['id']: row for row in ROWS}, *ROWS]
            return tuple(json.dumps(one).encode() for one in rows)
        case _:
            return (('pos;kart;team;laps;last;gap;state\n' + '\n'.join(LINES)).encode(), LINES[0].encode())


READERS: dict[str, Callable[[], Reader]] = {
    'apex': Apex,
    'rmonitor': RMonitor,
    'json': lambda: Generic(JSON),
    'table': lambda: Generic(TABLE),
}
EACH = int(os.environ.get('MUTATIONS', SHARED // len(READERS)))


def mutated(chance: random.Random, frames: tuple[bytes, ...]) -> bytes:
    """Return a frame with up to four changes; one in ten is as it was."""
    frame = chance.choice(frames)
    for _ in range(chance.choice([0, 1, 1, 1, 1, 1, 2, 2, 3, 4])):
        at = chance.randrange(len(frame) + 1)
        to = at + chance.choice([0, 0, 1, 1, 2, 10, 60])
        match chance.randrange(4):
            case 0:
                put = chance.randbytes(1)
            case 1:
                put = chance.choice(SPLICES)
            case 2:
                other = chance.choice(frames)
                start = chance.randrange(len(other) + 1)
                put = other[start : start + 40]
            case _:
                put = b''
        frame = frame[:at] + put + frame[to:]
    return frame


def is_whole(value: object, least: int = 0) -> bool:
    return value is None or (type(value) is int and value >= least)


def is_sound(event: Event) -> bool:
    match event:
        case Said(key, field, value):
            return 0 < len(key) <= 60 and is_of(field, value)
        case Lapped(_, number, ms):
            return is_whole(number) and is_whole(ms, 1)
        case Passed(_, line, guess, lap_ms):
            return line in {0, 1, 2} and is_whole(guess) and is_whole(lap_ms)
        case Withdrawn(_, laps):
            return laps >= 0
        case Noise(size, why):
            return size > 0 and len(why) < 300
        case _:
            return True


def is_of(field: Field, value: object) -> bool:
    if field in TIMES or field in {Field.POSITION, Field.LAPS, Field.BEST_LAP, Field.PITS}:
        return is_whole(value)
    if field in {Field.GAP, Field.INTERVAL}:
        return value is None or isinstance(value, Gap)
    if field is Field.STATE:
        return value in set(State)
    return value is None or (isinstance(value, int) if field is Field.CHANGE else isinstance(value, str))


@pytest.mark.parametrize('name', READERS)
def test_damaged_frames_are_read_or_are_noise(name: str) -> None:
    chance, frames = random.Random(26), corpus(name)
    kinds: set[type[Event]] = set()
    for _ in range(EACH // FRAMES_A_FEED):
        reader, sessions, at_ms = READERS[name](), Sessions(), 1_000
        for _ in range(FRAMES_A_FEED):
            at_ms += chance.choice([0, 1, 40, 900, 4_000])
            events = reader.read(mutated(chance, frames), at_ms)
            sessions.read(events, at_ms)
            kinds.update(map(type, events))
            assert all(map(is_sound, events)), events
        written(at_ms, events)
        board = sessions.board
        assert len(board.entries) <= 1_000
        texts(board, mapped(board, {}))
        json.dumps(Shown(board).snapshot())
    assert {Noise, Reset, Said, Lapped} <= kinds


@pytest.mark.parametrize('name', READERS)
def test_damaged_frames_are_judged_and_a_profile_that_is_proposed_holds(name: str) -> None:
    chance, frames = random.Random(3), corpus(name)
    for _ in range(100):
        given = [mutated(chance, frames) for _ in range(6)]
        found = detect(given)
        assert 0 <= found.confidence <= 1
        proposal = proposed(given)
        if proposal is not None:
            assert FormatProfile.from_dict(proposal.profile.to_dict()) == proposal.profile
            assert all(is_sound(one) for frame in given for one in Generic(proposal.profile).read(frame, 1))


def refusal(said: object) -> str:
    try:
        FormatProfile.from_dict(said)
    except ProfileRefused as error:
        return str(error)
    return ''


def test_a_damaged_profile_is_read_or_refused_in_a_sentence() -> None:
    chance, refused = random.Random(5), []
    raw = (json.dumps(JSON.to_dict()).encode(),)
    for _ in range(3_000):
        try:
            said = json.loads(mutated(chance, raw))
        except (ValueError, RecursionError):
            continue
        refused.append(refusal(said))
    sentences = [one for one in refused if one]
    assert 100 < len(sentences) < len(refused)
    assert all(one.endswith('.') for one in sentences)
