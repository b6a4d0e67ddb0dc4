from racetrace.live.past import Past, Sort, Told


def told(at_s: float, seq: int, sort: Sort = Sort.DELTA, text: str = 'x' * 10) -> Told:
    return Told(at_s, seq, sort, text)


def test_it_is_bounded_in_bytes() -> None:
    past = Past(most_bytes=100)
    for n in range(50):
        past.add(told(n, n))
    assert (past.bytes, past.first, past.end, past[49].seq) == (100, 40, 50, 49)


def test_it_is_bounded_in_time() -> None:
    past = Past(most_s=5.0)
    for n in range(50):
        past.add(told(n, n))
    assert (past.first, past.end) == (44, 50)


def test_the_newest_is_kept_however_large() -> None:
    past = Past(most_bytes=100)
    past.add(told(0, 1))
    past.add(told(1, 2, text='x' * 1000))
    assert (past.first, past.end) == (1, 2)


def test_a_moment_is_found() -> None:
    past = Past()
    for n in range(10):
        past.add(told(n, n))
    assert [past.due(at_s) for at_s in (-1, 0, 4.5, 5, 99)] == [0, 1, 5, 6, 10]


def test_one_begins_with_the_last_whole_board_before() -> None:
    past = Past()
    assert past.whole_before(0) is None
    for n in range(10):
        past.add(told(n, n, Sort.SPARE if n in {3, 7} else Sort.DELTA))
    assert [past.whole_before(end) for end in (10, 8, 7, 4, 2)] == [7, 7, 3, 3, 3]


def test_one_goes_on_after_what_one_has() -> None:
    past = Past()
    for n in range(10):
        past.add(told(n, n // 2, Sort.ABOUT if n % 2 else Sort.DELTA))
    assert past.after(4, most=40) == 9
    assert past.after(2, most=40) == 5
    assert past.after(2, most=3) is None
    assert past.after(5, most=40) is None
    assert past.after(-1, most=40) is None
