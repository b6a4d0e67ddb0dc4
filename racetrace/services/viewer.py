"""Who asks. Every service that touches rows of a user takes one."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    user_id: int
    is_admin: bool = False  # may do for all what an owner does for himself: tracks, what is held back


NOBODY: Final = Viewer(user_id=0)  # not signed in: sees what is public
LOCAL: Final = Viewer(
    user_id=1, is_admin=True
)  # on one's own laptop there is no sign-in: one user owns everything
