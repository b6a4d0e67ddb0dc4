"""What a program of somebody signs in with."""

from dataclasses import dataclass
from datetime import datetime

from racetrace.accounts.roles import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalToken:
    id: int
    uid: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    used_at: datetime | None
    ends_at: datetime
