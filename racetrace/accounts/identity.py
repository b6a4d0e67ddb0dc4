"""Who somebody is elsewhere, and an attempt to prove it."""

import base64
import hmac
from dataclasses import dataclass, field

from racetrace.accounts.tokens import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a provider says of somebody. Only `provider` and `subject` tell who it is: the rest may change."""

    provider: str
    subject: str
    email: str | None
    email_verified: bool  # by the provider
    name: str = ''  # as people are called there


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedIdentity:
    """By which somebody signs in here."""

    id: int
    provider: str
    shown: str  # the address or the name it had when it was linked


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt, of one browser. All that proves it is derived from a secret which only that browser has.

    So nothing of it has to be kept here but a hash, and a stranger's browser can go on with no part of it.
    """

    secret: str = field(repr=False)

    @property
    def sha256(self) -> str:
        return sha256(self.secret)

    @property
    def state(self) -> str:
        return self._derived(b'state')

    @property
    def nonce(self) -> str:
        return self._derived(b'nonce')

    @property
    def verifier(self) -> str:
        """For PKCE (RFC 7636)."""
        return self._derived(b'verifier')

    def is_its_state(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode(errors='replace'))

    def _derived(self, what: bytes) -> str:
        digest = hmac.digest(self.secret.encode(errors='replace'), what, 'sha256')
        return base64.urlsafe_b64encode(digest).rstrip(b'=').decode()
