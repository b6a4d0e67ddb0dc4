import gc
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from racetrace.errors import NotFound
from racetrace.store import circuits, feed_log, frames, timing_sessions
from racetrace.store.feed_log import LogLine
from racetrace.store.timing_sessions import Keeping
from racetrace.timing.board import Board
from racetrace.timing.events import Event, Lapped, Listed, Passed, Said, Titled, Withdrawn
from racetrace.timing.shown import Shown
from racetrace.timing.words import Field, Kind
from tests.stored import OWNER

NOW = 1_790_000_000_000  # ms: more than 31 bits


def circuit(engine: Engine, **said: object) -> int:
    return circuits.add(engine, OWNER, {'name': 'South', 'provider': 'apex'} | said)


def told(*events: Event, board: Board | None = None, at_ms: int = NOW) -> Board:
    board = board or Board(kind=Kind.RACE, started_ms=NOW)
    for event in events:
        board.apply(event, at_ms)
    return board


def keep(engine: Engine, circuit_id: int, board: Board, keeping: Keeping, *, is_ended: bool = False) -> None:
    told = timing_sessions.told(board, keeping)
    timing_sessions.keep(engine, circuit_id, told, keeping, is_ended=is_ended)


def grid(*numbers: str) -> Sequence[Event]:
    keys = tuple(f'r{one}' for one in numbers)
    return [
        Titled('6 Hours', 'Race'),
        Listed(keys),
        *(Said(key, Field.NUMBER, key[1:]) for key in keys),
        *(Said(key, Field.POSITION, place) for place, key in enumerate(keys, 1)),
    ]


def test_a_circuit_is_kept_with_what_people_call_its_columns(engine: Engine) -> None:
    made = circuit(engine, labels={'c1': 'Clt'}, address='wss://feed.example:7913/')
    found = circuits.circuit(engine, made)
    assert (found.name, found.labels, found.profile, found.is_followed) == (
        'South',
        {'c1': 'Clt'},
        None,
        False,
    )
    circuits.write(engine, made, {'profile': {'columns': {}}, 'is_followed': True})
    found = circuits.circuit(engine, made)
    assert (found.profile, found.profile_version) == ({'columns': {}}, 1)
    assert [one.id for one in circuits.followed(engine)] == [made]


def test_a_circuit_is_seen_by_its_owner_and_by_all_when_it_is_public(engine: Engine) -> None:
    made = circuit(engine)
    assert [one.id for one in circuits.seen_by(engine, OWNER, 10)] == [made]
    assert circuits.seen_by(engine, 999, 10) == []
    circuits.write(engine, made, {'visibility': 'public'})
    assert [one.id for one in circuits.seen_by(engine, 999, 10)] == [made]


def test_a_circuit_that_was_deleted_is_not_there_and_is_followed_no_more(engine: Engine) -> None:
    made = circuit(engine, is_followed=True)
    circuits.delete(engine, made)
    assert circuits.followed(engine) == []
    with pytest.raises(NotFound):
        circuits.circuit(engine, made)


def test_frames_come_back_as_they_came_also_after_they_were_gathered(engine: Engine) -> None:
    made = circuit(engine)
    received = [(NOW + n, f'r7c6|tn|{n}\n'.encode()) for n in range(frames.GATHERED + 3)]
    received[5] = NOW + 5, b'\x16\x03\x01\xff\x00'  # no text at all
    for one in received:
        frames.add(engine, made, [one])
    frames.gather(engine, made)
    assert list(frames.between(engine, made, 0)) == received
    assert list(frames.between(engine, made, NOW + 5, NOW + 6)) == received[5:7]
    assert frames.count(engine, made) == (len(received), NOW + len(received) - 1)


def test_the_newest_frames_are_read_without_leaving_the_rest_open(engine: Engine) -> None:
    made = circuit(engine)
    for n in range(40):
        frames.add(engine, made, [(NOW + n, b'%d' % n)])
    assert frames.newest(engine, made, 3) == [(NOW + n, b'%d' % n) for n in (39, 38, 37)]
    gc.collect()  # a cursor that is still open warns of itself now


def test_old_frames_are_forgotten(engine: Engine) -> None:
    made = circuit(engine)
    frames.add(engine, made, [(NOW, b'old')])
    frames.add(engine, made, [(NOW + 1000, b'new')])
    frames.forget(engine, made, NOW + 500)
    assert list(frames.between(engine, made, 0)) == [(NOW + 1000, b'new')]


