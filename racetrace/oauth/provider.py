"""What every provider does for a sign-in, and who gives apps a token for theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from racetrace.accounts.identity import Attempt, Identity

CHALLENGE: Final = 'S256'  # of PKCE; the other one proves nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What a provider knows this RaceTrace by."""

    id: str
    secret: str = field(repr=False)


class Provider(Protocol):
    @property
    def label(self) -> str:
        """As people call it."""

    def lead(self, attempt: Attempt, here: str) -> str:
        """Return where the browser goes to; from there it comes back to `here`. Raises ProviderAway."""

    def identity(self, attempt: Attempt, code: str, here: str, now_s: float) -> Identity:
        """Return who came back with a code. Raises ProviderAway and ProviderRefused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a token says of somebody, and for how long it would be believed again."""

    identity: Identity
    left_s: float


class Voucher(Protocol):
    def vouched(self, text: str, now_s: float) -> Vouched:
        """Return who a token is of. Raises ProviderRefused, EmailUnproven and ProviderAway."""


Providers = Mapping[str, Provider]  # by the name in our addresses, which is kept with each identity
