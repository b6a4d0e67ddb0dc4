"""What a person set once and finds again: small JSON values under a name."""

from typing import Any, Final

from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import users

UNITS: Final = 'units'  # that screens show
CHANNELS: Final = 'channels'  # that charts show, as an address says them


def preferences(instance: Instance, viewer: Viewer) -> dict[str, Any]:
    if not viewer.is_somebody:
        return {}
    return users.settings(instance.engine, viewer.user_id)


def prefer(instance: Instance, viewer: Viewer, name: str, value: object) -> None:
    """Remember a value that JSON can hold, of who is signed in."""
    if viewer.is_somebody:
        users.set_one(instance.engine, viewer.user_id, name, value)
