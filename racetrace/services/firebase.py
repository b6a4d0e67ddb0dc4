"""Sign a program in by the ID token that its user has of Firebase.

It is exchanged for tokens of ours, and is no bearer anywhere: who is locked or signed out here is so for
whoever has it. It is exchanged once, so that one which was seen on its way opens nothing afterwards.
"""

from datetime import datetime, timedelta
from typing import Final

from racetrace.accounts.identity import Identity
from racetrace.accounts.lockout import limits_to_exchange
from racetrace.accounts.tokens import sha256
from racetrace.errors import CodeWanted, LinkFirst, NotFound
from racetrace.oauth.provider import Vouched, Voucher
from racetrace.services.hashing import held
from racetrace.services.instance import Instance
from racetrace.services.oauth_account import link, shown, whose
from racetrace.services.prove import proven_elsewhere, seconds
from racetrace.services.sign_in import Tokens, begin_program
from racetrace.services.viewer import Caller
from racetrace.store import attempts, failures
from racetrace.store.database import writing

NOT_HERE: Final = 'Nobody signs in by Firebase here: this RaceTrace is of no Firebase project.'
UNPROVED: Final = (
    'An account here has your e-mail address already, and it is not proved yet. '
    'Sign in with its password, and see on your own page how to prove it.'
)


def exchange(instance: Instance, caller: Caller, id_token: str, code: str = '') -> Tokens:
    """Raises NotFound, ProviderRefused, ProviderAway and TooBusy; CodeWanted, after which the same token may
    come again; and what keeps out who it is: AccountLocked, EmailUnproven, LinkFirst, RegistrationClosed.
    TooManyAttempts before it looks.
    """
    if instance.firebase is None:
        raise NotFound(NOT_HERE)
    at, counted = instance.clock(), limits_to_exchange(caller.address)
    with writing(instance.engine) as db:
        attempted = failures.attempt(db, counted, at)
    vouched = _vouched(instance, instance.firebase, id_token, at)
    try:
        signed_in = _enter(instance, caller, vouched.identity, code)
    except CodeWanted:
        with writing(instance.engine) as db:
            attempts.end(db, sha256(id_token))
        raise
    with writing(instance.engine) as db:
        failures.forgive(db, counted, attempted)
    return signed_in


def _vouched(instance: Instance, firebase: Voucher, id_token: str, at: datetime) -> Vouched:
    """Where Google is slow, those who wait for its keys leave threads to all others."""
    with held(instance.turns, 0):
        vouched = firebase.vouched(id_token, seconds(at))
    with writing(instance.engine) as db:
        ends_at = at + timedelta(seconds=vouched.left_s)
        attempts.spend(db, sha256(id_token), vouched.identity.provider, now=at, ends_at=ends_at)
    return vouched


def _enter(instance: Instance, caller: Caller, identity: Identity, code: str) -> Tokens:
    try:
        user_id = whose(instance, caller, identity)
    except LinkFirst as error:
        raise LinkFirst(UNPROVED) from error
    proven = proven_elsewhere(instance, caller, user_id, code)
    link(instance, caller, user_id, identity.provider, identity.subject, shown(identity))
    return begin_program(instance, caller, proven)
