import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from racetrace.cli.lan import LIFE, RENEWED, certificate, certified, fingerprint, own_address
from racetrace.errors import RaceTraceError, StoreNotUsable
from racetrace.settings import Settings
from tests.running_server import running_server

NOW = datetime(2026, 6, 13, 12, tzinfo=UTC)
ANA = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / 'racetrace.db-tls.pem'


def names(place: Path) -> set[str]:
    known = x509.load_pem_x509_certificate(place.read_bytes())
    found = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in found}


def test_it_is_for_this_computer_and_for_the_name_that_others_know(place: Path) -> None:
    certificate(place, ['10.0.0.7'], NOW)
    assert names(place) == {'localhost', '127.0.0.1', '::1', '10.0.0.7'}
    certificate(place, ['pit.club.example'], NOW)
    assert 'pit.club.example' in names(place)


def test_nobody_else_reads_its_key(place: Path) -> None:
    certificate(place, [], NOW)
    assert b'PRIVATE KEY' in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0


def test_it_stays_the_same_until_shortly_before_its_end(place: Path) -> None:
    first = fingerprint(certificate(place, ['10.0.0.7'], NOW))
    soon = NOW + LIFE - RENEWED
    assert fingerprint(certificate(place, ['10.0.0.7'], soon - timedelta(seconds=1))) == first
    second = fingerprint(certificate(place, ['10.0.0.7'], soon))
    assert second != first
    assert fingerprint(certificate(place, ['10.0.0.8'], soon)) not in {first, second}


@pytest.mark.parametrize('content', [b'', b'no certificate', b'-----BEGIN CERTIFICATE-----\n'])
def test_what_is_none_is_made_anew(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    assert len(fingerprint(certificate(place, [], NOW))) == 95


def test_where_it_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreNotUsable, match='cannot be written: No such file'):
        certificate(tmp_path / 'nowhere' / 'racetrace.db-tls.pem', [], NOW)


def test_a_paddock_is_found_under_its_own_address(place: Path) -> None:
    settings = certified(Settings(data=place.with_name('racetrace.db'), host='0.0.0.0', port=8123), NOW)
    assert settings.certificate == place
    assert settings.url == 'https://127.0.0.1:8123'
    assert {f'{own_address()}:8123', 'localhost:8123'} <= settings.allowed_hosts
    assert {settings.address, 'https://localhost:8123'} <= settings.origins
    assert not any(origin.startswith('http:') for origin in settings.origins)


@pytest.mark.parametrize(
    'settings',
    [Settings(data='postgresql://ana@db/r'), Settings(data=Path('r.db'), address='http://club.example')],
)
def test_what_has_no_file_or_no_tls_is_no_paddock(settings: Settings) -> None:
    with pytest.raises(RaceTraceError, match='--lan'):
        certified(settings, NOW)


def test_others_sign_in_over_tls_and_over_nothing_else(place: Path) -> None:
    data = place.with_name('racetrace.db')
    kept = set()
    for door, said in (('/register', ANA), ('/login', {'username': 'ana', 'password': ANA['password']})):
        with running_server(data, 'serve', '--lan', '--no-browser', certificate=place) as server:
            trusted = ssl.create_default_context(cafile=str(place))
            address = f'https://{own_address()}:{server.port}'
            with httpx.Client(base_url=address, verify=trusted) as browser:
                signed_in = browser.post(door, data=said)
                assert '__Host-rt=' in signed_in.headers['set-cookie']
                assert browser.get('/me').status_code == 200
            with pytest.raises(httpx.TransportError):
                httpx.get(address.replace('https', 'http'))
        kept.add(fingerprint(place))
    assert len(kept) == 1, 'started again it is the same one'
