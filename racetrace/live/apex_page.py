"""Where Apex Timing's data of a circuit come from, found as the page of the circuit itself finds them."""

import re
from dataclasses import dataclass
from typing import Final

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.address import Address, address
from racetrace.live.web import SCHEMES, Web

DATA_HOST: Final = 'live-data.apex-timing.com'
THEIRS: Final = re.compile(r'(www|live|live-data)\.apex-timing\.com')
MOST_PORT: Final = 65535 - 4

_PORT: Final = re.compile(r'configPort\s*=\s*["\']?(\d{1,5})')
_HOST: Final = re.compile(r'configHost\s*=\s*["\']([\w.:\[\]-]{1,253})["\']')
_REQUESTS: Final = re.compile(r'configRequestUrl\s*=\s*["\'](https?://[^"\'\s]{1,300})["\']')


@dataclass(frozen=True, slots=True, kw_only=True)
class ApexPage:
    """A circuit of theirs: its page, its own base port, and the computer that has the data."""

    page: Address
    port: int
    host: str
    functions: Address  # the folder of live_ajax.php and request.php

    @property
    def socket(self) -> Address:
        scheme, offset = ('wss', 3) if self.page.is_secure else ('ws', 2)
        return Address(scheme=scheme, host=self.host, port=self.port + offset)

    @property
    def ajax(self) -> Address:
        return _below(self.functions, 'live_ajax.php')

    @property
    def ajax_port(self) -> int:
        return self.port + 4

    @property
    def requests(self) -> Address:
        return _below(self.functions, 'request.php')

    @property
    def headers(self) -> dict[str, str]:
        return {'Origin': self.page.origin, 'Referer': str(self.page)}


async def apex_page(text: str, web: Web) -> ApexPage:
    """Return what the page says. Raises FeedAddressRefused, ConnectionEnded."""
    page = _folder(address(text, SCHEMES))
    return _read(page, await web.text(_below(page, 'javascript/config.js')))


def _read(page: Address, config: str) -> ApexPage:
    port = _PORT.search(config)
    if port is None or not 0 < int(port[1]) <= MOST_PORT:
        raise ConnectionEnded(f'{page} is no page of a circuit at Apex Timing: it names no port.')
    host, requests = _HOST.search(config), _REQUESTS.search(config)
    is_theirs = THEIRS.fullmatch(page.host)
    return ApexPage(
        page=page,
        port=int(port[1]),
        host=_host(host[1]) if host else DATA_HOST if is_theirs else page.host,
        functions=_functions(page, requests[1] if requests else ''),
    )


def _host(text: str) -> str:
    try:
        return address(f'https://{text}', SCHEMES).host
    except FeedAddressRefused as error:
        raise ConnectionEnded('The page of the circuit names no computer that has its data.') from error


def _functions(page: Address, stated: str) -> Address:
    if stated:
        try:
            return _folder(address(stated, SCHEMES))
        except FeedAddressRefused:
            pass  # where it is nonsense, what all the others have may still be right
    if THEIRS.fullmatch(page.host):
        return Address(
            scheme=page.scheme, host=DATA_HOST, port=page.port, rest='/live-timing/commonv2/functions/'
        )
    above = page.rest.rstrip('/').rpartition('/')[0]
    return _at(page, f'{above}/commonv2/functions/')


def _folder(page: Address) -> Address:
    """Return the folder of a page: `…/circuit/index.html?x=1` and `…/circuit` are `…/circuit/`."""
    path = page.rest.partition('?')[0]
    last = path.rpartition('/')[2]
    return _at(page, path.removesuffix(last) if '.' in last else path.rstrip('/') + '/')


def _below(folder: Address, name: str) -> Address:
    return _at(folder, folder.rest + name)


def _at(place: Address, rest: str) -> Address:
    return Address(scheme=place.scheme, host=place.host, port=place.port, rest=rest)
