from racetrace.timing.apex import Apex
from racetrace.timing.board import Board
from racetrace.timing.entry import Entry
from racetrace.timing.events import Lapped, PastLap, Recalled, Said
from racetrace.timing.recall import recall
from racetrace.timing.words import Field, Kind, Mark

HEARD = {7: 61_070, 8: 61_080}  # ms by number: what was heard after we came
NOW_MS = 10_000_000


def entry(heard: dict[int, int] | None = None) -> Entry:
    found, at_ms = Entry(key='r7', laps=8), NOW_MS
    for number, ms in (heard or HEARD).items():
        at_ms += ms
        found.lap(number, ms, Mark.PLAIN, at_ms)
    return found


def told(*, shift: int = 0, pit: int = 0, changed: int = 0) -> list[PastLap]:
    """Return laps 1 to 8 as a provider keeps them, its numbers shifted."""
    first = [PastLap(n, None, Mark.PLAIN, False) for n in range(1, shift + 1)]
    laps = [
        PastLap(n + shift, None if n == pit else 61_000 + 10 * n + changed, Mark.PLAIN, n == pit)
        for n in range(1, 9)
    ]
    return first + laps


def test_laps_before_we_came_are_put_before_those_that_were_heard() -> None:
    for shift in (0, 1):
        one = entry()
        assert recall(one, told(shift=shift))
        assert [lap.number for lap in one.done] == list(range(1, 9))
        assert [lap.ms for lap in one.done] == [61_000 + 10 * n for n in range(1, 9)]
        assert [lap.is_recalled for lap in one.done] == [True] * 6 + [False] * 2


def test_they_end_when_those_after_them_began() -> None:
    one = entry()
    recall(one, told())
    assert [lap.at_ms for lap in one.done[4:6]] == [NOW_MS - 61_060, NOW_MS]
    stopped = entry()
    recall(stopped, told(pit=6))  # nobody says how long that lap took
    assert stopped.done[5].is_pit
    assert stopped.done[5].ms is None
    assert NOW_MS - 61_100 < stopped.done[4].at_ms < NOW_MS - 61_000


def test_told_again_they_are_the_same() -> None:
    one = entry()
    recall(one, told())
    before = list(one.done)
    assert not recall(one, told())
    assert one.done == before


def test_where_the_times_heard_do_not_fit_nothing_is_added() -> None:
    one = entry()
    assert not recall(one, told(changed=1))
    assert not recall(one, [])
    assert not recall(Entry(key='r7'), told())
    even = entry({7: 60_000, 8: 60_000})  # which could be of any numbers
    assert not recall(even, [PastLap(n, 60_000, Mark.PLAIN, False) for n in range(1, 10)])
    assert [len(each.done) for each in (one, even)] == [2, 2]


def test_a_frame_of_what_was_asked_for_is_read_as_any_other() -> None:
    answer = ''.join(f'D7.L{n + 1:04d}#|||{61_000 + 10 * n}\n' for n in range(8, 0, -1)) + 'D7.L0001#|||\n'
    (event,) = Apex().read(answer.encode(), 1)
    assert isinstance(event, Recalled)
    assert (event.key, event.laps[1]) == ('r7', PastLap(2, 61_010, Mark.PLAIN, False))
    board = Board(kind=Kind.RACE)
    board.apply(Said('r7', Field.LAPS, 8), NOW_MS)
    for number, ms in HEARD.items():
        board.apply(Lapped('r7', number, ms), NOW_MS)
    board.apply(event, NOW_MS)
    assert [lap.number for lap in board.entries['r7'].done] == list(range(1, 9))
    board.apply(event._replace(key='r9'), NOW_MS)
    assert list(board.entries) == ['r7']  # who is not on the board is not put there
