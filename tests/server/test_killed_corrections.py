"""kill -9 while a gate is being moved: what is found afterwards is all old, or all new."""

import random
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.running_server import RunningServer, running_server
from tests.server.kills import ORPHANS, kill
from tests.simulated_log import simulated_log

LONGEST_S = 0.5  # after the request was sent: in it the laps are cut, placed and kept
STATE = """
    SELECT (SELECT count(*) FROM correction), (SELECT count(*) FROM line_version),
        (SELECT is_gate_given FROM line_version WHERE id = line_id AND is_current),
        (SELECT count(*) FROM lap WHERE measured_by = 'gate' AND time_s IS NOT NULL),
        (SELECT count(*) FROM lap JOIN progress p ON p.lap_id = lap.id AND p.line_id = session.line_id
            WHERE time_s IS NOT NULL)
    FROM session"""
OLD = (0, 1, 0, 0, 3)
NEW = (1, 2, 1, 3, 3)


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(data)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def further(api: httpx.Client) -> dict[str, Any]:
    """Return a gate a tenth of a lap further on."""
    lap = api.get('/sessions/1').json()['laps'][2]
    track = api.get(f'/laps/{lap["id"]}/telemetry').json()['gps_track']
    _, latitude, longitude = track[len(track) // 10]
    return {'kind': 'gate', 'latitude_deg': latitude, 'longitude_deg': longitude}


def move_and_kill(server: RunningServer, gate: dict[str, Any], after_s: float) -> None:
    def move() -> None:
        with suppress(httpx.TransportError):  # it was never acknowledged
            httpx.post(f'{server.url}/api/v1/sessions/1/corrections', json=gate, timeout=30)

    asking = threading.Thread(target=move)
    asking.start()
    asking.join(after_s)  # the moment itself
    kill(server, 'group')
    asking.join()
    server.process.wait(5)


@pytest.mark.parametrize('seed', [1, 2])
def test_a_gate_is_moved_whole_or_not_at_all(tmp_path: Path, seed: int) -> None:
    data, chance = tmp_path / 'racetrace.db', random.Random(seed)
    with running_server(data) as server, httpx.Client(base_url=f'{server.url}/api/v1', timeout=60) as api:
        api.put('/sessions/upload', params={'name': 'kart.csv', 'wait': 60}, content=simulated_log())
        gate = further(api)
    assert rows(data, STATE) == [OLD]
    for _ in range(3):
        with running_server(data) as server:
            move_and_kill(server, gate, chance.uniform(0, LONGEST_S))
        (found,) = rows(data, STATE)
        assert found in {OLD, NEW}
        if found == NEW:
            break
    with running_server(data) as server, httpx.Client(base_url=f'{server.url}/api/v1', timeout=60) as api:
        for one in api.get('/sessions/1/corrections').json():
            api.delete(f'/sessions/1/corrections/{one["id"]}').raise_for_status()
        assert {lap['measured_by'] for lap in api.get('/sessions/1').json()['laps']} == {'logger'}
    assert rows(data, ORPHANS) == []
    assert rows(data, 'PRAGMA foreign_key_check') == []
