"""Sign in: a browser for a session, a program for tokens."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session

from racetrace.accounts.account import Account
from racetrace.accounts.tokens import Access, Secret, access_token, sha256
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials, Proven, prove, seconds, welcome
from racetrace.services.signing import key
from racetrace.services.viewer import Caller
from racetrace.store import audit, browser_sessions, failures, refresh_tokens
from racetrace.store.database import writing
from racetrace.store.uid import uid

MOST_DEVICE_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What a browser keeps; both are cookies that no script can read."""

    account: Account
    session_id: int
    session: str = field(repr=False)
    device: str = field(repr=False)  # keeps strangers from using up this device's attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a program keeps; the refresh token works once."""

    account: Account
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    device: str = field(default='', repr=False)
    expires_in_s: int


def sign_in(instance: Instance, caller: Caller, given: Credentials) -> SignedIn:
    """Raises SignInRefused, CodeWanted, AccountLocked, TooManyAttempts and TooBusy."""
    return let_in(instance, caller, prove(instance, caller, given))


def let_in(instance: Instance, caller: Caller, proven: Proven) -> SignedIn:
    """Begin a browser session of somebody who is proved. Raises SignInRefused and CodeWanted."""
    secret = Secret.fresh('rts_')
    with writing(instance.engine) as db:
        device = _welcome(db, proven, caller)
        name = shown_device(caller.device_name)
        session_id = browser_sessions.begin(db, proven.account.id, secret.sha256, name, proven.at)
    return SignedIn(account=proven.account, session_id=session_id, session=secret.text, device=device)


def sign_in_program(instance: Instance, caller: Caller, given: Credentials) -> Tokens:
    """Raises what `sign_in` does."""
    return begin_program(instance, caller, prove(instance, caller, given))


def begin_program(instance: Instance, caller: Caller, proven: Proven) -> Tokens:
    """Begin a family of tokens of somebody who is proved. Raises SignInRefused and CodeWanted."""
    refresh, family = Secret.fresh('rtr_'), uid()
    with writing(instance.engine) as db:
        device = _welcome(db, proven, caller)
        refresh_tokens.begin(db, proven.account.id, family, refresh.sha256, proven.at)
    return tokens(instance, proven.account, family, proven.at, refresh=refresh.text, device=device)


def tokens(
    instance: Instance, account: Account, family: str, now: datetime, *, refresh: str, device: str = ''
) -> Tokens:
    """Return a refresh token with the access token that comes along."""
    access = access_token(
        key(instance),
        Access(user_id=account.id, family=family),
        now_s=int(seconds(now)),
        life=instance.access_life,
    )
    life_s = int(instance.access_life.total_seconds())
    return Tokens(account=account, access=access, refresh=refresh, device=device, expires_in_s=life_s)


def shown_device(name: str) -> str:
    """Return what a browser calls itself, cut to what can be shown."""
    return re.sub(r'[^ -~]', '', name)[:MOST_DEVICE_NAME]


def _welcome(db: Session, proven: Proven, caller: Caller) -> str:
    welcome(db, proven)
    # A device that says one of its own is believed only if this account knows it: nobody chooses an id.
    device = caller.device if proven.is_known_device else Secret.fresh('rtd_').text
    noted = failures.see if proven.is_known_device else failures.know
    noted(db, proven.account.id, sha256(device), proven.at)
    audit.note(db, at=proven.at, who_id=proven.account.id, what='sign-in', from_where=caller.address)
    return device
