"""What the text of a setting may be, and what it becomes; each raises SettingRefused for any other."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from racetrace.accounts.names import insist_email
from racetrace.errors import AccountRefused, SettingRefused

DATABASES: Final = frozenset({'postgresql', 'postgres'})


def store_of(name: str, text: str) -> Path | str:
    """Return the store that a person names: a file, or the address of a PostgreSQL database."""
    if '://' in text:
        return database(name, text)
    if not text:
        raise SettingRefused(name, text, 'a path, or an address as postgresql://user:password@host/name')
    return Path(text)


def path(name: str, text: str) -> Path:
    if not text:
        raise SettingRefused(name, text, 'a path')
    return Path(text)


def database(name: str, text: str) -> str:
    scheme, _, rest = text.partition('://')
    if scheme not in DATABASES or not rest or any(c.isspace() for c in rest):
        # Of the rest nothing is said again: there may be a password in it.
        raise SettingRefused(name, f'{scheme}://…', 'an address as postgresql://user:password@host/name')
    return f'postgresql://{rest}'


def word(name: str, text: str) -> str:
    if not text or any(c.isspace() for c in text):
        raise SettingRefused(name, text, 'one word')
    return text


def whole(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and low <= int(text) <= high):
            raise SettingRefused(name, text, f'a whole number from {low} to {high}')
        return int(text)

    return read


def yes_or_no(name: str, text: str) -> bool:
    if text not in {'0', '1'}:
        raise SettingRefused(name, text, '0 or 1')
    return text == '1'


def true_or_false(name: str, text: str) -> bool:
    if text.lower() not in {'0', '1', 'false', 'true'}:
        raise SettingRefused(name, text, 'true or false')
    return text.lower() in {'1', 'true'}


def address(name: str, text: str) -> str:
    parts = urlsplit(text)
    is_bare = (
        parts.scheme in {'http', 'https'} and parts.hostname and text == f'{parts.scheme}://{parts.netloc}'
    )
    if not is_bare or '@' in parts.netloc or text != text.lower():
        raise SettingRefused(name, text, 'an address as https://racetrace.club.example')
    return text


def provider(name: str, text: str) -> str:
    parts = urlsplit(text)
    is_safe = parts.scheme == 'https' or (parts.scheme == 'http' and parts.hostname in {'127.0.0.1', '::1'})
    if not (is_safe and parts.hostname) or '@' in parts.netloc or parts.query or parts.fragment:
        raise SettingRefused(name, text, 'an address as https://accounts.club.example')
    return text.rstrip('/')


def email(name: str, text: str) -> str:
    try:
        return insist_email(text)
    except AccountRefused as error:
        raise SettingRefused(name, text, 'an address as racetrace@club.example') from error


def one_of(words: type[StrEnum]) -> Callable[[str, str], StrEnum]:
    def read(name: str, text: str) -> StrEnum:
        if text not in set(words):
            raise SettingRefused(name, text, f'one of {", ".join(words)}')
        return words(text)

    return read


def secret(_name: str, text: str) -> str:
    return text
