"""Prove who somebody is, by a password and where it is wanted by a code; first, or once more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from racetrace.accounts import totp
from racetrace.accounts.account import Account, Proofs
from racetrace.accounts.lockout import Limit, limits, limits_again
from racetrace.accounts.names import folded
from racetrace.accounts.passwords import verified
from racetrace.accounts.tokens import sha256
from racetrace.errors import AccountLocked, CodeWanted, SignInRefused
from racetrace.services.hashing import aside, turn
from racetrace.services.instance import Instance
from racetrace.services.second_proof import unseal, use_recovery_code
from racetrace.services.viewer import Caller, Viewer
from racetrace.store import accounts, audit, browser_sessions, failures, refresh_tokens
from racetrace.store.database import writing

MOST_NAME: Final = 300  # characters of what is typed
WRONG: Final = 'Name or password is wrong.'
WRONG_AGAIN: Final = 'This is not the password of your account, nor a code of your app.'
TOO_LONG_AGO: Final = 'You signed in too long ago for this. Sign out, sign in again, and do it then.'
FRESH: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    name: str = ''  # or the e-mail address
    password: str = field(default='', repr=False)
    code: str = field(default='', repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    proofs: Proofs  # as they were when they were looked at
    limits: tuple[Limit, ...]  # that the attempt was counted by
    attempted: list[int]  # how it was counted
    is_known_device: bool
    at: datetime
    better_hash: str | None = field(repr=False)
    step: int | None  # of the code

    @property
    def account(self) -> Account:
        return self.proofs.account


def prove(instance: Instance, caller: Caller, given: Credentials) -> Proven:
    """Raises SignInRefused, and says no more, whatever of it is wrong; TooManyAttempts before it looks.

    What is wrong takes as long as what is right, and a name that nobody has as long as one of ours.
    """
    with turn(instance):
        at = instance.clock()
        name = folded(given.name[:MOST_NAME])
        with writing(instance.engine) as db:
            proofs = accounts.proofs(db, name)
            is_known = _is_known(db, proofs, caller)
            counted = _limits(proofs, name, caller, is_known)
            attempted = failures.attempt(db, counted, at)
        found = aside(instance, verified, given.password, proofs.password_hash if proofs else None)
    if proofs is None or not found.is_right:
        _note_refusal(instance, proofs, caller, at)
        raise SignInRefused(WRONG)
    if proofs.account.is_locked:
        raise AccountLocked('This account is locked. Ask an admin of this RaceTrace.')
    step = _step(instance, proofs, given.code, at)
    return Proven(
        proofs=proofs,
        limits=counted,
        attempted=attempted,
        is_known_device=is_known,
        at=at,
        better_hash=found.better_hash,
        step=step,
    )


def proven_elsewhere(instance: Instance, caller: Caller, user_id: int, code: str = '') -> Proven:
    """As `prove`, of whom another says who he is. Raises AccountLocked, CodeWanted and TooManyAttempts."""
    at = instance.clock()
    with writing(instance.engine) as db:
        proofs = accounts.proofs_of(db, user_id)
        is_known = _is_known(db, proofs, caller)
        counted = limits_again(proofs.account.uid)
        attempted = failures.attempt(db, counted, at) if code else []
    if proofs.account.is_locked:
        raise AccountLocked('This account is locked. Ask an admin of this RaceTrace.')
    return Proven(
        proofs=proofs,
        limits=counted,
        attempted=attempted,
        is_known_device=is_known,
        at=at,
        better_hash=None,
        step=_step(instance, proofs, code, at),
    )


def welcome(db: Session, proven: Proven) -> None:
    """Write down a sign-in, in the transaction that begins what it is for.

    Raises SignInRefused where its account was locked, or got another password, while this one was hashed:
    whoever that was to keep out would have a session now. Raises CodeWanted for a code that was used.
    """
    now = accounts.proofs_of(db, proven.account.id)
    if now.account.is_locked or now.password_hash != proven.proofs.password_hash:
        raise SignInRefused(WRONG)
    failures.forgive(db, proven.limits, proven.attempted)
    if proven.step is not None and not accounts.use_code(db, proven.account.id, proven.step):
        raise CodeWanted('This code was used already. Wait for the next one.')
    if proven.better_hash is not None:
        accounts.change(db, proven.account.id, password_hash=proven.better_hash)


def prove_again(instance: Instance, viewer: Viewer, given: Credentials) -> Account:
    """Check the password of somebody signed in, or a code of the app. Raises SignInRefused.

    Who has no password, and signs in elsewhere, proves it by having done so a moment ago.
    """
    at = instance.clock()
    with writing(instance.engine) as db:
        proofs = accounts.proofs_of(db, viewer.user_id)
        if _is_fresh(db, viewer, proofs, at):
            return proofs.account
        counted = limits_again(proofs.account.uid)
        attempted = failures.attempt(db, counted, at)
    if not (_is_right_code(instance, proofs, given.code, at) or _is_right(instance, proofs, given.password)):
        raise SignInRefused(WRONG_AGAIN if proofs.password_hash else TOO_LONG_AGO)
    with writing(instance.engine) as db:
        failures.forgive(db, counted, attempted)
    return proofs.account


def _is_fresh(db: Session, viewer: Viewer, proofs: Proofs, at: datetime) -> bool:
    if proofs.password_hash is not None:
        return False
    began_at = _began_at(db, viewer, at)
    return began_at is not None and at - began_at < FRESH


def _began_at(db: Session, viewer: Viewer, at: datetime) -> datetime | None:
    if viewer.family is not None:
        return refresh_tokens.began_at(db, viewer.user_id, viewer.family)
    found = browser_sessions.of_id(db, viewer.session_id or 0, at)
    return found[0].created_at if found else None


def _note_refusal(instance: Instance, proofs: Proofs | None, caller: Caller, at: datetime) -> None:
    """What was typed is not noted: people type their password where the name goes."""
    whom = f'user {proofs.account.id}' if proofs else 'a name that nobody has'
    with writing(instance.engine) as db:
        audit.note(db, at=at, who_id=None, what='sign-in refused', on_what=whom, from_where=caller.address)


def _is_known(db: Session, proofs: Proofs | None, caller: Caller) -> bool:
    if proofs is None or not caller.device:
        return False
    return failures.is_known(db, proofs.account.id, sha256(caller.device))


def _limits(proofs: Proofs | None, name: str, caller: Caller, is_known: bool) -> tuple[Limit, ...]:
    """An account is one, by its name and by its address; a name that nobody has is counted as if it were."""
    account = proofs.account.uid if proofs else name
    return limits(account, caller.address, sha256(caller.device) if is_known else None)


def _step(instance: Instance, proofs: Proofs, code: str, at: datetime) -> int | None:
    if proofs.totp_secret is None:
        return None
    if not code:
        raise CodeWanted('This account wants a code of its authenticator app besides.')
    if use_recovery_code(instance, proofs, code, at):
        return None
    secret = unseal(instance, proofs.totp_secret, proofs.account.uid)
    step = totp.step(secret, code, now_s=seconds(at), after=proofs.totp_step)
    if step is None:
        with writing(instance.engine) as db:
            audit.note(db, at=at, who_id=proofs.account.id, what='sign-in: wrong code')
        raise CodeWanted('This code is wrong, or was used already.')
    return step


def _is_right(instance: Instance, proofs: Proofs, password: str) -> bool:
    if not password:
        return False
    with turn(instance):
        return aside(instance, verified, password, proofs.password_hash).is_right


def _is_right_code(instance: Instance, proofs: Proofs, code: str, at: datetime) -> bool:
    if proofs.totp_secret is None or not code:
        return False
    secret = unseal(instance, proofs.totp_secret, proofs.account.uid)
    step = totp.step(secret, code, now_s=seconds(at), after=proofs.totp_step)
    if step is None:
        return False
    with writing(instance.engine) as db:
        return accounts.use_code(db, proofs.account.id, step)


def seconds(at: datetime) -> float:
    """Return the Unix time of a time of ours, which has no zone and is UTC."""
    return (at - datetime(1970, 1, 1)).total_seconds()
