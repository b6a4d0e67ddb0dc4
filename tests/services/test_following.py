"""Feeds that are followed by a whole instance: twins of real servers, a real store, real sockets."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from pages.followed_feeds import FollowedFeeds
from racetrace.errors import EntryRefused, FeedAddressRefused, NotFound, QuotaReached
from racetrace.live import missed
from racetrace.live.apex_source import ApexSource
from racetrace.live.boards import Boards
from racetrace.services import circuits, feed_room, feed_source, followed, following, timing
from racetrace.services.feed_recording import recorded
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.simulation.race import simulate_race
from racetrace.store import feed_log, frames, timing_sessions
from racetrace.store.circuits import Circuit
from racetrace.timing import recording
from racetrace.timing.apex import Apex
from racetrace.timing.entry import LapDone
from tests.live.twins.apex import ApexTwin
from tests.live.twins.faults import FaultProxy
from tests.timing.fed import fed

MEETING = simulate_race(karts=6, minutes=3, seed=4, qualifying=False)
OPENS_MS = MEETING.sessions[0].opens_ms
DRIVEN_MS = OPENS_MS + 150_000
NOBODY_THERE = 'ws://127.0.0.1:1/'


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed, 'KEPT_EVERY_S', 0.05)


def made(instance: Instance, address: str, **said: Any) -> Circuit:
    return circuits.add(instance, LOCAL, {'name': 'South', 'provider': 'apex', 'address': address} | said)


async def until(is_so: Callable[[], bool]) -> None:
    """Look again until it is so: what is stored is stored by threads, which tell nobody."""
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(is_so):
            await asyncio.sleep(0.02)


async def told(
    boards: Boards, circuit_id: int, is_enough: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Return the first snapshot that is enough."""
    async with asyncio.timeout(10):
        while not is_enough(found := json.loads(boards.broadcast(circuit_id).whole())):
            await asyncio.sleep(0.02)
    board: dict[str, Any] = found
    return board


async def test_a_feed_is_shown_and_kept(instance: Instance) -> None:
    async with ApexTwin(MEETING) as twin:
        await twin.advance_to(OPENS_MS)
        circuit = made(instance, f'ws://127.0.0.1:{twin.ws_port}')
        assert await circuits.follow(instance, LOCAL, circuit.id)
        await twin.has_joined()
        sent = 1 + await twin.advance_to(DRIVEN_MS)
        board = await told(instance.boards, circuit.id, lambda one: any(row['laps'] for row in one['rows']))
        assert len(board['rows']) == 6
        await until(lambda: bool(timing_sessions.of_circuit(instance.engine, circuit.id, 9)))
        (session,) = timing_sessions.of_circuit(instance.engine, circuit.id, 9)
        await until(lambda: bool(timing_sessions.laps(instance.engine, session.id)))
        await until(lambda: frames.count(instance.engine, circuit.id)[0] == sent)


async def test_where_the_owner_may_keep_no_more_the_board_goes_on_and_it_is_said(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_room, 'AGAIN_S', 0.0)
    held = replace(instance, quota_bytes=1 << 20)
    older = made(held, NOBODY_THERE)
    frames.add(held.engine, older.id, [(1, random.Random(1).randbytes(1 << 20))])
    async with ApexTwin(MEETING) as twin:
        await twin.advance_to(OPENS_MS)
        circuit = made(held, f'ws://127.0.0.1:{twin.ws_port}')
        await circuits.follow(held, LOCAL, circuit.id)
        await twin.has_joined()
        await twin.advance_to(DRIVEN_MS)
        await told(held.boards, circuit.id, lambda one: any(row['laps'] for row in one['rows']))
        await until(lambda: 'the 1 MiB of your account are full' in held.following.refusal(circuit.id))
        (card,) = (one for one in FollowedFeeds(held).listed(LOCAL) if one.feed_id == circuit.id)
        assert card.note == held.following.refusal(circuit.id)
        said = [one.message for one in feed_log.newest(held.engine, circuit.id, 9)]
        assert said.count(card.note) == 1
        assert frames.count(held.engine, circuit.id)[0] == 0
        frames.forget(held.engine, older.id, 2)
        await twin.advance_to(DRIVEN_MS + 10_000)
        await until(lambda: frames.count(held.engine, circuit.id)[0] > 0)
        assert held.following.refusal(circuit.id) == ''
    await held.following.stop_all()


