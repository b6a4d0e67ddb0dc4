"""What only somebody who is signed in may do, and what only an admin."""

from racetrace.errors import NotPermitted
from racetrace.services.viewer import NOBODY, Viewer


def insist_on_somebody(viewer: Viewer) -> None:
    """Raises NotPermitted."""
    if viewer.user_id == NOBODY.user_id:
        raise NotPermitted('Sign in first: nothing can be kept for somebody without an account.')


def insist_on_admin(viewer: Viewer) -> None:
    """Raises NotPermitted."""
    if not viewer.is_admin:
        raise NotPermitted('Only an admin may do this.')
