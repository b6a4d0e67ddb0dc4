"""What reads the feed of each provider."""

from typing import Final, Protocol

from racetrace.errors import EntryRefused
from racetrace.timing.apex import Apex
from racetrace.timing.events import Event
from racetrace.timing.generic import Generic
from racetrace.timing.profile import FormatProfile
from racetrace.timing.rmonitor import RMonitor
from racetrace.timing.words import Provider

BY_PROFILE: Final = frozenset({Provider.JSON, Provider.TABLE})
NOT_READ: Final = frozenset({Provider.OPENF1, Provider.F1, Provider.UNKNOWN})


class Parser(Protocol):
    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        """Return what a frame says that was received at this time."""


def parser(provider: Provider, profile: FormatProfile | None = None) -> Parser:
    """Return a new parser, which knows nothing of the feed yet. Raises EntryRefused."""
    if provider in BY_PROFILE:
        if profile is None:
            raise EntryRefused('A feed of this kind is read by a profile: analyse its format first.')
        return Generic(profile)
    if provider in NOT_READ:
        raise EntryRefused(f'RaceTrace does not read feeds of the kind {provider.value!r} yet.')
    return RMonitor() if provider in {Provider.RMONITOR, Provider.RACE_MONITOR} else Apex()
