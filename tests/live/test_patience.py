from racetrace.live.patience import Patience


def test_each_attempt_waits_twice_as_long_up_to_a_minute() -> None:
    assert [Patience().wait_s(failures, 1.0) for failures in range(1, 7)] == [5, 10, 20, 40, 60, 60]


def test_all_who_lost_a_server_do_not_come_back_at_once() -> None:
    assert [Patience().wait_s(2, chance) for chance in (0.0, 0.5, 1.0)] == [5, 7.5, 10]


def test_after_ten_attempts_it_is_asked_each_five_minutes() -> None:
    assert [Patience().has_given_up(failures) for failures in (0, 9, 10, 11)] == [False, False, True, True]
    assert Patience().wait_s(10, 1.0) == 300


def test_with_no_limit_it_never_gives_up() -> None:
    patience = Patience(attempts=0)
    assert not patience.has_given_up(10_000)
    assert patience.wait_s(10_000, 1.0) == 60
