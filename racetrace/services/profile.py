"""What somebody says of themselves."""

from racetrace.accounts.account import Account
from racetrace.accounts.lockout import limits_to_move
from racetrace.accounts.names import insist_email, insist_shown
from racetrace.accounts.tokens import sha256
from racetrace.errors import LinkRefused
from racetrace.services.instance import Instance
from racetrace.services.letters import post, tell_of_address, verify_letter
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again
from racetrace.services.viewer import Caller, Viewer
from racetrace.store import accounts, audit, failures, links
from racetrace.store.database import reading, writing
from racetrace.store.links import Purpose

MOST_ABOUT = 500


def my_account(instance: Instance, viewer: Viewer) -> Account:
    demand_own(viewer, 'account.read')
    with reading(instance.engine) as db:
        return accounts.account(db, viewer.user_id)


def write_profile(
    instance: Instance, viewer: Viewer, *, display_name: str | None = None, about: str | None = None
) -> Account:
    """Change what is given. Raises AccountRefused."""
    demand_own(viewer, 'account.write')
    changes = {}
    if display_name is not None:
        changes['display_name'] = insist_shown(display_name)
    if about is not None:
        changes['about'] = insist_shown(about, MOST_ABOUT)
    with writing(instance.engine) as db:
        accounts.change(db, viewer.user_id, **changes)
        return accounts.account(db, viewer.user_id)


def change_email(instance: Instance, viewer: Viewer, given: Credentials, email: str) -> Account:
    """Raises SignInRefused, AccountRefused, NameTaken and TooManyAttempts.

    The new address is not verified yet. Links that went to the one before work no longer.
    """
    demand_own(viewer, 'account.secrets')
    kept = insist_email(email)
    before = prove_again(instance, viewer, given)
    with writing(instance.engine) as db:
        if instance.post is not None:
            failures.attempt(db, limits_to_move(before.uid), instance.clock())
        accounts.change(db, viewer.user_id, email=kept, email_verified=False)
        for purpose in (Purpose.VERIFY, Purpose.RESET):
            links.drop(db, purpose, viewer.user_id)
        letter = verify_letter(instance, db, viewer.user_id, kept)
        audit.note(
            db,
            at=instance.clock(),
            who_id=viewer.user_id,
            what='change e-mail',
            from_where=viewer.address,
        )
        changed = accounts.account(db, viewer.user_id)
    if before.email != kept:
        tell_of_address(instance, viewer.user_id, before.email)
    post(instance, viewer.user_id, letter)
    return changed


def verify_email(instance: Instance, caller: Caller, link: str) -> None:
    """Take it that an address is read by whom the account says. Raises LinkRefused."""
    now = instance.clock()
    with writing(instance.engine) as db:
        found = links.use(db, Purpose.VERIFY, sha256(link), now)
        if found is None or found.user_id is None:
            raise LinkRefused('This link was used, is too old, or is for an address of before.')
        accounts.change(db, found.user_id, email_verified=True)
        audit.note(db, at=now, who_id=found.user_id, what='verify e-mail', from_where=caller.address)
