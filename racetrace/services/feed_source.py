"""Where the frames of a circuit come from."""

import time

from racetrace.errors import FeedAddressRefused
from racetrace.live.address import address
from racetrace.live.apex_source import ApexSource
from racetrace.live.race_monitor import RaceMonitor
from racetrace.live.reach import Reach
from racetrace.live.source import Source
from racetrace.live.tcp_lines import TcpLines
from racetrace.live.web import SCHEMES
from racetrace.live.web_socket import WebSocket
from racetrace.services.demo_feed import DemoFeed
from racetrace.store.circuits import Circuit
from racetrace.timing.words import Provider

SOCKETS = ('wss', 'ws')


def source(circuit: Circuit, reach: Reach) -> Source:
    """Raises FeedAddressRefused."""
    where = circuit.address or circuit.page_url
    match Provider(circuit.provider):
        case Provider.DEMO:
            return DemoFeed(now_ns=time.time_ns)
        case Provider.RACE_MONITOR:
            return RaceMonitor(race_id=_race(where), reach=reach)
        case Provider.RMONITOR:
            return TcpLines(address=address(where, ('tcp',)), reach=reach)
        case Provider.APEX if not where.startswith(SOCKETS):
            return ApexSource(page=str(address(where, SCHEMES)), reach=reach)
        case _:
            page = address(circuit.page_url, ('https', 'http')).origin if circuit.page_url else ''
            return WebSocket(address=address(where, SOCKETS), reach=reach, origin=page)


def _race(text: str) -> int:
    """Return the number of a race, also of an address that ends with it."""
    number = text.rstrip('/').rpartition('/')[2].rpartition('=')[2]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise FeedAddressRefused(f'{text[:80]!r} names no race of Race Monitor: it must end with its number.')
    return int(number)
