import time

import pytest

from racetrace.live.clock import SteadyClock


def test_it_tells_the_time() -> None:
    assert abs(SteadyClock().now_ns() - time.time_ns()) < 1_000_000_000


def test_a_clock_that_is_set_does_not_move_a_race(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, now_ns = SteadyClock(), time.time_ns()
    monkeypatch.setattr(time, 'time_ns', lambda: now_ns + 3600 * 10**9)
    assert clock.now_ns() < now_ns + 60 * 10**9
    clock.settle()
    assert clock.now_ns() >= now_ns + 3600 * 10**9


def test_it_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, now_ns = SteadyClock(), time.time_ns()
    monkeypatch.setattr(time, 'time_ns', lambda: now_ns - 3600 * 10**9)
    clock.settle()
    assert clock.now_ns() >= now_ns
