from racetrace.timing.apex import Apex
from racetrace.timing.events import (
    Bannered,
    Event,
    Flagged,
    Gap,
    Lapped,
    Layout,
    Listed,
    Noise,
    Passed,
    Pitted,
    Reset,
    Said,
    Titled,
    Withdrawn,
)
from racetrace.timing.words import Field, Flag, Kind, Mark, State

HEADS = (
    ('sta', ''), ('rk', 'Clt'), ('no', 'Kart'), ('dr', 'Equipe'), ('tlp', 'Tours'), ('llp', 'Dernier T.'),
    ('gap', 'Ecart'), ('otr', 'En piste'), ('', 'Penalités'), ('pit', 'Stands'),
)  # fmt: skip


def cell(name: str, style: str = 'in', text: str = '') -> str:
    return f'<td data-id="{name}" class="{style}">{text}</td>'


def row(key: str, number: str, team: str, laps: str = '', last: str = '') -> str:
    cells = (
        cell(f'{key}c1', 'sr'),
        f'<td class="rk"><div><p data-id="{key}c2" class=""></p></div></td>',
        f'<td class="no"><div data-id="{key}c3" class="no1">{number}</div></td>',
        cell(f'{key}c4', 'dr', team),
        cell(f'{key}c5', 'in', laps),
        cell(f'{key}c6', 'tn', last),
        *(cell(f'{key}c{n}') for n in range(7, 11)),
    )
    return f'<tr data-id="{key}" data-pos="1">{"".join(cells)}</tr>'


def grid(*rows: str, heads: tuple[tuple[str, str], ...] = HEADS) -> str:
    head = ''.join(
        f'<td data-id="c{n}" data-type="{kind}" data-pr="1">{label}</td>'
        for n, (kind, label) in enumerate(heads, 1)
    )
    return f'grid||<tbody><tr data-id="r0" class="head" data-pos="0">{head}</tr>{"".join(rows)}</tbody>'


def init(*rows: str, kind: str = 'r', title: str = 'RACE') -> bytes:
    lines = (
        f'init|{kind}|',
        'css|no1|border-bottom-color:#FF8000 !important; color:#FFFFFF !important;',
        'title1||6 HOURS',
        f'title2||{title}',
        'track||SOUTH (1100m)',
        'light|lg|',
        grid(*rows),
    )
    return '\n'.join(lines).encode()


def started(*rows: str) -> Apex:
    apex = Apex()
    apex.read(init(*(rows or (row('r7', '12', 'ALPHA', '3', '1:06.234'),))), 0)
    return apex


def only(kind: type, events: list[Event]) -> list[Event]:
    return [one for one in events if type(one) is kind]


def test_the_first_frame_tells_the_session_the_columns_and_every_cell() -> None:
    events = Apex().read(init(row('r7', '12', 'ALPHA', '3', '1:06.234')), 0)
    assert events[0] == Reset(Kind.RACE)
    assert only(Titled, events)[-1] == Titled('6 HOURS', 'RACE')
    assert only(Listed, events) == [Listed(('r7',))]
    (layout,) = only(Layout, events)
    assert isinstance(layout, Layout)
    assert [one.field for one in layout.columns][:6] == [
        Field.STATE, Field.POSITION, Field.NUMBER, Field.NAME, Field.LAPS, Field.LAST,
    ]  # fmt: skip
    assert layout.columns[8].field is Field.PENALTY  # by its label: its type is empty
    said = {one.field: one.value for one in events if isinstance(one, Said)}
    assert said[Field.NUMBER] == '12'
    assert said[Field.COLOUR] == '#ff8000'
    assert said[Field.LAPS] == 3
    assert said[Field.LAST] == 66_234


def test_what_the_table_counts_already_is_not_told_as_a_lap() -> None:
    assert only(Lapped, Apex().read(init(row('r7', '12', 'ALPHA', '3', '1:06.234')), 0)) == []


