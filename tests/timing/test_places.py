from racetrace.timing.places import MOST_LAPS, LapEnd, places


def test_a_place_is_by_when_the_lap_ended() -> None:
    ends = [LapEnd('a', 1, 60), LapEnd('b', 1, 61), LapEnd('b', 2, 120), LapEnd('a', 2, 121)]
    assert places(ends) == {'a': [1, 2], 'b': [2, 1]}


def test_a_lap_that_nobody_saw_has_no_place() -> None:
    ends = [LapEnd('a', 1, 60), LapEnd('a', 3, 180), LapEnd('b', 3, 170)]
    assert places(ends) == {'a': [1, None, 2], 'b': [None, None, 1]}


def test_nobody_has_no_places() -> None:
    assert places([]) == {}


def test_a_feed_that_counts_to_a_million_is_not_followed_there() -> None:
    assert places([LapEnd('a', 1, 60), LapEnd('a', 10**12, 61), LapEnd('a', MOST_LAPS + 1, 62)]) == {'a': [1]}
