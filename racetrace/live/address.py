"""Where a timing feed is, as a person typed it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import urlsplit

from racetrace.errors import FeedAddressRefused

LONGEST: Final = 500
PORTS: Final[Mapping[str, int]] = {'http': 80, 'https': 443, 'ws': 80, 'wss': 443, 'tcp': 50000}
SECURE: Final = frozenset({'https', 'wss'})

_NAME: Final = re.compile(r'[a-z0-9]([a-z0-9_.-]{0,251}[a-z0-9.])?')
_REST: Final = re.compile(r"[A-Za-z0-9/._~%!$&'()*+,;=:@?-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    scheme: str
    host: str
    port: int
    rest: str = '/'  # path and query

    @property
    def is_secure(self) -> bool:
        return self.scheme in SECURE

    @property
    def netloc(self) -> str:
        host = f'[{self.host}]' if ':' in self.host else self.host
        return host if PORTS[self.scheme] == self.port else f'{host}:{self.port}'

    @property
    def origin(self) -> str:
        return f'{self.scheme}://{self.netloc}'

    def __str__(self) -> str:
        return self.origin + self.rest


def address(text: str, schemes: Collection[str]) -> Address:
    """Read an address. Raises FeedAddressRefused: for another scheme, or for what only looks like one."""
    text = text.strip()
    if '://' not in text and 'tcp' in schemes:
        text = f'tcp://{text}'
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme, parts.hostname or '', parts.port
    except ValueError:
        parts = urlsplit('')
        scheme, host, port = '', '', None
    rest = text.partition('://')[2].partition(parts.netloc)[2].partition('#')[0] if host else ''
    is_sound = len(text) <= LONGEST and '@' not in parts.netloc and _is_host(host) and _REST.fullmatch(rest)
    if not (is_sound and scheme in schemes and port != 0):
        raise FeedAddressRefused(
            f'{text[:80]!r} is no address of a feed: it must begin with '
            f'{" or ".join(f"{one}://" for one in schemes)} and name a computer.'
        )
    return Address(scheme=scheme, host=host, port=port or PORTS[scheme], rest=rest or '/')


def _is_host(host: str) -> bool:
    if ':' not in host:
        return bool(_NAME.fullmatch(host))
    try:
        return bool(IPv6Address(host))
    except ValueError:
        return False
