"""What an admin does to accounts. Each is written down, and reaches the open pages of whom it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlmodel import Session

from racetrace.accounts.account import Account
from racetrace.accounts.inner_feeds import InnerFeeds
from racetrace.accounts.permissions import OF_NOBODY
from racetrace.errors import AccountRefused
from racetrace.services import one_time_links
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand
from racetrace.services.sign_out import end_all
from racetrace.services.viewer import Viewer
from racetrace.store import accounts, audit, recovery_codes
from racetrace.store.audit import Entry
from racetrace.store.database import reading, writing
from racetrace.store.links import Purpose

MOST: Final = 200  # in a list


def all_accounts(instance: Instance, viewer: Viewer, most: int = MOST, after_id: int = 0) -> list[Account]:
    """Return accounts in the order of their making; those after another, for the next page."""
    demand(viewer, 'account.list', OF_NOBODY)
    with reading(instance.engine) as db:
        return accounts.accounts(db, most, after_id)


def audit_log(
    instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None
) -> list[Entry]:
    """Return who did what, the newest first."""
    demand(viewer, 'audit.read', OF_NOBODY)
    with reading(instance.engine) as db:
        return audit.newest(db, most, before_id)


def lock(instance: Instance, viewer: Viewer, user_id: int) -> None:
    """Let somebody in no longer, and out wherever they are. Raises NotFound and AccountRefused."""
    with _change(instance, viewer, 'account.lock', 'lock', user_id) as db:
        accounts.change(db, user_id, is_locked=True)
        end_all(db, user_id)
        _insist_admin(db)
    _look_at_feeds(instance, user_id)


def unlock(instance: Instance, viewer: Viewer, user_id: int) -> None:
    """Raises NotFound."""
    with _change(instance, viewer, 'account.lock', 'unlock', user_id) as db:
        accounts.change(db, user_id, is_locked=False)


def set_admin(instance: Instance, viewer: Viewer, user_id: int, is_admin: bool) -> None:
    """Raises NotFound and AccountRefused."""
    what = 'make admin' if is_admin else 'make admin no longer'
    with _change(instance, viewer, 'account.role', what, user_id) as db:
        accounts.change(db, user_id, is_admin=is_admin)
        _insist_admin(db)
    _look_at_feeds(instance, user_id)


def reset_link(instance: Instance, viewer: Viewer, user_id: int) -> str:
    """Return what sets somebody's password once, within the hour. Raises NotFound."""
    with _change(instance, viewer, 'account.reset', 'make reset link', user_id) as db:
        accounts.account(db, user_id)
        return one_time_links.make(db, Purpose.RESET, user_id, instance.clock())


def verify_link(instance: Instance, viewer: Viewer, user_id: int) -> str:
    """Return what says, once, that somebody reads the mail to their address. Raises NotFound."""
    with _change(instance, viewer, 'account.verify', 'make verify link', user_id) as db:
        accounts.account(db, user_id)
        return one_time_links.make(db, Purpose.VERIFY, user_id, instance.clock())


def remove_app(instance: Instance, viewer: Viewer, user_id: int) -> None:
    """Want no code of somebody whose phone is lost. Raises NotFound."""
    with _change(instance, viewer, 'account.reset', 'remove app', user_id) as db:
        nothing: dict[str, Any] = {'totp_secret': None, 'totp_is_on': False, 'totp_step': None}
        accounts.change(db, user_id, **nothing)
        recovery_codes.end_all(db, user_id)


@contextmanager
def _change(instance: Instance, viewer: Viewer, operation: str, what: str, user_id: int) -> Iterator[Session]:
    demand(viewer, operation, OF_NOBODY)
    with writing(instance.engine) as db:
        yield db
        audit.note(
            db,
            at=instance.clock(),
            who_id=viewer.user_id,
            what=what,
            on_what=f'user {user_id}',
            from_where=viewer.address,
        )
    instance.hub.tell(user_id)


def _look_at_feeds(instance: Instance, user_id: int) -> None:
    """A connection that is open would go on: where it may be is asked when it is made."""
    if instance.inner_feeds is InnerFeeds.ADMINS:
        instance.following.connect_anew(user_id)


def _insist_admin(db: Session) -> None:
    if not accounts.admins(db):
        raise AccountRefused('This is the last admin. Make somebody else one first.')
