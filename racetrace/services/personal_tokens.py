"""Tokens for one's own programs; each is shown once."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from racetrace.accounts.names import insist_shown
from racetrace.accounts.personal_token import PersonalToken
from racetrace.accounts.roles import Scope
from racetrace.accounts.tokens import Secret
from racetrace.errors import AccountRefused, NotFound
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again
from racetrace.services.viewer import Viewer
from racetrace.services.viewers import PERSONAL
from racetrace.store import audit, personal_tokens
from racetrace.store.database import reading, writing

MOST_DAYS: Final = 366
MOST_TOKENS: Final = 50  # of one user


def make_token(
    instance: Instance,
    viewer: Viewer,
    given: Credentials,
    *,
    name: str,
    scopes: Collection[Scope],
    days: int = 90,
) -> tuple[PersonalToken, str]:
    """Return a token and what to hand to the program. Raises SignInRefused and AccountRefused."""
    demand_own(viewer, 'account.secrets')
    shown = insist_shown(name)
    if not shown or not scopes or not 1 <= days <= MOST_DAYS:
        raise AccountRefused(f'A token has a name, a scope, and lasts from 1 to {MOST_DAYS} days.')
    prove_again(instance, viewer, given)
    now, secret = instance.clock(), Secret.fresh(PERSONAL)
    with writing(instance.engine) as db:
        if personal_tokens.count(db, viewer.user_id) >= MOST_TOKENS:
            raise AccountRefused(f'You have {MOST_TOKENS} tokens. Delete one that is not in use.')
        made = personal_tokens.add(
            db,
            viewer.user_id,
            sha256=secret.sha256,
            name=shown,
            scopes=scopes,
            now=now,
            ends_at=now + timedelta(days=days),
        )
        audit.note(
            db, at=now, who_id=viewer.user_id, what='make token', on_what=shown, from_where=viewer.address
        )
    return made, secret.text


def tokens(instance: Instance, viewer: Viewer) -> list[PersonalToken]:
    """Return one's own, the newest first."""
    demand_own(viewer, 'account.read')
    with reading(instance.engine) as db:
        return personal_tokens.of_user(db, viewer.user_id)


def end_token(instance: Instance, viewer: Viewer, token_id: int) -> None:
    """Raises NotFound."""
    demand_own(viewer, 'account.secrets')
    with writing(instance.engine) as db:
        if not personal_tokens.end(db, viewer.user_id, token_id):
            raise NotFound('You have no such token.')
        audit.note(
            db,
            at=instance.clock(),
            who_id=viewer.user_id,
            what='delete token',
            on_what=str(token_id),
            from_where=viewer.address,
        )
    instance.hub.tell(viewer.user_id)
