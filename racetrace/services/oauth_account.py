"""Whose account it is here, of somebody whom a provider knows.

It is never found by an address that nobody proved: whoever writes somebody else's address into an account
there, or here, would be that somebody.
"""

from collections.abc import Iterator

from sqlmodel import Session

from racetrace.accounts.identity import Identity
from racetrace.accounts.lockout import limits_to_register
from racetrace.accounts.names import insist_email, suggested
from racetrace.errors import AccountRefused, EmailUnproven, LinkFirst, RegistrationClosed
from racetrace.services.instance import Instance
from racetrace.services.register import CLOSED
from racetrace.services.viewer import Caller
from racetrace.store import accounts, audit, failures, identities
from racetrace.store.database import reading, writing
from racetrace.store.uid import uid


def whose(instance: Instance, caller: Caller, identity: Identity) -> int:
    """Return the user it is, made now if need be. Raises EmailUnproven, LinkFirst, RegistrationClosed."""
    with reading(instance.engine) as db:
        known = identities.user_of(db, identity.provider, identity.subject)
        if known is not None:
            return known
        email = _proved_email(identity)
        found = accounts.proofs(db, email)
    if found is None:
        return _made(instance, caller, identity, email)
    if not found.account.email_verified:
        raise LinkFirst(
            'An account here has your e-mail address already. Sign in with its password, '
            'and add the other account on your own page.'
        )
    return found.account.id


def link(instance: Instance, caller: Caller, user_id: int, provider: str, subject: str, name: str) -> None:
    """Let a user sign in by it from now on. Raises IdentityTaken."""
    now = instance.clock()
    with writing(instance.engine) as db:
        if identities.link(db, user_id, provider, subject, shown=name, now=now):
            what = f'add {provider}'
            audit.note(db, at=now, who_id=user_id, what=what, from_where=caller.address)


def shown(identity: Identity) -> str:
    """Return what tells it from others of the same person."""
    said = identity.email or identity.name or identity.subject
    return ''.join(c for c in said if c.isprintable())[:254]


def _proved_email(identity: Identity) -> str:
    if identity.email is None or not identity.email_verified:
        raise EmailUnproven(
            'The other side does not say that your e-mail address is yours. Prove it there first.'
        )
    try:
        return insist_email(identity.email)
    except AccountRefused as error:
        raise EmailUnproven('The other side gives no e-mail address that could be written to.') from error


def _made(instance: Instance, caller: Caller, identity: Identity, email: str) -> int:
    if not instance.registration:
        raise RegistrationClosed(CLOSED)
    now = instance.clock()
    with writing(instance.engine) as db:
        known = identities.user_of(db, identity.provider, identity.subject)
        if known is not None:
            return known  # came twice at once, as an app does that asks for two things
        failures.attempt(db, limits_to_register(caller.address), now)
        name = next(name for name in _names(identity, email) if _is_free(db, name))
        made = accounts.add(db, name=name, display_name=name, email=email, email_verified=True)
        identities.link(db, made, identity.provider, identity.subject, shown=shown(identity), now=now)
        what = f'register by {identity.provider}'
        audit.note(db, at=now, who_id=made, what=what, from_where=caller.address)
    return made


def _names(identity: Identity, email: str) -> Iterator[str]:
    wanted = suggested(identity.name, email.partition('@')[0])
    yield wanted
    yield from (f'{wanted}-{number}' for number in range(2, 50))
    yield uid()


def _is_free(db: Session, name: str) -> bool:
    return accounts.proofs(db, name) is None
