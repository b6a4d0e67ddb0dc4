"""Feeds by their first frames, with what comes in between on an open port."""

import json

import pytest

from racetrace.timing.detect import detect
from racetrace.timing.words import Field, Provider
from tests.timing.fed import captured

SCANNERS = [
    b'GET / HTTP/1.1\r\nHost: 192.0.2.7\r\nUser-Agent: zgrab/0.x\r\nAccept: */*\r\n\r\n',
    b'\x16\x03\x01\x00\xee\x01\x00\x00\xea\x03\x03',
    b'MGLNDD_192.0.2.7_7913\n',
    b'SSH-2.0-Go\r\n',
    b'\x03\x00\x00\x13\x0e\xe0\x00\x00',
]
APEX = [
    b'init|r|\nbest|hide|\ntitle1||24 h\ngrid||<tbody></tbody>',
    b'r1c6|tn|1:06.234\nr1|*|66385|',
    b'dyn1|count|7',
]
RMONITOR = [
    b'$F,9999,"00:11:19","14:26:56","00:00:40","Green "\r\n',
    b'$J,"9","00:00:55.888","00:01:01.854"\r\n',
]
RACE_MONITOR = [*RMONITOR, b'$RMS,"race"\n$RMCA,1776518816122\n']
OPENF1 = [json.dumps([{'session_key': 9, 'driver_number': 4, 'meeting_key': 1, 'position': 1}]).encode()]
F1 = [
    json.dumps(['TimingData', {'Lines': {}}, '2025-05-03T16:00:00Z']).encode(),
    json.dumps({'M': [{'H': 'Streaming', 'A': ['WeatherData', {}, '2025-05-03T16:00:00Z']}]}).encode(),
]
JSON = [json.dumps({'drivers': [{'kart': 9, 'laps': 14, 'bestLap': 53.417, 'x': 1}]}).encode()]
TABLE = [b'Pos;Kart;Team;Laps;Last lap;Best lap\n1;9;North;14;0:54.100;0:53.417\n']


STRANGE = 'It is of no known kind, and no rows with known columns are in it.'


@pytest.mark.parametrize('noise', [[], SCANNERS], ids=['alone', 'among port scanners'])
@pytest.mark.parametrize(
    ('frames', 'provider'),
    [
        (APEX, Provider.APEX),
        (RMONITOR, Provider.RMONITOR),
        (RACE_MONITOR, Provider.RACE_MONITOR),
        (OPENF1, Provider.OPENF1),
        (F1, Provider.F1),
        (JSON, Provider.JSON),
        (TABLE, Provider.TABLE),
    ],
)
def test_a_feed_is_known_by_its_frames(frames: list[bytes], provider: Provider, noise: list[bytes]) -> None:
    found = detect([*noise, *frames, *noise])
    assert found.provider is provider
    assert 0.6 <= found.confidence <= 1
    assert found.samples
    assert not any('HTTP' in one for one in found.samples)
    assert found.seen.endswith('.')


@pytest.mark.parametrize(
    ('frames', 'seen'),
    [
        ([], 'Nothing was received.'),
        ([b'', b'\r\n'], 'Nothing was received.'),
        (SCANNERS, 'Only what port scanners send was received.'),
        ([b'hello'], STRANGE),
        (
            [b'{"type":"pong"}'],
            STRANGE,
        ),
        (
            [b'[' * 100_000],
            STRANGE,
        ),
    ],
)
def test_what_is_unknown_is_so_for_a_reason(frames: list[bytes], seen: str) -> None:
    found = detect(frames)
    assert (found.provider, found.confidence, found.seen) == (Provider.UNKNOWN, 0, seen)


@pytest.mark.parametrize('held', [5, None, [], [5], [{}], {'A': 5}, [{'A': [1, 2, 3]}]])
def test_a_message_that_only_looks_like_formula_1_is_not(held: object) -> None:
    assert detect([json.dumps({'M': held}).encode()]).provider is Provider.UNKNOWN


@pytest.mark.parametrize('frames', [JSON, TABLE])
def test_a_feed_that_nobody_reads_comes_with_a_profile_it_can_be_read_by(frames: list[bytes]) -> None:
    profile = detect(frames).profile
    assert profile is not None
    assert Field.BEST in dict(profile.columns).values()
    assert detect(APEX).profile is None


def test_samples_are_few_short_and_printable() -> None:
    found = detect([b'init|r|\x1b[31m' + b'x' * 10_000] * 50)
    assert len(found.samples) == 5
    assert all(len(one) <= 200 and one.isprintable() for one in found.samples)


@pytest.mark.parametrize(
    ('name', 'provider'),
    [
        ('rmonitor/knockhill-2026-04-18.log', Provider.RMONITOR),
        ('rmonitor/sebring-2009-alms-session-4.txt', Provider.RMONITOR),
        ('apex/eupen_column.log', Provider.APEX),
        ('apex/rkc_inline.log', Provider.APEX),
        ('apex/sevilla-categorias.ndjson', Provider.APEX),  # begins without a table
        ('apex/los-santos-3h-first-30min.ndjson', Provider.APEX),
    ],
)
def test_real_feeds_are_known_by_twenty_frames_from_anywhere(name: str, provider: Provider) -> None:
    frames = [frame for _, frame in captured(name) if frame.strip()]
    for start in range(0, len(frames), max(1, len(frames) // 20)):
        assert detect([*SCANNERS, *frames[start : start + 20]]).provider is provider
