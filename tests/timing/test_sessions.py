"""Which session a feed tells of, when it begins to tell anew."""

import pytest

from racetrace.timing.events import Event, Flagged, Lapped, Listed, Noise, Reset, Said, Titled
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Field, Flag, Kind

NAMES = [f'r{i}' for i in range(10)]


def told(
    keys: list[str], *, kind: Kind | None = Kind.RACE, title: str = 'Race 1', laps: int | None = None
) -> list[Event]:
    said = [Said(key, Field.LAPS, laps) for key in keys if laps is not None]
    return [Reset(kind), Titled('', title), Listed(tuple(keys)), *said]


def running() -> Sessions:
    """Return a race of ten, with a lap each."""
    sessions = Sessions()
    sessions.read(told(NAMES), 1_000)
    sessions.read([Lapped(key, 1, 60_000) for key in NAMES], 61_000)
    return sessions


@pytest.mark.parametrize(
    ('again', 'is_same'),
    [
        (told(NAMES, laps=1), True),
        (told(NAMES, laps=1, kind=None), True),
        (told([*NAMES[:4], 'a', 'b', 'c', 'd', 'e', 'f'], laps=1), True),
        (told([*NAMES[:3], 'a', 'b', 'c', 'd', 'e', 'f', 'g'], laps=1), False),
        (told(NAMES), False),
        (told([]), True),
        (told(NAMES, laps=1, kind=Kind.PRACTICE), False),
        (told(NAMES, laps=1, title='Race 2'), False),
        (told(NAMES, laps=1, title=''), True),
        ([*told(NAMES), Flagged(Flag.CHEQUERED)], True),
    ],
    ids=[
        'all the same',
        'its kind not said',
        'four of ten the same',
        'three of ten the same',
        'nobody has a lap',
        'nothing but the reset yet',
        'another kind',
        'another title',
        'no title',
        'over, and cleared',
    ],
)
def test_a_reset_is_the_session_that_runs_or_another(again: list[Event], is_same: bool) -> None:
    sessions = running()
    sessions.read(again, 62_000)
    assert (sessions.ended == []) is is_same


def test_what_is_told_again_does_not_lose_the_laps() -> None:
    sessions = running()
    sessions.read(told(NAMES, laps=1), 62_000)
    assert [len(one.done) for one in sessions.board.entries.values()] == [1] * 10


def test_a_session_that_nobody_drove_in_goes_on_with_other_entries() -> None:
    sessions = Sessions()
    sessions.read(told(['a', 'b']), 1_000)
    sessions.read(told(['c']), 2_000)
    assert (sessions.ended, list(sessions.board.entries)) == ([], ['c'])


def test_a_session_without_a_title_has_the_first_that_is_told() -> None:
    sessions = Sessions()
    sessions.read(told(NAMES, title='', kind=None), 1_000)
    sessions.read([Lapped(NAMES[0], 1, 60_000), Titled('', 'Race 1')], 61_000)
    sessions.read(told(NAMES, laps=1), 62_000)
    assert (sessions.ended, sessions.board.kind) == ([], Kind.RACE)
    sessions.read(told(NAMES, laps=1, title='Race 2'), 63_000)
    assert [one.name for one in sessions.ended] == ['Race 1']


def test_a_title_that_flickers_is_not_another_session() -> None:
    sessions = running()
    sessions.read([Titled('', 'Advertisement')], 62_000)
    sessions.read(told(NAMES, laps=1), 63_000)
    assert sessions.ended == []


def test_no_session_leaves_the_last_board_as_it_is() -> None:
    sessions = running()
    board = sessions.board
    sessions.read([Reset(Kind.NONE), Listed(())], 62_000)
    assert sessions.is_idle
    assert sessions.board is board
    assert len(board.entries) == 10
    sessions.read(told(NAMES, laps=1), 63_000)
    assert not sessions.is_idle


def test_a_frame_may_hold_the_end_of_one_session_and_two_more() -> None:
    sessions = running()
    frame: list[Event] = [
        Lapped('r0', 2, 60_000),
        *told(['x'], title='2', laps=1),
        *told(['y'], title='3', laps=1),
    ]
    sessions.read(frame, 90_000)
    assert [(one.name, set(one.entries)) for one in sessions.ended] == [
        ('Race 1', set(NAMES)),
        ('2', {'x'}),
    ]
    assert len(sessions.ended[0].entries['r0'].done) == 2
    assert sessions.board.started_ms == 90_000


def test_noise_is_counted_and_changes_nothing() -> None:
    sessions = running()
    sessions.read([Noise(8, 'GET /')], 90_000)
    assert (sessions.noise, sessions.frames, sessions.board.heard_ms) == (1, 3, 61_000)