def test_a_lap_is_its_time_when_the_count_has_risen() -> None:
    events = started().read(b'r7c5|in|4\nr7c6|ti|1:05.9\nr7|*|65900|24000\n', 1000)
    assert only(Lapped, events) == [Lapped('r7', 4, 65_900, Mark.PERSONAL)]
    assert only(Passed, events) == [Passed('r7', 0, 65_900)]


def test_the_prediction_of_the_next_lap_is_not_taken_for_a_lap() -> None:
    assert only(Lapped, started().read(b'r7|*|61234|24000\n', 1000)) == []


def test_a_time_that_is_painted_again_in_another_colour_is_no_lap() -> None:
    apex = started()
    apex.read(b'r7c5|in|4\nr7c6|tb|1:05.900\nr7|*|65900|', 1000)
    assert only(Lapped, apex.read(b'r7c6|ti|1:05.900', 1200)) == []


def test_two_equal_laps_are_two_though_the_cell_is_not_sent_again() -> None:
    apex = started()
    apex.read(b'r7c5|in|4\nr7c6|tb|1:05.900\nr7|*|65900|', 1_000)
    again = apex.read(b'r7c5|in|5\nr7|*|65900|', 66_900)
    assert only(Lapped, again) == [Lapped('r7', 5, 65_900, Mark.PLAIN)]


def test_without_a_count_a_passing_confirms_a_lap_within_five_seconds() -> None:
    heads = tuple(('' if kind == 'tlp' else kind, 'X') for kind, _ in HEADS)
    apex = Apex()
    apex.read(b'init|r|\n' + grid(row('r7', '12', 'ALPHA'), heads=heads).encode(), 0)
    assert only(Lapped, apex.read(b'r7c6|tn|1:06.000', 1000)) == []
    assert only(Lapped, apex.read(b'r7|*|66000|', 1500)) == [Lapped('r7', None, 66_000, Mark.PLAIN)]
    assert only(Lapped, apex.read(b'r7c6|tn|1:07.000', 70_000)) == []
    assert only(Lapped, apex.read(b'r7|*|66000|', 80_000)) == []  # ten seconds later: another passing


def test_laps_that_are_taken_back_and_told_again_are_told_with_their_own_times() -> None:
    """As the timekeepers of a real race mended one, a second apart."""
    apex = started(row('r7', '12', 'ALPHA', '164', '1:05.584'))
    apex.read(b'r7c5|in|165\nr7c6|tn|4:11.833\nr7|*|65468|', 1_000)
    apex.read(b'r7c5|in|166\nr7c6|tn|1:07.930\nr7|*|66707|', 69_000)
    frames = (
        b'r7c5|in|165\nr7c6|tn|5:26.745\nr7|*||',
        b'r7c5|in|164\nr7c6|tn|1:05.584\nr7|*||',
        b'r7c5|in|165\nr7c6|tn|4:11.833\nr7|*|65468|',
        b'r7c5|in|166\nr7c6|tn|1:07.930\nr7|*|66707|',
    )
    told = [apex.read(frame, 92_000 + 1000 * n) for n, frame in enumerate(frames)]
    assert [one for events in told for one in events if isinstance(one, Lapped | Withdrawn)] == [
        Withdrawn('r7', 165),
        Withdrawn('r7', 164),
        Lapped('r7', 165, 251_833),
        Lapped('r7', 166, 67_930),
    ]


def test_the_time_before_its_count_is_as_well_that_of_the_lap_before() -> None:
    apex = started(row('r7', '12', 'ALPHA', '164', '1:05.584'))
    apex.read(b'r7c6|tn|4:11.833\nr7c5|in|165\nr7|*|65468|', 1_000)
    apex.read(b'r7c6|tn|1:05.584\nr7c5|in|164', 90_000)
    again = apex.read(b'r7c6|tn|4:11.833\nr7c5|in|165\nr7|*|65468|', 91_000)
    assert only(Lapped, again) == [Lapped('r7', 165, 251_833)]


