"""Have an authenticator app prove it too."""

from racetrace.accounts import totp
from racetrace.accounts.lockout import limits_again
from racetrace.accounts.recovery import BYTES, COUNT, shown
from racetrace.accounts.tokens import random_bytes, sha256
from racetrace.errors import AccountRefused, CodeWanted
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again, seconds
from racetrace.services.second_proof import seal, unseal
from racetrace.services.viewer import Viewer
from racetrace.store import accounts, audit, failures, recovery_codes
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
        accounts.change(db, account.id, totp_secret=seal(instance, secret, account.uid), totp_step=None)
    return totp.address(secret, account.email or account.name, ISSUER)


def confirm_totp(instance: Instance, viewer: Viewer, code: str) -> None:
    """Want a code at every sign-in from now on. Raises CodeWanted for a wrong one."""
    demand_own(viewer, 'account.secrets')
    now = instance.clock()
    with writing(instance.engine) as db:
        account = accounts.account(db, viewer.user_id)
        kept = accounts.pending_totp(db, viewer.user_id)
        counted = limits_again(account.uid)
        attempted = failures.attempt(db, counted, now)
    secret = unseal(instance, kept, account.uid) if kept else None
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
        recovery_codes.end_all(db, account.id)
        audit.note(db, at=instance.clock(), who_id=account.id, what='remove app', from_where=viewer.address)


def make_recovery_codes(instance: Instance, viewer: Viewer, given: Credentials) -> list[str]:
    """Return ten codes for who loses the phone. They are shown this once; those before work no longer.

    Raises SignInRefused, and AccountRefused where there is no app.
    """
    demand_own(viewer, 'account.secrets')
    account = prove_again(instance, viewer, given)
    if not account.has_totp:
        raise AccountRefused('This account has no app. Add one first.')
    codes = [shown(random_bytes(BYTES)) for _ in range(COUNT)]
    with writing(instance.engine) as db:
        recovery_codes.replace(db, account.id, map(sha256, codes))
        what = 'make recovery codes'
        audit.note(db, at=instance.clock(), who_id=account.id, what=what, from_where=viewer.address)
    return codes
