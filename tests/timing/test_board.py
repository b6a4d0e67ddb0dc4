from racetrace.timing.board import MOST_ENTRIES, Board
from racetrace.timing.events import (
    Announced,
    Bannered,
    Column,
    Event,
    Flagged,
    Lapped,
    Layout,
    Listed,
    Message,
    OnTrack,
    Passed,
    Pitted,
    Said,
    Ticked,
    Titled,
    Withdrawn,
)
from racetrace.timing.words import Counting, Field, Flag, Kind, Mark, State


def board(*events: Event) -> Board:
    found = Board(kind=Kind.RACE)
    for at_ms, event in enumerate(events, 1):
        found.apply(event, at_ms * 1_000)
    return found


def test_the_head_is_what_was_last_said() -> None:
    message = Message('23:31', 'chequered', '', 'Finish')
    found = board(
        Titled('24 h', 'Race', '26'),
        OnTrack('Riverside', 1_100),
        Layout((Column('c1', 'Kart', 'no', Field.NUMBER),)),
        Announced((message,)),
        Bannered('Best lap: 9'),
        Ticked(Counting.DOWN, 60_000),
    )
    assert found.titles == ('24 h', 'Race', '26')
    assert (found.track, found.length_m, found.columns[0].label) == ('Riverside', 1_100, 'Kart')
    assert (found.messages, found.banner) == ((message,), 'Best lap: 9')
    assert (found.clock.value_ms, found.clock_at_ms, found.heard_ms) == (60_000, 6_000, 6_000)


def test_a_value_is_news_once() -> None:
    found = board(Said('9', Field.LAST, 60_000, Mark.OVERALL))
    assert found.changed == {'9'}
    found.changed.clear()
    found.apply(Said('9', Field.LAST, 60_000, Mark.OVERALL), 2_000)
    assert (found.changed, found.unchanged) == (set(), 1)
    found.apply(Said('9', Field.LAST, 60_000, Mark.PLAIN), 3_000)  # repainted
    assert found.changed == {'9'}
    assert found.entries['9'].last_mark is Mark.PLAIN


def test_a_value_without_a_mark_keeps_the_one_it_had() -> None:
    found = board(Said('9', Field.BEST, 60_000, Mark.PERSONAL), Said('9', Field.BEST, 59_000))
    assert (found.entries['9'].best, found.entries['9'].best_mark) == (59_000, Mark.PERSONAL)


def test_a_column_of_the_circuits_own_is_kept_by_its_name() -> None:
    assert board(Said('9', Field.OTHER, 'Rookie', column='c12')).entries['9'].other == {'c12': 'Rookie'}


def test_drivers_are_kept_in_the_order_in_which_they_drove() -> None:
    found = board(*(Said('9', Field.DRIVER, name) for name in ('Ada', 'Ben', 'Ada')))
    assert (found.entries['9'].driver, found.entries['9'].drivers) == ('Ada', ['Ada', 'Ben'])


def test_a_lap_counts_once_and_may_be_taken_back() -> None:
    found = board(Lapped('9', 1, 60_000), Lapped('9', 2, 61_000), Lapped('9', 2, 61_000))
    assert (len(found.entries['9'].done), found.unchanged) == (2, 1)
    found.changed.clear()
    found.apply(Withdrawn('9', 1), 9_000)
    assert ([one.number for one in found.entries['9'].done], found.changed) == ([1], {'9'})


def test_a_passing_says_where_and_when() -> None:
    entry = board(Passed('9', 1, next_ms=20_302)).entries['9']
    assert (entry.line, entry.passed_ms, entry.next_ms) == (1, 1_000, 20_302)


def test_the_pit_is_entered_by_its_loop_or_by_the_state_and_counts_once() -> None:
    found = board(Lapped('9', 1, 60_000), Pitted('9', True), Said('9', Field.STATE, State.PIT))
    assert found.entries['9'].stops_made == 1
    found.apply(Said('9', Field.STATE, State.RUNNING), 9_000)
    entry = found.entries['9']
    assert (entry.state, entry.stops) == (State.OUT_LAP, [(2_000, 9_000, 1)])
    found.apply(Lapped('9', 2, 90_000), 60_000)
    assert entry.state is State.RUNNING


def test_who_stops_in_the_pit_has_not_left_it() -> None:
    found = board(Lapped('9', 1, 60_000), Pitted('9', True), Said('9', Field.STATE, State.STOPPED))
    assert found.entries['9'].stops == []
    assert found.entries['9'].pit_since_ms == 2_000


def test_who_stands_before_he_drove_is_on_the_grid_of_a_race_and_later_stopped() -> None:
    found = Board(kind=Kind.RACE)
    stands, seen = Said('9', Field.STATE, State.STOPPED), []
    for event in (stands, Passed('9', 0), stands):
        found.apply(event, 1)
        seen.append(found.entries['9'].state)
    assert seen == [State.GRID, State.GRID, State.STOPPED]


def test_who_is_listed_no_more_stays_if_he_drove() -> None:
    found = board(Listed(('a', 'b', 'c')), Lapped('a', 1, 60_000), Listed(('c', 'd')))
    assert [(one.key, one.is_gone) for one in found.ranked()] == [('c', False), ('d', False), ('a', True)]
    found.apply(Listed(('a',)), 9_000)
    assert [(one.key, one.is_gone) for one in found.ranked()] == [('a', False)]


def test_the_order_is_by_place_and_without_one_as_listed() -> None:
    found = board(Listed(('a', 'b', 'c')), Said('b', Field.POSITION, 2), Said('c', Field.POSITION, 1))
    assert [one.key for one in found.ranked()] == ['c', 'b', 'a']


def test_a_flag_is_kept_with_its_time_when_it_changes() -> None:
    found = board(Flagged(Flag.GREEN), Flagged(Flag.GREEN), Flagged(Flag.RED))
    assert found.flags == [(1_000, Flag.GREEN), (3_000, Flag.RED)]


def test_there_is_an_end_to_the_entries() -> None:
    found = board(*(Said(str(i), Field.NUMBER, '1') for i in range(MOST_ENTRIES + 10)))
    found.apply(Lapped('one more', 1, 1), 1)
    found.apply(Passed('one more', 0), 1)
    found.apply(Pitted('one more', True), 1)
    found.apply(Withdrawn('one more', 0), 1)
    found.apply(Listed(tuple(map(str, range(2 * MOST_ENTRIES)))), 1)
    assert len(found.entries) == MOST_ENTRIES