def test_a_lap_that_is_taken_away_as_a_penalty_is_withdrawn_and_the_next_is_told() -> None:
    apex = started(row('r7', '12', 'ALPHA', '222', '1:31.546'))
    assert only(Withdrawn, apex.read(b'r7c5|in|221\nr7|*|76027|', 1_000)) == [Withdrawn('r7', 221)]
    assert only(Lapped, apex.read(b'r7c5|in|222\nr7c6|tn|1:07.039\nr7|*|67019|', 25_000)) == [
        Lapped('r7', 222, 67_039)
    ]


def test_a_whole_table_with_fewer_laps_withdraws_them_and_one_without_a_count_does_not() -> None:
    apex = started(row('r7', '12', 'ALPHA', '5', '1:06.234'))
    again = apex.read(init(row('r7', '12', 'ALPHA', '3', '1:05.000')), 1000)
    assert only(Withdrawn, again) == [Withdrawn('r7', 3)]
    assert only(Lapped, apex.read(b'r7c5|in|4\nr7c6|tn|1:07.039\nr7|*||', 2000)) == [Lapped('r7', 4, 67_039)]
    assert only(Withdrawn, apex.read(init(row('r7', '12', 'ALPHA')), 3000)) == []


def test_the_count_that_rose_while_nobody_listened_is_one_lap_of_the_whole_table() -> None:
    apex = started()
    assert only(Lapped, apex.read(init(row('r7', '12', 'ALPHA', '6', '1:05.500')), 200_000)) == [
        Lapped('r7', 6, 65_500, Mark.PLAIN)
    ]


def test_team_and_driver_take_turns_in_one_cell() -> None:
    events = started().read(b'r7c4|drteam|ANA \xc3\x91 [1:20]\nr7c4|dr|ALPHA', 1000)
    assert events == [Said('r7', Field.DRIVER, 'ANA Ñ'), Said('r7', Field.NAME, 'ALPHA')]


def test_a_gap_is_time_or_laps_and_is_cleared_by_nothing() -> None:
    events = started().read(b'r7c7|ib|1:02.345\nr7c7|ib|3 Tours\nr7c7|in|Tour 12\nr7c7|ib|', 1000)
    assert [one.value for one in events if isinstance(one, Said)] == [
        Gap(ms=62_345), Gap(laps=3), Gap(), None,
    ]  # fmt: skip


def test_states_ranks_flags_and_the_pit_lane() -> None:
    events = started().read(b'r7c1|si|\nr7|*in|0\nr7|#|3\nr7|*out|0\nlight|ly|\nmsg||Best lap', 1000)
    assert events == [
        Said('r7', Field.STATE, State.PIT),
        Pitted('r7', True),
        Said('r7', Field.POSITION, 3),
        Pitted('r7', False),
        Flagged(Flag.YELLOW),
        Bannered('Best lap'),
    ]


def test_bytes_of_something_else_are_noise_and_what_follows_is_read() -> None:
    apex = started()
    for noise in (
        b'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
        b'\x16\x03\x01\x02\x00',
        b'MGLNDD_192.0.2.1_8090',
        b'\xff\xfe',
    ):
        assert [type(one) for one in apex.read(noise, 1000)] == [Noise]
    assert apex.read(b'\n\n', 1000) == []  # it is alive
    assert only(Lapped, apex.read(b'r7c5|in|4\nr7c6|tn|59.864\nr7|*||', 2000)) == [
        Lapped('r7', 4, 59_864, Mark.PLAIN)
    ]


def test_cells_before_the_first_table_are_of_nobody() -> None:
    assert Apex().read(b'r6c9|ti|26.138\nr6|*i1|\nr6|#|2', 0) == []


def test_no_control_character_comes_through() -> None:
    events = started().read(b'r7c4|dr|A\x00L\x1bPHA', 1000)
    assert events == [Said('r7', Field.NAME, 'ALPHA')]
