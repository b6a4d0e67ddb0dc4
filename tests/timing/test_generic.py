"""Rows of an unknown provider, read as a profile says."""

import json
from dataclasses import replace

import pytest

from racetrace.timing.board import MOST_ENTRIES, Board
from racetrace.timing.events import Column, Event, Gap, Lapped, Layout, Listed, Noise, Reset, Said, Withdrawn
from racetrace.timing.generic import Generic
from racetrace.timing.profile import Decimal, FormatProfile, LapsFrom, TimesIn
from racetrace.timing.proposal import proposed
from racetrace.timing.words import Field, State
from tests.timing.fed import fed, of_kind

PROFILE = FormatProfile(
    provider='club',
    columns=(
        ('pos', Field.POSITION),
        ('kart', Field.NUMBER),
        ('team', Field.NAME),
        ('laps', Field.LAPS),
        ('last', Field.LAST),
        ('gap', Field.GAP),
        ('state', Field.STATE),
        ('tyre', Field.OTHER),
    ),
    key='id',
)
A = {'id': 'a', 'pos': 1, 'kart': 9, 'team': 'North', 'laps': 1, 'last': 53.417, 'gap': '', 'tyre': 'soft'}
B = {'id': 'b', 'pos': 2, 'kart': '26', 'team': 'South', 'laps': 1, 'last': '0:54.100', 'gap': 0.683}


def told(*frames: object, profile: FormatProfile = PROFILE) -> tuple[Board, list[Event]]:
    raw = [frame if isinstance(frame, bytes) else json.dumps(frame).encode() for frame in frames]
    sessions, events = fed(Generic(profile), [(1_000 * at, frame) for at, frame in enumerate(raw, 1)])
    assert sessions.ended == []
    return sessions.board, events


def test_a_full_list_is_all_that_there_are() -> None:
    board, events = told([A, B])
    assert events[0] == Reset(None)
    assert events[1] == Layout(tuple(Column(name, name, '', one) for name, one in PROFILE.columns))
    assert events[2] == Listed(('a', 'b'))
    a, b = board.ranked()
    assert (a.number, a.name, a.laps, a.last, a.gap, a.other) == (
        '9',
        'North',
        1,
        53_417,
        None,
        {'tyre': 'soft'},
    )
    assert (b.number, b.position, b.last, b.gap) == ('26', 2, 54_100, Gap(ms=683))
    assert of_kind(events, Lapped) == []


def test_what_was_told_before_is_not_told_again() -> None:
    _, once = told([A, B])
    assert told([A, B], [A, B], {'a': A})[1] == once


def test_who_is_on_the_list_no_more_is_listed_no_more() -> None:
    assert len(of_kind(told([A, B], [B, A])[1], Listed)) == 1  # another order is told by the positions
    assert of_kind(told([A, B], [B])[1], Listed) == [Listed(('a', 'b')), Listed(('b',))]


@pytest.mark.parametrize('rows', [[B, A], {'a': A, 'b': B}, A], ids=['a list', 'by key', 'one row'])
def test_a_lap_is_one_more_with_the_last_time(rows: object) -> None:
    changed = json.loads(json.dumps(rows).replace('"laps": 1, "last": 53.417', '"laps": 2, "last": 55.0'))
    _, events = told([A, B], changed)
    assert of_kind(events, Lapped) == [Lapped('a', 2, 55_000)]


def test_the_key_of_the_document_counts_where_the_row_has_none() -> None:
    profile = replace(PROFILE, key='')
    nameless = {name: cell for name, cell in A.items() if name not in {'id', 'kart'}}
    board, _ = told({'r7': nameless}, profile=profile)
    assert list(board.entries) == ['r7']
    assert list(told([A], profile=profile)[0].entries) == ['9']


def test_rows_are_where_the_profile_says() -> None:
    profile = replace(PROFILE, rows=('data', 'drivers'))
    board, events = told({'data': {'drivers': [A]}}, {'data': {'weather': []}}, profile=profile)
    assert list(board.entries) == ['a']
    assert len(of_kind(events, Noise)) == 1


def test_a_lap_waits_for_its_time_and_the_next_lap_does_not_wait_for_it() -> None:
    partial = [{'id': 'a', 'laps': 2}, {'id': 'a', 'last': 55.0}]
    assert of_kind(told([A], *partial)[1], Lapped) == []  # of another shape: a row needs two columns
    partial = [{'id': 'a', 'pos': 1, **one} for one in partial]
    assert of_kind(told([A], *partial)[1], Lapped) == [Lapped('a', 2, 55_000)]
    twice = [{'id': 'a', 'pos': 1, 'laps': 2}, {'id': 'a', 'pos': 1, 'laps': 3, 'last': 56.0}]
    assert of_kind(told([A], *twice)[1], Lapped) == [Lapped('a', 2, None), Lapped('a', 3, 56_000)]


def test_a_lap_needs_no_time_where_there_is_none() -> None:
    profile = replace(PROFILE, columns=tuple(one for one in PROFILE.columns if one[0] != 'last'))
    assert of_kind(told([A], [A | {'laps': 2}], profile=profile)[1], Lapped) == [Lapped('a', 2, None)]


def test_without_a_count_another_last_time_is_a_lap() -> None:
    profile = replace(PROFILE, laps_from=LapsFrom.LAST)
    _, events = told([A], [A], [A | {'last': 55.0}], [A | {'last': None}], profile=profile)
    assert of_kind(events, Lapped) == [Lapped('a', None, 55_000)]


