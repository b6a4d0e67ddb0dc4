"""Passwords: which are good enough, how they are kept, and whether one is right.

They are hashed exactly as typed: every character counts, and nothing is cut off or changed.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from passlib.context import CryptContext

from racetrace.accounts.evident import is_evident
from racetrace.errors import PasswordRefused

LEAST: Final = 8  # characters
MOST: Final = 128
# OWASP's least for argon2id: 19 MiB, two passes, one lane. A hash of other figures is taken once more
# and then replaced.
CONTEXT: Final = CryptContext(
    ['argon2'],
    deprecated='auto',
    argon2__memory_cost=19456,
    argon2__time_cost=2,
    argon2__parallelism=1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    is_right: bool
    better_hash: str | None = None  # to be kept instead: the other was made with older figures


def insist_good(password: str, *own_words: str) -> None:
    """Raise PasswordRefused for one that is too short, too long, or among the first to be guessed.

    `own_words` are names of the account: one made of nothing else is refused.
    """
    if not LEAST <= len(password) <= MOST:
        raise PasswordRefused(f'A password has from {LEAST} to {MOST} characters.')
    if not _is_text(password):
        raise PasswordRefused('This password has a character that is none.')
    words = {part for word in own_words for part in (word, word.partition('@')[0])}
    if is_evident(password, words):
        raise PasswordRefused('This password is among the first that are guessed. Choose another.')


def hashed(password: str) -> str:
    return str(CONTEXT.hash(password))


def verified(password: str, password_hash: str | None) -> Verified:
    """Tell whether a password is right. Without a hash it is wrong, and takes as long to find out."""
    nobodys = _hash_of_nobody()
    if not _is_text(password) or len(password) > MOST:
        return Verified(is_right=False)  # whoever it is for: no account has such a one
    is_right, better = CONTEXT.verify_and_update(password, password_hash or nobodys)
    if password_hash is None:
        return Verified(is_right=False)
    return Verified(is_right=is_right, better_hash=better)


@cache
def _hash_of_nobody() -> str:
    return hashed('of nobody')


def _is_text(password: str) -> bool:
    """Return whether it can be hashed at all: half a surrogate pair, which JSON can hold, cannot."""
    return password.isascii() or not any('\ud800' <= c <= '\udfff' for c in password)
