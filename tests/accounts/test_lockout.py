from datetime import datetime, timedelta

import pytest

from racetrace.accounts.lockout import WINDOW, limits, origin, wait

NOON = datetime(2026, 6, 13, 12)


class Counted:
    """Attempts that all fail, counted as a store does."""

    def __init__(self) -> None:
        self.failures: dict[str, list[datetime]] = {}

    def guess(self, account: str, address: str, at: datetime = NOON, device: str | None = None) -> bool:
        """Return whether the guess was let through."""
        found = limits(account, address, device)
        if wait({limit: self.failures.get(limit.key, []) for limit in found}, at) is not None:
            return False
        for limit in found:
            self.failures.setdefault(limit.key, []).append(at)
        return True


def test_from_one_place_an_account_has_five_guesses() -> None:
    counted = Counted()
    assert [counted.guess('ana', '10.0.0.9') for _ in range(7)] == 5 * [True] + 2 * [False]
    assert counted.guess('ana', '10.0.0.8')
    assert counted.guess('ben', '10.0.0.9')


def test_the_wait_ends_when_the_oldest_of_them_is_forgotten() -> None:
    counted = Counted()
    for minute in range(5):
        counted.guess('ana', '10.0.0.9', NOON + timedelta(minutes=minute))
    five = NOON + timedelta(minutes=5)
    failures = {limit: counted.failures[limit.key] for limit in limits('ana', '10.0.0.9', None)}
    assert wait(failures, five) == timedelta(minutes=10)
    assert not counted.guess('ana', '10.0.0.9', five)
    assert counted.guess('ana', '10.0.0.9', NOON + WINDOW)
    assert not counted.guess('ana', '10.0.0.9', NOON + WINDOW)


def test_a_thousand_guesses_from_thirty_places_come_to_fifty_and_the_owner_gets_in() -> None:
    counted = Counted()
    through = sum(counted.guess('ana', f'10.0.0.{i % 30}') for i in range(1000))
    assert through == 50
    assert not counted.guess('ana', '10.0.1.1')
    assert counted.guess('ana', '10.0.0.1', device='hers')


def test_a_known_device_has_five_of_its_own() -> None:
    counted = Counted()
    assert [counted.guess('ana', '10.0.0.9', device='hers') for _ in range(6)] == 5 * [True] + [False]
    assert counted.guess('ana', '10.0.0.9', device='her other one')
    assert counted.guess('ana', '10.0.0.9')


def test_one_address_may_not_try_many_accounts() -> None:
    counted = Counted()
    assert sum(counted.guess(f'user {i}', '10.0.0.9') for i in range(300)) == 100
    assert counted.guess('user 1', '10.0.0.8')


@pytest.mark.parametrize(
    ('address', 'same'),
    [
        ('10.0.0.9', '10.0.0.9'),
        ('::ffff:10.0.0.9', '10.0.0.9'),
        ('2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'),
        ('2001:db8:1:2::9', '2001:db8:1:2::/64'),
        ('fe80::1%eth0', 'fe80::/64'),
        ('', 'unknown'),
        ('unix:', 'unknown'),
    ],
)
def test_a_household_is_one_origin(address: str, same: str) -> None:
    assert origin(address) == same
