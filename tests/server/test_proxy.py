"""docs/deploy/nginx.conf in a real nginx, before a real RaceTrace; skipped where there is no nginx."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.running_server import free_port, running_server

CONF = Path(__file__).parents[2] / 'docs' / 'deploy' / 'nginx.conf'
SECRET = 'thirty-two characters and no less'
SPOOFED = {'X-Forwarded-Proto': 'http', 'X-Forwarded-For': '10.9.8.7'}
ANA = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


def certify(folder: Path) -> None:
    """Write a certificate for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, 'localhost')])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.DNSName('localhost')])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    (folder / 'fullchain.pem').write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / 'privkey.pem').write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def here(folder: Path, ports: dict[str, int]) -> str:
    """Return the configuration with places of this computer in the place of the container's."""
    text = CONF.read_text().replace('include /etc/nginx/mime.types;', '')
    instead = {'/tmp/': '', '/etc/nginx/ssl/': '', '/dev/stdout': 'access', '/dev/stderr': 'error'}
    text = re.sub('|'.join(instead), lambda found: f'{folder}/{instead[found[0]]}', text)
    text = text.replace('api:8000', f'127.0.0.1:{ports["api"]}')
    for port in ('8080', '8443'):
        text = text.replace(f'listen {port}', f'listen 127.0.0.1:{ports[port]}')
    return ('user root;\n' if os.geteuid() == 0 else '') + text


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    folder: Path
    plain: str
    trusted: ssl.SSLContext
    browser: httpx.Client  # at https://localhost
    registered: httpx.Response


@pytest.fixture(scope='module')
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    nginx = shutil.which('nginx', path=f'{os.environ["PATH"]}{os.pathsep}/usr/sbin')
    if nginx is None:
        pytest.skip('nginx is not installed: run apt install nginx.')
    folder = tmp_path_factory.mktemp('proxy')
    certify(folder)
    ports = {name: free_port() for name in ('api', '8080', '8443')}
    (folder / 'nginx.conf').write_text(here(folder, ports))
    address = f'https://localhost:{ports["8443"]}'
    environ = {
        'RACETRACE_MODE': 'server',
        'RACETRACE_SECRET': SECRET,
        'RACETRACE_ADDRESS': address,
        'APP_ENV': 'production',
    }
    with running_server(folder / 'a.db', port=ports['api'], environ=environ) as server:
        assert server.port == ports['api']
        command = [nginx, '-p', str(folder), '-c', str(folder / 'nginx.conf')]
        subprocess.run([*command, '-t'], check=True, capture_output=True)
        process = subprocess.Popen([*command, '-g', 'daemon off;'])
        trusted = ssl.create_default_context(cafile=str(folder / 'fullchain.pem'))
        transport = httpx.HTTPTransport(verify=trusted, retries=5)  # until it listens
        try:
            with httpx.Client(transport=transport, base_url=address, timeout=30) as browser:
                yield Proxy(
                    folder=folder,
                    plain=f'http://localhost:{ports["8080"]}',
                    trusted=trusted,
                    browser=browser,
                    registered=browser.post('/register', data=ANA, headers=SPOOFED),
                )
        finally:
            process.terminate()
            process.wait()


def test_who_comes_through_it_comes_over_tls(proxy: Proxy) -> None:
    answer = proxy.registered
    assert answer.status_code == 303, answer.text
    cookies = answer.headers.get_list('set-cookie')
    assert any(cookie.startswith('__Host-rt=') and 'Secure' in cookie for cookie in cookies)
    assert answer.headers['strict-transport-security'] == 'max-age=31536000'
    assert proxy.browser.get('/').status_code == 200


def test_plain_http_leads_to_tls(proxy: Proxy) -> None:
    answer = httpx.get(f'{proxy.plain}/sessions?q=1')
    assert (answer.status_code, answer.headers['location']) == (308, 'https://localhost/sessions?q=1')


def test_a_file_as_large_as_the_program_takes_goes_through_and_a_larger_one_does_not(proxy: Proxy) -> None:
    upload = '/api/v1/sessions/upload?name=a.csv'
    statuses = [proxy.browser.put(upload, content=b'x' * (size << 20)).status_code for size in (50, 53)]
    assert statuses == [202, 413]


def test_a_page_has_its_socket(proxy: Proxy) -> None:
    address = proxy.browser.base_url
    cookies = '; '.join(f'{name}={value}' for name, value in proxy.browser.cookies.items())
    with connect(
        f'wss://{address.netloc.decode()}/_nicegui_ws/socket.io/?EIO=4&transport=websocket',
        ssl=proxy.trusted,
        origin=Origin(str(address).rstrip('/')),
        additional_headers={'Cookie': cookies},
    ) as socket:
        opened = str(socket.recv(10))
    assert opened.startswith('0{'), opened
    heard_every_s = float(re.findall(r'"pingInterval":(\d+)', opened)[0]) / 1000
    patience = re.search(r'proxy_read_timeout (\d+)s', CONF.read_text())
    assert patience
    assert float(patience[1]) > 2 * heard_every_s


def test_who_guesses_passwords_is_slowed_down(proxy: Proxy) -> None:
    guess = {'username': 'nobody', 'password': 'five red lights'}
    statuses = [proxy.browser.post('/api/v1/auth/login', data=guess).status_code for _ in range(60)]
    assert statuses[0] == 401
    assert 429 in statuses


def test_no_secret_stands_in_its_log(proxy: Proxy) -> None:
    proxy.browser.get('/share/rtl_a-secret')
    proxy.browser.get('/register?first=rtf_a-secret')
    lines = (proxy.folder / 'access').read_text()
    assert 'GET /share/ ' in lines
    assert 'GET /register ' in lines
    assert 'secret' not in lines