async def test_what_broke_off_is_said_and_a_new_connection_tells_of_the_same_session(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = type(instance.patience)(first_s=0.01, most_s=0.01)
    monkeypatch.setattr(instance.following, '_patience', patience)
    async with ApexTwin(MEETING) as twin, FaultProxy(twin.ws_port) as proxy:
        await twin.advance_to(DRIVEN_MS)
        circuit = made(instance, f'ws://127.0.0.1:{proxy.port}')
        await circuits.follow(instance, LOCAL, circuit.id)
        await twin.has_joined()
        await until(lambda: bool(timing_sessions.of_circuit(instance.engine, circuit.id, 9)))
        proxy.drop()
        await twin.has_joined(2)
        kinds = {'connect', 'disconnect', 'reconnect'}
        await until(lambda: {one.kind for one in feed_log.newest(instance.engine, circuit.id, 9)} >= kinds)
        assert len(timing_sessions.of_circuit(instance.engine, circuit.id, 9)) == 1


async def test_two_who_start_at_once_start_one_feed(instance: Instance) -> None:
    circuit = made(instance, NOBODY_THERE)
    started = await asyncio.gather(*(circuits.follow(instance, LOCAL, circuit.id) for _ in range(3)))
    assert sorted(started) == [False, False, True]


async def test_whoever_starts_and_ends_at_once_what_is_kept_is_what_runs(instance: Instance) -> None:
    circuit = made(instance, NOBODY_THERE)
    for _ in range(5):
        await asyncio.gather(
            circuits.follow(instance, LOCAL, circuit.id), circuits.unfollow(instance, LOCAL, circuit.id)
        )
        is_followed = circuits.circuit(instance, LOCAL, circuit.id).is_followed
        assert (circuit.id in instance.following) == is_followed


async def test_a_circuit_that_is_deleted_while_somebody_starts_it_is_not_followed(instance: Instance) -> None:
    circuit = made(instance, NOBODY_THERE)
    deleting = circuits.delete(instance, LOCAL, circuit.id)
    _, refused = await asyncio.gather(
        deleting, circuits.follow(instance, LOCAL, circuit.id), return_exceptions=True
    )
    assert isinstance(refused, NotFound)
    assert circuit.id not in instance.following


async def test_what_cannot_be_read_is_not_followed(instance: Instance) -> None:
    for said, refusal in (
        ({'provider': 'json'}, EntryRefused),
        ({'provider': 'f1'}, EntryRefused),
        ({'provider': 'rmonitor'}, FeedAddressRefused),
    ):
        circuit = made(instance, NOBODY_THERE, **said)
        with pytest.raises(refusal):
            await circuits.follow(instance, LOCAL, circuit.id)
        assert circuit.id not in instance.following
        assert not circuits.circuit(instance, LOCAL, circuit.id).is_followed


async def test_one_person_follows_so_many_feeds(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, 'MOST_FOLLOWED', 1)
    first, second = made(instance, NOBODY_THERE), made(instance, NOBODY_THERE)
    await circuits.follow(instance, LOCAL, first.id)
    with pytest.raises(QuotaReached, match='1 feeds of yours'):
        await circuits.follow(instance, LOCAL, second.id)
    await circuits.unfollow(instance, LOCAL, first.id)
    assert await circuits.follow(instance, LOCAL, second.id)


async def test_a_feed_in_which_our_own_code_failed_begins_again_and_says_so(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(following, 'AGAIN_S', 0.0)
    circuit = made(instance, NOBODY_THERE)
    failed: list[bool] = []

    def fails_at_first(*given: Any) -> Any:
        if failed:
            return recorded(*given)
        failed.append(True)
        raise ZeroDivisionError

    monkeypatch.setattr(followed, 'recorded', fails_at_first)
    await circuits.follow(instance, LOCAL, circuit.id)
    await until(lambda: following.FAILED in said(instance, circuit.id))
    await until(lambda: instance.following.status(circuit.id) is not None)
    assert failed
    assert 'Reading a feed failed.' in caplog.text
    caplog.clear()


def said(instance: Instance, circuit_id: int) -> list[str]:
    return [one.message for one in feed_log.newest(instance.engine, circuit_id, 9)]


async def test_it_can_be_ended_while_it_takes_up_what_was_recorded(instance: Instance) -> None:
    circuit = made(instance, NOBODY_THERE)
    frames.add(instance.engine, circuit.id, [(n, b'r1c1|in|x\n') for n in range(1, 5000)])
    await circuits.follow(instance, LOCAL, circuit.id)
    assert await circuits.unfollow(instance, LOCAL, circuit.id)
    assert circuit.id not in instance.following
    with pytest.raises(NotFound):
        instance.boards.broadcast(circuit.id)


async def test_laps_driven_before_we_came_are_asked_for_and_kept_as_such(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, 'LOOKED_EVERY_S', 0.05)
    monkeypatch.setattr(feed_source, 'ApexSource', partial(ApexSource, poll_s=0.02))
    meeting = simulate_race(karts=4, minutes=8, seed=4, qualifying=False)
    race = meeting.sessions[0]
    async with ApexTwin(meeting) as twin:
        await twin.advance_to(race.green_ms + 200_000)
        circuit = made(instance, '', page_url=twin.url)
        await circuits.follow(instance, LOCAL, circuit.id)
        await told(instance.boards, circuit.id, lambda one: bool(one['rows']))
        await twin.advance_to(race.green_ms + 470_000)
        board = instance.following.board(circuit.id)
        assert board is not None
        await until(lambda: sum(len(one.done) == one.laps for one in board.entries.values()) == 3)
        truth = {f'r{run.row}': [lap.time_ms for lap in run.laps] for run in race.runs}
        for key, entry in board.entries.items():
            assert [one.is_recalled for one in entry.done] == sorted(
                (one.is_recalled for one in entry.done), reverse=True
            )
            for lap in entry.done:
                assert lap.ms == truth[key][lap.number - 1] or (lap.is_pit and lap.is_recalled)
        assert len(twin.requests) == len(set(twin.requests)) == 3  # one gave up before two laps were heard
        (session,) = timing_sessions.of_circuit(instance.engine, circuit.id, 1)
        counted = sum(len(one.done) for one in board.entries.values())
        recalled = sum(lap.is_recalled for one in board.entries.values() for lap in one.done)
        assert 0 < recalled < counted
        await until(lambda: kept_laps(instance, session.id) == (counted, recalled))
        heard = {key: list(entry.done) for key, entry in board.entries.items()}
        await until(
            lambda: replayed(instance, session.id) == heard
        )  # what came last is stored a moment later
        once, again = (written(replayed(instance, session.id)) for _ in range(2))
        assert once == again == written(heard)


def replayed(instance: Instance, session_id: int) -> dict[str, list[LapDone]]:
    """Return the laps of each entry, as the recording tells them."""
    told = b''.join(timing.recording(instance, LOCAL, session_id))
    if not told:
        return {}  # nothing is stored yet
    sessions, _ = fed(Apex(), recording.frames(told, 'recording'))
    return {key: list(entry.done) for key, entry in sessions.board.entries.items()}


def written(laps: dict[str, list[LapDone]]) -> bytes:
    return json.dumps(laps).encode()


def kept_laps(instance: Instance, session_id: int) -> tuple[int, int]:
    laps = timing_sessions.laps(instance.engine, session_id)
    return len(laps), sum(one['is_recalled'] for one in laps)
