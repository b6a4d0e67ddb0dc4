"""Change a password, or set one by a link where it was forgotten."""

from racetrace.accounts.account import Account
from racetrace.accounts.passwords import hashed, insist_good
from racetrace.accounts.tokens import sha256
from racetrace.errors import LinkRefused
from racetrace.services.hashing import aside, turn
from racetrace.services.instance import Instance
from racetrace.services.letters import tell_of_password
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again
from racetrace.services.sign_out import end_all
from racetrace.services.viewer import Caller, Viewer
from racetrace.store import accounts, audit, failures, links, personal_tokens
from racetrace.store.database import reading, writing
from racetrace.store.links import Purpose

NO_LINK = 'This link was used, is too old, or is none of ours. Ask for another.'


def change_password(instance: Instance, viewer: Viewer, old: str, new: str) -> None:
    """Raises SignInRefused, PasswordRefused and TooManyAttempts. Every other sign-in ends."""
    demand_own(viewer, 'account.secrets')
    account = prove_again(instance, viewer, Credentials(password=old))
    kept = _hashed(instance, account, new)
    with writing(instance.engine) as db:
        accounts.change(db, account.id, password_hash=kept)
        end_all(db, account.id, but=viewer)
        links.drop(db, Purpose.RESET, account.id)
        audit.note(
            db, at=instance.clock(), who_id=account.id, what='change password', from_where=viewer.address
        )
    instance.hub.tell(account.id)
    tell_of_password(instance, account.id, account.email)


def reset_password(instance: Instance, caller: Caller, link: str, new: str) -> None:
    """Set a password by a link. Raises LinkRefused and PasswordRefused; the latter leaves the link good.

    Whoever had got in before is out: sessions, tokens, and devices that were known.
    """
    now = instance.clock()
    with reading(instance.engine) as db:
        user_id = links.user_of(db, Purpose.RESET, sha256(link), now)
        account = accounts.account(db, user_id) if user_id is not None else None
    if account is None:
        raise LinkRefused(NO_LINK)
    kept = _hashed(instance, account, new)
    with writing(instance.engine) as db:
        if links.use(db, Purpose.RESET, sha256(link), now) is None:
            raise LinkRefused(NO_LINK)
        accounts.change(db, account.id, password_hash=kept)
        end_all(db, account.id)
        personal_tokens.end_all(db, account.id)
        failures.forget_devices(db, account.id)
        audit.note(db, at=now, who_id=account.id, what='reset password', from_where=caller.address)
    instance.hub.tell(account.id)
    tell_of_password(instance, account.id, account.email)


def _hashed(instance: Instance, account: Account, new: str) -> str:
    insist_good(new, account.name, account.email or '', account.display_name)
    with turn(instance):
        return aside(instance, hashed, new)
