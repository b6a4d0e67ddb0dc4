"""Exchange a refresh token for the next one, and for an access token."""

from racetrace.accounts.tokens import Secret, sha256
from racetrace.errors import RetryRefresh, TokenRefused
from racetrace.services.instance import Instance
from racetrace.services.sign_in import Tokens, tokens
from racetrace.services.viewer import Caller
from racetrace.store import accounts, audit, refresh_tokens
from racetrace.store.database import writing
from racetrace.store.refresh_tokens import Outcome


def refresh(instance: Instance, caller: Caller, token: str) -> Tokens:
    """Raises RetryRefresh to the second of two that ask at once, and TokenRefused.

    A token that comes a second time was stolen: nobody who has one of its family is believed from then on.
    """
    now, child = instance.clock(), Secret.fresh('rtr_')
    account = None
    with writing(instance.engine) as db:
        rotation = refresh_tokens.rotate(db, sha256(token), child.sha256, now)
        if rotation.outcome is Outcome.ROTATED and rotation.user_id is not None:
            account = accounts.account(db, rotation.user_id)
        if rotation.outcome is Outcome.REUSED or (account and account.is_locked):
            refresh_tokens.revoke(db, rotation.family)
            audit.note(
                db,
                at=now,
                who_id=rotation.user_id,
                what='refresh token used twice' if account is None else 'refresh refused: locked',
                from_where=caller.address,
            )
    if rotation.outcome is Outcome.RETRY:
        raise RetryRefresh('Another window has just refreshed this sign-in. Try again.')
    if account is None or account.is_locked:
        raise TokenRefused('This sign-in is over. Sign in again.')
    return tokens(instance, account, rotation.family, now, refresh=child.text)