def test_laps_may_be_taken_back() -> None:
    board, events = told([A, B], [A | {'laps': 2, 'last': 55.0}, B], [A, B])
    assert of_kind(events, Withdrawn) == [Withdrawn('a', 1)]
    assert board.entries['a'].laps == 1


def test_when_most_have_lost_their_laps_it_begins_anew() -> None:
    fresh = {'laps': 0, 'last': None}
    frames = [[A, B], [A | {'laps': 2}, B | {'laps': 2}], [A | fresh, B | fresh]]
    raw = [(1_000 * at, json.dumps(frame).encode()) for at, frame in enumerate(frames)]
    sessions, events = fed(Generic(PROFILE), raw)
    assert len(of_kind(events, Reset)) == 2
    assert [len(one.entries) for one in (*sessions.ended, sessions.board)] == [2, 2]
    assert sessions.board.entries['a'].name == 'North'


@pytest.mark.parametrize(
    ('times_in', 'decimal', 'cell', 'ms'),
    [
        (TimesIn.SECONDS, Decimal.POINT, 53.417, 53_417),
        (TimesIn.SECONDS, Decimal.POINT, '53.417', 53_417),
        (TimesIn.SECONDS, Decimal.POINT, '1:06,234', 66_234),
        (TimesIn.SECONDS, Decimal.COMMA, '1.066,234', 1_066_234),
        (TimesIn.MILLISECONDS, Decimal.POINT, 53_417, 53_417),
        (TimesIn.MILLISECONDS, Decimal.POINT, '53417', 53_417),
        (TimesIn.MILLISECONDS, Decimal.POINT, '0:53.417', 53_417),
        (TimesIn.SECONDS, Decimal.POINT, float('nan'), None),
        (TimesIn.SECONDS, Decimal.POINT, float('inf'), None),
        (TimesIn.SECONDS, Decimal.POINT, -1, None),
        (TimesIn.SECONDS, Decimal.POINT, 0, None),
        (TimesIn.SECONDS, Decimal.POINT, 10**400, None),
        (TimesIn.SECONDS, Decimal.POINT, True, None),
        (TimesIn.SECONDS, Decimal.POINT, {'ms': 1}, None),
    ],
)
def test_times_are_as_the_profile_says(
    times_in: TimesIn, decimal: Decimal, cell: object, ms: int | None
) -> None:
    profile = replace(PROFILE, times_in=times_in, decimal=decimal)
    assert told([{'id': 'a', 'last': cell, 'pos': 1}], profile=profile)[0].entries['a'].last == ms


@pytest.mark.parametrize(
    ('cell', 'state'),
    [
        ('In Pit', State.PIT),
        ('running', State.RUNNING),
        ('DNF', State.RETIRED),
        ('?', State.GRID),
        (7, State.GRID),
    ],
)
def test_states_are_words_that_are_known(cell: object, state: State) -> None:
    assert told([{'id': 'a', 'pos': 1, 'state': cell}])[0].entries['a'].state is state


def test_a_text_table_goes_on_below_its_head() -> None:
    profile = replace(PROFILE, separator=';', key='kart')
    head = b'pos;kart;team;laps;last\r\n1;9;"North; and more";1;53,417\r\n2;26;South;1;54,100\r\n'
    board, events = told(head, b'1;9;North;2;55,000\r\n', profile=profile)
    assert of_kind(events, Listed) == [Listed(('9', '26'))]
    assert of_kind(events, Lapped) == [Lapped('9', 2, 55_000)]
    assert [one.name for one in board.ranked()] == ['North', 'South']


def test_what_holds_no_row_is_noise() -> None:
    strange = [
        b'GET / HTTP/1.1',
        b'[' * 100_000,
        b'{"type":"pong"}',
        b'[]',
        b'[1, 2]',
        b'\xff' * 100,
        b'{"a":',
        b'',
    ]
    board, events = told(*strange)
    assert [type(one) for one in events] == [Noise] * (len(strange) - 1)
    assert board.entries == {}


def test_a_line_of_a_table_has_an_end() -> None:
    profile = replace(PROFILE, separator=';', key='kart')
    frame = b'pos;kart\n"' + b'x' * 200_000 + b'\n1;9\n'
    assert list(told(frame, profile=profile)[0].entries) == ['9']


def test_there_is_an_end_to_the_rows() -> None:
    many = [{'id': str(i), 'pos': i} for i in range(3_000)]
    board, _ = told(many, *({str(i): {'id': f'x{i}', 'pos': i}} for i in range(20)))
    assert len(board.entries) == MOST_ENTRIES


def test_a_proposed_profile_reads_the_feed_it_was_proposed_for() -> None:
    frames = [
        json.dumps({'drivers': [A | {'laps': laps, 'last': 53.0 + laps}, B]}).encode() for laps in (1, 2, 3)
    ]
    proposal = proposed(frames[:1])
    assert proposal is not None
    board, events = told(*frames, profile=proposal.profile)
    assert of_kind(events, Lapped) == [Lapped('a', 2, 55_000), Lapped('a', 3, 56_000)]
    assert Said('a', Field.NAME, 'North') in events
    assert board.entries['b'].gap == Gap(ms=683)
