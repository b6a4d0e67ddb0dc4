import pytest

from racetrace.errors import FeedAddressRefused
from racetrace.live.address import PORTS, Address, address

WEB = ('http', 'https')


@pytest.mark.parametrize(
    ('text', 'wanted'),
    [
        (
            'https://live.apex-timing.com/kart/',
            Address(scheme='https', host='live.apex-timing.com', port=443, rest='/kart/'),
        ),
        (' http://Timing.Example:8080 ', Address(scheme='http', host='timing.example', port=8080)),
        ('http://[::1]:81/a?b=c#d', Address(scheme='http', host='::1', port=81, rest='/a?b=c')),
    ],
)
def test_an_address_is_read(text: str, wanted: Address) -> None:
    assert address(text, WEB) == wanted
    assert address(str(wanted), WEB) == wanted


def test_a_timekeepers_computer_needs_no_scheme() -> None:
    assert address('192.168.1.20', ('tcp',)) == Address(scheme='tcp', host='192.168.1.20', port=50000)
    assert address('timing:50001', ('tcp',)).port == 50001
    assert address('tcp://timing', ('tcp',)).origin == 'tcp://timing'


@pytest.mark.parametrize(
    'text',
    [
        '',
        'https://',
        'ftp://timing.example/',
        'file:///etc/passwd',
        'https://live.apex-timing.com@inner/',
        'https://inner\\@live.apex-timing.com/',
        'https://a b/',
        'https://a/\r\nHost: b',
        'https://a/\x00',
        'https://a:99999/',
        'https://a:0/',
        'https://[::g]/',
        'https://' + 'a' * 600,
        'gopher://a:70/_x',
    ],
)
def test_what_only_looks_like_an_address_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(
        FeedAddressRefused, match=r'no address of a feed: it must begin with http:// or https://'
    ):
        address(text, WEB)


def test_every_scheme_has_its_port() -> None:
    assert all(address(f'{scheme}://a', (scheme,)).port == port for scheme, port in PORTS.items())
