"""Accounts and what they did, as an admin looks for them."""

from dataclasses import dataclass

from racetrace.accounts.account import Account
from racetrace.accounts.names import folded
from racetrace.accounts.permissions import OF_NOBODY
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand
from racetrace.services.viewer import Viewer
from racetrace.store import people
from racetrace.store.audit import Entry
from racetrace.store.database import reading

MOST = 50  # in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    entry: Entry
    who: str  # by the name of the account; '' for nobody who was signed in


def found(
    instance: Instance, viewer: Viewer, typed: str, most: int = MOST, after_id: int = 0
) -> tuple[list[Account], int]:
    """Return accounts that have what was typed, and how many they are. Raises as `demand` does."""
    demand(viewer, 'account.list', OF_NOBODY)
    with reading(instance.engine) as db:
        words = folded(typed)
        return people.found(db, words, most, after_id), people.count(db, words)


def deeds(
    instance: Instance, viewer: Viewer, *, who: str, what: str, most: int = MOST, before_id: int | None = None
) -> list[Deed]:
    """Return what was done, the newest first; by somebody of a name, of a kind. Raises as `demand` does."""
    demand(viewer, 'audit.read', OF_NOBODY)
    with reading(instance.engine) as db:
        entries = people.entries(db, who=folded(who), what=what.strip(), most=most, before_id=before_id)
        names = people.names(db, {entry.who_id for entry in entries if entry.who_id is not None})
    return [Deed(entry=entry, who=names.get(entry.who_id or 0, '')) for entry in entries]
