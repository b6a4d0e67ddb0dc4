"""Who asks. Every service that touches rows of a user takes one."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    user_id: int


LOCAL: Final = Viewer(user_id=1)  # on one's own laptop there is no sign-in: one user owns everything
