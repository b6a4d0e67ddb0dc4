"""Which computers a feed may be on. Its address comes from people, and what it names may answer only us.

A laptop at the track reads from the timekeepers' own network. A server must not, and in a paddock not for
everybody: whoever may name a feed could else make it ask the computers around it. What is checked is the
number that the name stands for, and to that number the connection is made: a name may stand for another one a
moment later.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from racetrace.errors import ConnectionEnded, FeedAddressRefused

PATIENCE_S: Final = 5.0  # for each number
MOST: Final = 4  # numbers of one name that are tried

_TRANSLATED: Final = (IPv6Network('64:ff9b::/96'), IPv6Network('::/96'))  # IPv4 in the last 32 bits
_INNER: Final = (IPv6Network('64:ff9b:1::/48'), IPv6Network('fec0::/10'))  # which Python takes for global


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    is_private_allowed: bool
    is_private_allowed_now: Callable[[], bool] | None = None  # asked for each connection, in a thread
    who_may: str = (
        'which this server may not ask. Start RaceTrace beside it, or set RACETRACE_PRIVATE_FEEDS=1.'
    )

    async def numbers(self, host: str, port: int) -> list[str]:
        """Return the numbers of a name that may be asked. Raises FeedAddressRefused, ConnectionEnded."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE_S):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:  # TimeoutError is an OSError
            raise ConnectionEnded(f'Nothing is known of {host}: its name leads nowhere.') from error
        numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
        now = self if all(map(self.is_allowed, numbers)) else await asyncio.to_thread(self._now)
        allowed = [number for number in numbers if now.is_allowed(number)]
        if not allowed:
            raise self._refusal(host)
        return allowed[:MOST]

    def is_allowed(self, number: str) -> bool:
        """Return whether a number may be asked; a zone, as in `fe80::1%eth0`, is of an inner network."""
        meant = _meant(number.partition('%')[0])
        if meant.is_multicast or meant.is_unspecified or (meant.is_reserved and not meant.is_loopback):
            return False
        is_inner = '%' in number or not meant.is_global or any(meant in one for one in _INNER)
        return self.is_private_allowed or not is_inner

    def insist_number(self, host: str) -> None:
        """Refuse a number that may not be asked; of a name it is not known yet. Raises FeedAddressRefused."""
        try:
            ip_address(host.partition('%')[0])
        except ValueError:
            return
        if not self.is_allowed(host):
            raise self._refusal(host)

    def _now(self) -> 'Reach':
        if self.is_private_allowed_now is None:
            return self
        return Reach(is_private_allowed=self.is_private_allowed_now())

    def _refusal(self, host: str) -> FeedAddressRefused:
        return FeedAddressRefused(f'{host} is a computer of an inner network, {self.who_may}')

    async def connected(self, host: str, port: int) -> socket.socket:
        """Return a socket that is connected. Raises FeedAddressRefused, ConnectionEnded."""
        reasons: list[str] = []
        for number in await self.numbers(host, port):
            try:
                return await _connected(number, port)
            except OSError as error:
                reasons.append(os.strerror(error.errno) if error.errno else 'No answer')
        raise ConnectionEnded(f'{host}, port {port}, cannot be reached: {reasons[-1]}.')


def _meant(number: str) -> IPv4Address | IPv6Address:
    """Return the number to which a packet goes in the end."""
    meant = ip_address(number)
    if isinstance(meant, IPv4Address):
        return meant
    if meant.ipv4_mapped or meant.sixtofour:
        return meant.ipv4_mapped or meant.sixtofour or meant
    if any(meant in network for network in _TRANSLATED) and int(meant) > 1:
        return IPv4Address(int(meant) & 0xFFFFFFFF)
    return meant


async def _connected(number: str, port: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(number, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    family, kind, protocol, _, place = found[0]
    connection = socket.socket(family, kind, protocol)
    try:
        connection.setblocking(False)
        async with asyncio.timeout(PATIENCE_S):
            await loop.sock_connect(connection, place)
    except BaseException:
        connection.close()
        raise
    return connection
