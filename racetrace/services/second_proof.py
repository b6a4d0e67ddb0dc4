"""What proves somebody besides the password: the secret of an app, kept sealed, or a code written down."""

from datetime import datetime

from racetrace.accounts.account import Proofs
from racetrace.accounts.recovery import typed
from racetrace.accounts.sealed import opened, sealed
from racetrace.accounts.tokens import sha256
from racetrace.errors import AccountLocked
from racetrace.services.instance import Instance
from racetrace.services.signing import sealing
from racetrace.store import accounts, audit, recovery_codes
from racetrace.store.database import reading, writing


def seal(instance: Instance, secret: str, uid: str) -> str:
    return sealed(sealing(instance), secret, uid)


def unseal(instance: Instance, kept: str, uid: str) -> str:
    """Raises AccountLocked where the instance has another secret than when it was kept."""
    secret = opened(sealing(instance), kept, uid)
    if secret is None:
        raise AccountLocked(
            'The codes of your app cannot be checked: this RaceTrace has another secret than before. '
            'Ask an admin to remove the app.'
        )
    return secret


def use_recovery_code(instance: Instance, proofs: Proofs, code: str, at: datetime) -> bool:
    """Return whether this is one of the codes written down, which works no longer then."""
    plain = typed(code)
    if plain is None:
        return False
    with writing(instance.engine) as db:
        is_right = recovery_codes.use(db, proofs.account.id, sha256(plain), at)
        if is_right:
            audit.note(db, at=at, who_id=proofs.account.id, what='use recovery code')
    return is_right


def seal_all(instance: Instance) -> None:
    """Seal what an older program kept as it was."""
    with reading(instance.engine) as db:
        bare = accounts.unsealed(db)
    if bare:
        with writing(instance.engine) as db:
            for user_id, uid, secret in bare:
                accounts.change(db, user_id, totp_secret=seal(instance, secret, uid))
