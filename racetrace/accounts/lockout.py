"""How often somebody may guess, decided by counted failures.

Whoever knows a name must not be able to lock its owner out. Hence failures count for an account together
with where they come from. A device that its owner has signed in on is counted by itself, so that nobody
else can spoil it. Over a whole account guesses of strangers are only slowed, and one address may not try
many accounts. A window slides: nothing stays locked for longer than it is wide.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from racetrace.accounts.tokens import sha256

WINDOW: Final = timedelta(minutes=15)
ORIGIN_BITS_V6: Final = 64  # of an address of version 6: what one household has


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many failures of a key in a window."""

    key: str
    most: int


def limits(account: str, address: str, device_sha256: str | None) -> tuple[Limit, ...]:
    """Return what an attempt is counted by; `device_sha256` only for a device that the account knows.

    The account is what was typed, whether there is one or not: both are counted alike.
    """
    who = sha256(f'account {account}')
    if device_sha256 is not None:
        return (Limit(key=f'{who} device {device_sha256}', most=5),)
    where = origin(address)
    return (
        Limit(key=f'{who} from {where}', most=5),
        Limit(key=who, most=50),
        Limit(key=f'from {where}', most=100),
    )


def limits_again(account: str) -> tuple[Limit, ...]:
    """Return what an attempt is counted by of somebody who is signed in, and should prove it again."""
    return (Limit(key=sha256(f'again {account}'), most=5),)


def limits_to_register(address: str) -> tuple[Limit, ...]:
    """Return what new accounts are counted by: a team may come at once, a machine may not."""
    return (Limit(key=f'register from {origin(address)}', most=20),)


def limits_to_lead(address: str) -> tuple[Limit, ...]:
    """Return what sign-ins elsewhere are counted by that were begun, and did not end."""
    return (Limit(key=f'elsewhere from {origin(address)}', most=60),)


def limits_to_exchange(address: str) -> tuple[Limit, ...]:
    """Return what tokens of others are counted by that were handed in, and did not let anybody in."""
    return (Limit(key=f'exchange from {origin(address)}', most=60),)


def limits_to_forget(address: str) -> tuple[Limit, ...]:
    """Return what is counted of who says that a password was forgotten, whoever's it is."""
    return (Limit(key=f'forgotten from {origin(address)}', most=20),)


def limits_to_write(email: str) -> tuple[Limit, ...]:
    """Return what letters to an address are counted by that need not have been asked for by its reader."""
    return (Limit(key=sha256(f'letter to {email}'), most=3),)


def limits_to_move(account: str) -> tuple[Limit, ...]:
    """Return what changes of an account's address are counted by: each sends a letter to a stranger."""
    return (Limit(key=sha256(f'move {account}'), most=5),)


def wait(failures: dict[Limit, list[datetime]], now: datetime) -> timedelta | None:
    """Return how long an attempt has to wait; None where it may be made now.

    `failures` has the times of what was counted, in any order.
    """
    waits = []
    for limit, times in failures.items():
        recent = sorted(at for at in times if at > now - WINDOW)
        if len(recent) >= limit.most:
            waits.append(recent[-limit.most] + WINDOW - now)
    return max(waits, default=None)


def origin(address: str) -> str:
    """Return what counts as one place on the network: an address of version 4, a /64 of version 6."""
    try:
        found = ip_address(address.partition('%')[0])
    except ValueError:
        return 'unknown'
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, ORIGIN_BITS_V6), strict=False))
