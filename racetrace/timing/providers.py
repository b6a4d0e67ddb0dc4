"""Who sends timing, and what reads it."""

from enum import StrEnum
from typing import Protocol

from racetrace.timing.apex import Apex
from racetrace.timing.events import Event
from racetrace.timing.rmonitor import RMonitor


class Provider(StrEnum):
    APEX = 'apex'
    RMONITOR = 'rmonitor'
    RACE_MONITOR = 'racemonitor'
    GENERIC = 'generic'  # read by a profile
    DEMO = 'demo'  # a race that is simulated


class Parser(Protocol):
    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        """Return what a frame says that was received at this time."""


def parser(provider: Provider) -> Parser:
    """Return a new parser, which knows nothing of the feed yet."""
    return RMonitor() if provider in {Provider.RMONITOR, Provider.RACE_MONITOR} else Apex()
