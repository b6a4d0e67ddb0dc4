"""Where frames come from: a connection to a provider, or its twin in a test."""

from collections.abc import AsyncGenerator
from typing import Protocol


class Source(Protocol):
    """One connection after the other: each call of `frames` makes a new one."""

    @property
    def name(self) -> str:
        """Return what it is, for the log: an address without secrets."""

    def frames(self) -> AsyncGenerator[bytes, None]:
        """Yield what is received; an empty frame says that there is nothing to say.

        Raises ConnectionEnded when the other side ends, cannot be reached or does not speak as agreed, and
        FeedAddressRefused. It never just stops.
        """
