"""Who asks. Every service that touches rows of a user takes one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from racetrace.accounts.roles import Role, Scope


class Via(StrEnum):
    """What proved it."""

    LOCAL = 'local'  # nothing: it is their own laptop
    SESSION = 'session'  # the cookie of a browser
    ACCESS = 'access'  # an access token
    PERSONAL = 'personal'  # a personal token
    LINK = 'link'  # nothing, but a link to a session


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    user_id: int
    role: Role = Role.USER
    is_stepped_up: bool = False  # proved it again a short time ago
    via: Via = Via.LOCAL
    session_id: int | None = None  # of a browser; None for a token
    family: str | None = None  # of an access token
    scopes: frozenset[Scope] = frozenset(Scope)
    address: str = ''  # on the network
    links: frozenset[int] = frozenset()  # ids of the shares that this viewer has the link of

    @property
    def is_somebody(self) -> bool:
        """Is signed in."""
        return self.user_id != NOBODY.user_id

    @property
    def is_admin(self) -> bool:
        """May do for all what an owner does for himself: tracks, what is held back."""
        return self.role is Role.ADMIN and self.is_stepped_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is not signed in, or not yet."""

    address: str = ''  # on the network
    device: str = ''  # what its browser was handed when somebody signed in there before
    device_name: str = ''  # as it calls itself


NOBODY: Final = Viewer(user_id=0)  # not signed in: sees what is public
# On one's own laptop there is no sign-in: one user owns everything.
LOCAL: Final = Viewer(user_id=1, role=Role.ADMIN, is_stepped_up=True)
