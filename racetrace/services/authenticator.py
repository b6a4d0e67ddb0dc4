"""Have an authenticator app prove it too."""

from racetrace.accounts import totp
from racetrace.accounts.lockout import limits_again
from racetrace.accounts.tokens import random_bytes
from racetrace.errors import AccountRefused, CodeWanted
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again, seconds
from racetrace.services.viewer import Viewer
from racetrace.store import accounts, audit, failures
from racetrace.store.database import writing

ISSUER = 'RaceTrace'


def offer_totp(instance: Instance, viewer: Viewer, given: Credentials) -> str:
    """Return the address that a QR code tells the app. Nothing is asked of it until `confirm_totp`.

    Raises SignInRefused, and AccountRefused where there is an app already.
    """
    demand_own(viewer, 'account.secrets')
    account = prove_again(instance, viewer, given)
    if account.has_totp:
        raise AccountRefused('This account has an app already. Remove that first.')
    secret = totp.secret(random_bytes(totp.SECRET_BYTES))
    with writing(instance.engine) as db:
        accounts.change(db, account.id, totp_secret=secret, totp_step=None)
    return totp.address(secret, account.email or account.name, ISSUER)


def confirm_totp(instance: Instance, viewer: Viewer, code: str) -> None:
    """Want a code at every sign-in from now on. Raises CodeWanted for a wrong one."""
    demand_own(viewer, 'account.secrets')
    now = instance.clock()
    with writing(instance.engine) as db:
        account = accounts.account(db, viewer.user_id)
        secret = accounts.pending_totp(db, viewer.user_id)
        counted = limits_again(account.uid)
        attempted = failures.attempt(db, counted, now)
    step = totp.step(secret, code, now_s=seconds(now)) if secret else None
    if step is None:
        raise CodeWanted('This code is wrong. Is the clock of the phone right?')
    with writing(instance.engine) as db:
        failures.forgive(db, counted, attempted)
        accounts.change(db, viewer.user_id, totp_is_on=True, totp_step=step)
        audit.note(db, at=now, who_id=viewer.user_id, what='add app', from_where=viewer.address)


def remove_totp(instance: Instance, viewer: Viewer, given: Credentials) -> None:
    """Raises SignInRefused."""
    demand_own(viewer, 'account.secrets')
    account = prove_again(instance, viewer, given)
    with writing(instance.engine) as db:
        accounts.change(db, account.id, totp_secret=None, totp_is_on=False, totp_step=None)
        audit.note(db, at=instance.clock(), who_id=account.id, what='remove app', from_where=viewer.address)
