from racetrace.timing.board import Board
from racetrace.timing.events import Event, Flagged, Gap, Lapped, Listed, Said, Titled
from racetrace.timing.shown import RECENT, Shown
from racetrace.timing.words import Field, Flag, Kind

LEADER: list[Event] = [Said('a', Field.TOTAL, 60_000), Lapped('a', 1, 60_000)]
SECOND: list[Event] = [Said('b', Field.TOTAL, 60_317), Lapped('b', 1, 60_317)]
GRID: list[Event] = [
    Titled('24 h', 'Race'),
    Listed(('a', 'b')),
    Said('a', Field.POSITION, 1),
    Said('b', Field.POSITION, 2),
]


def shown(*events: Event) -> tuple[Board, Shown]:
    board = Board(kind=Kind.RACE)
    tell(board, *events)
    return board, Shown(board)


def tell(board: Board, *events: Event) -> None:
    for event in events:
        board.apply(event, 1_000)


def test_a_snapshot_is_the_whole_board() -> None:
    _, one = shown(*GRID, *LEADER, *SECOND)
    snapshot = one.snapshot()
    assert (snapshot['seq'], snapshot['order'], snapshot['head']['name']) == (1, ['a', 'b'], 'Race')
    a, b = snapshot['rows']
    assert (a['key'], a['laps'], a['gap'], a['interval']) == ('a', 1, None, None)
    assert (b['gap'], b['interval'], b['recent']) == ([317, 0], [317, 0], [[1, 60_317, '', False, False]])


def test_a_delta_says_only_what_is_new() -> None:
    board, one = shown(*GRID)
    assert one.delta() is None
    tell(board, Said('b', Field.NUMBER, '26'))
    assert one.delta() == {'seq': 2, 'rows': [{'key': 'b', 'number': '26'}]}
    tell(board, Said('b', Field.NUMBER, '26'), Flagged(Flag.NONE))
    assert one.delta() is None
    tell(board, Flagged(Flag.GREEN))
    assert one.delta() == {'seq': 3, 'head': {'flag': 'green', 'flags': [[1_000, 'green']]}}


def test_a_pass_is_a_new_order_and_what_follows_from_it() -> None:
    board, one = shown(*GRID, *LEADER, *SECOND)
    tell(board, Said('b', Field.POSITION, 1), Said('a', Field.POSITION, 2))
    delta = one.delta()
    assert delta is not None
    assert delta['order'] == ['b', 'a']
    rows = {row['key']: row for row in delta['rows']}
    assert rows['b'] == {'key': 'b', 'position': 1, 'gap': None, 'interval': None}
    assert rows['a']['position'] == 2


def test_deltas_on_a_snapshot_are_the_next_snapshot() -> None:
    board, one = shown(*GRID)
    known = one.snapshot()
    rows = {row['key']: dict(row) for row in known['rows']}
    tell(board, *LEADER, *SECOND, Said('c', Field.NUMBER, '7'), Listed(('a', 'c')))
    delta = one.delta()
    assert delta is not None
    for row in delta['rows']:
        rows.setdefault(row['key'], {}).update(row)
    after = one.snapshot()
    assert [rows[key] for key in delta['order']] == after['rows']
    assert after['seq'] == delta['seq'] == 2


def test_who_is_gone_from_the_board_is_gone_from_the_rows() -> None:
    board, one = shown(*GRID)
    tell(board, Listed(('a',)))
    delta = one.delta()
    assert delta is not None
    assert delta['order'] == ['a']
    assert [row['key'] for row in one.snapshot()['rows']] == ['a']


def test_a_gap_that_the_feed_states_is_shown_as_it_is() -> None:
    _, one = shown(*GRID, *LEADER, *SECOND, Said('b', Field.GAP, Gap(laps=3)))
    assert one.snapshot()['rows'][1]['gap'] == [0, 3]


def test_the_last_laps_alone_are_shown() -> None:
    laps: list[Event] = [Lapped('a', number, 60_000 + number) for number in range(1, 16)]
    recent = shown(*GRID, *laps)[1].snapshot()['rows'][0]['recent']
    assert [lap[0] for lap in recent] == list(range(6, 16))
    assert len(recent) == RECENT