def test_a_board_that_is_kept_again_and_again_has_each_lap_once(engine: Engine) -> None:
    made, keeping = circuit(engine), Keeping()
    board = told(*grid('7', '8'), Lapped('r7', 1, 66_000), Passed('r7', 0))
    keep(engine, made, board, keeping)
    told(Lapped('r7', 2, 65_000), Lapped('r8', 1, 67_000), board=board, at_ms=NOW + 66_000)
    keep(engine, made, board, keeping)
    keep(engine, made, board, keeping, is_ended=True)
    (session,) = timing_sessions.of_circuit(engine, made, 10)
    assert (session.name, session.kind, session.started_ms, session.is_ended) == ('Race', 'race', NOW, True)
    laps = timing_sessions.laps(engine, session.id)
    assert [(one['key'], one['number'], one['ms']) for one in laps] == [
        ('r7', 1, 66_000), ('r7', 2, 65_000), ('r8', 1, 67_000),
    ]  # fmt: skip
    assert board.passings == type(board.passings)()  # each is kept once


def test_a_kept_board_is_shown_as_it_was(engine: Engine) -> None:
    made, keeping = circuit(engine), Keeping()
    board = told(*grid('8', '7'), Lapped('r7', 1, 66_000))
    keep(engine, made, board, keeping)
    assert keeping.session_id is not None
    assert timing_sessions.board(engine, keeping.session_id) == Shown(board).snapshot() | {'seq': 0}


def test_after_the_end_of_the_process_a_board_is_kept_on_where_it_was(engine: Engine) -> None:
    made = circuit(engine)
    board = told(*grid('7'), Lapped('r7', 1, 66_000))
    keep(engine, made, board, Keeping())
    anew = told(*grid('7'), Lapped('r7', 1, 66_000), Lapped('r7', 2, 65_000))
    keep(engine, made, anew, timing_sessions.resumed(engine, made, anew.started_ms))
    (session,) = timing_sessions.of_circuit(engine, made, 10)
    assert [one['number'] for one in timing_sessions.laps(engine, session.id, 'r7')] == [1, 2]


def test_what_was_taken_from_a_board_twice_is_stored_once(engine: Engine) -> None:
    made, keeping = circuit(engine), Keeping()
    board = told(*grid('7'), Lapped('r7', 1, 66_000))
    early = timing_sessions.told(board, keeping)
    told(Lapped('r7', 2, 65_000), board=board)
    keep(engine, made, board, keeping)
    timing_sessions.keep(engine, made, early, keeping)
    assert keeping.session_id is not None
    assert [one['number'] for one in timing_sessions.laps(engine, keeping.session_id)] == [1, 2]


def test_a_lap_that_timekeepers_took_back_is_told_anew(engine: Engine) -> None:
    made, keeping = circuit(engine), Keeping()
    board = told(*grid('7'), Lapped('r7', 1, 66_000), Lapped('r7', 2, 30_000))
    keep(engine, made, board, keeping)
    board.entries['r7'].withdraw(1)
    keep(engine, made, board, keeping)
    told(Lapped('r7', 2, 67_000), board=board)
    keep(engine, made, board, keeping)
    assert keeping.session_id is not None
    assert [one['ms'] for one in timing_sessions.laps(engine, keeping.session_id)] == [66_000, 67_000]


def test_laps_taken_back_and_told_anew_between_two_keepings_are_the_new_ones(engine: Engine) -> None:
    made, keeping = circuit(engine), Keeping()
    board = told(*grid('7'), Lapped('r7', 1, 66_000), Lapped('r7', 2, 30_000))
    keep(engine, made, board, keeping)
    told(Withdrawn('r7', 1), Lapped('r7', 2, 67_000), board=board)
    keep(engine, made, board, keeping)
    assert keeping.session_id is not None
    assert [one['ms'] for one in timing_sessions.laps(engine, keeping.session_id)] == [66_000, 67_000]


def test_what_comes_after_the_end_of_a_session_does_not_begin_it_again(engine: Engine) -> None:
    made, keeping = circuit(engine), Keeping()
    board = told(*grid('7'))
    late = timing_sessions.told(board, keeping)
    keep(engine, made, board, keeping, is_ended=True)
    timing_sessions.keep(engine, made, late, keeping)
    assert [one.is_ended for one in timing_sessions.of_circuit(engine, made, 10)] == [True]
    assert timing_sessions.running(engine, made) is None


def test_the_log_of_a_feed_is_bounded_and_the_newest_comes_first(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_log, 'MOST', 3)
    made = circuit(engine)
    for n in range(5):
        feed_log.add(engine, made, LogLine(at_ms=NOW + n, kind='error', message=str(n)))
    assert [one.message for one in feed_log.newest(engine, made, 10)] == ['4', '3', '2']


def test_a_circuit_has_one_analysis(engine: Engine) -> None:
    made = circuit(engine)
    assert feed_log.analysis(engine, made) is None
    feed_log.write_analysis(engine, made, NOW, {'provider': 'apex'})
    feed_log.write_analysis(engine, made, NOW + 1, {'provider': 'rmonitor'})
    assert feed_log.analysis(engine, made) == {'at_ms': NOW + 1, 'version': 2, 'provider': 'rmonitor'}
