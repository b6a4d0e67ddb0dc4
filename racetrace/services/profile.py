"""What somebody says of themselves."""

from racetrace.accounts.account import Account
from racetrace.accounts.names import insist_email, insist_shown
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again
from racetrace.services.viewer import Viewer
from racetrace.store import accounts, audit
from racetrace.store.database import reading, writing

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
    """Raises SignInRefused, AccountRefused and NameTaken. The new address is not verified yet."""
    demand_own(viewer, 'account.secrets')
    kept = insist_email(email)
    prove_again(instance, viewer, given)
    with writing(instance.engine) as db:
        accounts.change(db, viewer.user_id, email=kept, email_verified=False)
        audit.note(
            db,
            at=instance.clock(),
            who_id=viewer.user_id,
            what='change e-mail',
            from_where=viewer.address,
        )
        return accounts.account(db, viewer.user_id)
