"""Where the feeds of an account may be, decided here for all of them."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import Engine

from racetrace.accounts.inner_feeds import InnerFeeds
from racetrace.accounts.roles import Role
from racetrace.errors import ConnectionEnded, FeedAddressRefused, RaceTraceError
from racetrace.live.address import PORTS, address
from racetrace.live.reach import Reach
from racetrace.store import accounts
from racetrace.store.database import reading

ADMINS_ONLY: Final = (
    'which only an admin may add here. '
    'Ask one to do it, or to start RaceTrace with RACETRACE_PRIVATE_FEEDS=1.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReach:
    engine: Engine
    inner: InnerFeeds

    def of(self, owner_id: int) -> Reach:
        """Return where a feed of an account may be: whether its owner is an admin is asked each time anew."""
        if self.inner is InnerFeeds.ADMINS:
            return Reach(
                is_private_allowed=False,
                is_private_allowed_now=partial(self._is_admin, owner_id),
                who_may=ADMINS_ONLY,
            )
        return Reach(is_private_allowed=self.inner is InnerFeeds.EVERYBODY)

    def insist(self, role: Role, typed: str) -> None:
        """Refuse at once what somebody types, where that needs no look-up. Raises FeedAddressRefused."""
        try:
            host = address(typed, PORTS).host
        except FeedAddressRefused:
            return  # the number of a race, or what its provider will refuse
        if self.inner is InnerFeeds.ADMINS:
            reach = Reach(is_private_allowed=role is Role.ADMIN, who_may=ADMINS_ONLY)
        else:
            reach = Reach(is_private_allowed=self.inner is InnerFeeds.EVERYBODY)
        reach.insist_number(host)

    def _is_admin(self, owner_id: int) -> bool:
        """Raises ConnectionEnded: the feed asks again."""
        try:
            with reading(self.engine) as db:
                found = accounts.account(db, owner_id)
                return found.is_admin and not found.is_locked
        except RaceTraceError as error:
            raise ConnectionEnded('It could not be looked up whether an admin added this feed.') from error
