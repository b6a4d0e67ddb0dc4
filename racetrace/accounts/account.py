"""What others may know of an account, and what is checked against: no secret is shown, some are compared."""

from dataclasses import dataclass, field
from datetime import datetime

from racetrace.accounts.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    id: int
    uid: str
    name: str  # to sign in with; case does not matter
    email: str | None  # None: the user of a laptop
    display_name: str
    about: str
    is_admin: bool
    is_locked: bool
    email_verified: bool
    has_totp: bool
    has_password: bool  # or else signs in elsewhere
    created_at: datetime

    @property
    def role(self) -> Role:
        return Role.ADMIN if self.is_admin else Role.USER

    @property
    def shown_name(self) -> str:
        return self.display_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What a sign-in is checked against."""

    account: Account
    password_hash: str | None = field(repr=False)
    totp_secret: str | None = field(repr=False)  # as it is kept; only once it was confirmed
    totp_step: int | None  # of the last code that was used
