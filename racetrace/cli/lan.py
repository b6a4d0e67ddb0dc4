"""A paddock's own TLS: where others find this computer, and a certificate that this computer signs itself."""

import os
import socket
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from racetrace.errors import RaceTraceError, SettingRefused, StoreNotUsable
from racetrace.settings import Settings

LIFE: Final = timedelta(days=397)  # browsers take none that is longer
RENEWED: Final = timedelta(days=30)  # before its end
HERE: Final = ('localhost', '127.0.0.1', '::1')
ELSEWHERE: Final = ('192.0.2.1', 9)  # an address that is nobody's (RFC 5737); nothing is sent there


def own_address() -> str:
    """Return the address of this computer in its network; that of itself where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(ELSEWHERE)
        except OSError:
            return '127.0.0.1'
        return str(asking.getsockname()[0])


def certified(settings: Settings, now: datetime) -> Settings:
    """Return the settings of a paddock: found under its own address, over TLS. Raises RaceTraceError."""
    if not isinstance(settings.data, Path):
        raise RaceTraceError('With --lan everything is in one file: name it with --data, or leave --lan out.')
    address = settings.address or f'https://{own_address()}:{settings.port}'
    if not address.startswith('https://'):
        raise SettingRefused('RACETRACE_ADDRESS', address, 'an https:// address with --lan')
    beside = settings.data.with_name(f'{settings.data.name}-tls.pem')
    names = [urlsplit(address).hostname or '']
    return replace(settings, address=address, certificate=certificate(beside, names, now))


def certificate(place: Path, names: Iterable[str], now: datetime) -> Path:
    """Return the file with a certificate for these names and its key; it is made where none will do.

    `now` is in UTC, with its zone. Whoever has seen it once can tell it again: it changes only with the
    names, and shortly before it ends. Raises StoreNotUsable.
    """
    wanted = frozenset({*HERE, *names})
    if not _will_do(place, wanted, now):
        beside = place.with_name(f'{place.name}.part')
        try:
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
                file.write(_made(wanted, now))
            beside.replace(place)
        except OSError as error:
            raise StoreNotUsable(f'{place} cannot be written: {error.strerror}.') from error
    return place


def fingerprint(place: Path) -> str:
    """Return what a browser shows of it, so that people can compare the two."""
    return x509.load_pem_x509_certificate(place.read_bytes()).fingerprint(hashes.SHA256()).hex(':').upper()


def _will_do(place: Path, wanted: frozenset[str], now: datetime) -> bool:
    try:
        known = x509.load_pem_x509_certificate(place.read_bytes())
        names = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    said = {str(name.value) for name in names}
    return said == wanted and known.not_valid_before_utc <= now < known.not_valid_after_utc - RENEWED


def _made(names: frozenset[str], now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, 'RaceTrace')])
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder(called, called, key.public_key(), number, now, now + LIFE)
    for extension, is_critical in (
        (x509.SubjectAlternativeName([_general(name) for name in sorted(names)]), False),
        (x509.BasicConstraints(ca=False, path_length=None), True),  # it signs nothing else
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
    ):
        builder = builder.add_extension(extension, is_critical)
    signed = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    return signed + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
