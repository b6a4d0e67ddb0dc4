"""Make an account; the first admin's by a link that the terminal shows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from racetrace.accounts.account import Account
from racetrace.accounts.lockout import limits_to_register
from racetrace.accounts.names import insist_email, insist_name, insist_shown, suggested
from racetrace.accounts.passwords import hashed, insist_good
from racetrace.accounts.tokens import Secret, sha256
from racetrace.errors import AccountRefused, LinkRefused, RegistrationClosed
from racetrace.services.hashing import aside, turn
from racetrace.services.instance import Instance
from racetrace.services.letters import post, verify_letter
from racetrace.services.viewer import LOCAL, Caller
from racetrace.store import accounts, audit, failures, links
from racetrace.store.database import writing
from racetrace.store.links import Purpose

FIRST_ADMIN_LIFE: Final = timedelta(days=1)
CLOSED: Final = 'Nobody can make an account here at this time. Ask an admin of this RaceTrace.'


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    name: str
    email: str
    password: str = field(repr=False)
    first_admin: str = field(default='', repr=False)  # what the terminal shows


def register(instance: Instance, caller: Caller, new: NewAccount) -> Account:
    """Raises AccountRefused, PasswordRefused, NameTaken, LinkRefused, RegistrationClosed, TooManyAttempts."""
    if not (instance.registration or new.first_admin):
        raise RegistrationClosed(CLOSED)
    name, email = insist_name(new.name), insist_email(new.email)
    insist_good(new.password, name, email)
    with turn(instance):
        now = instance.clock()
        with writing(instance.engine) as db:
            failures.attempt(db, limits_to_register(caller.address), now)
        values: dict[str, Any] = {
            'name': name,
            'email': email,
            'display_name': insist_shown(new.name),
            'password_hash': aside(instance, hashed, new.password),
        }
    with writing(instance.engine) as db:
        made = (
            _first_admin(db, values, new.first_admin, now) if new.first_admin else accounts.add(db, **values)
        )
        what = 'first admin' if new.first_admin else 'register'
        audit.note(db, at=now, who_id=made, what=what, from_where=caller.address)
        letter, account = verify_letter(instance, db, made, email), accounts.account(db, made)
    post(instance, made, letter)
    return account


def first_admin(instance: Instance) -> str | None:
    """Return what makes its bearer the first admin, where there is none; None where there is one.

    Shown by the terminal alone: who reads that runs the program. The one shown before works no longer.
    """
    now, secret = instance.clock(), Secret.fresh('rtf_')
    with writing(instance.engine) as db:
        if accounts.admins(db):
            links.drop(db, Purpose.FIRST_ADMIN)
            return None
        links.add(db, Purpose.FIRST_ADMIN, secret.sha256, now=now, ends_at=now + FIRST_ADMIN_LIFE)
    return secret.text


def seed_admin(instance: Instance, email: str) -> NewAccount:
    """Make the first admin for who sets an instance up by a command; the password is kept by nobody.

    Raises AccountRefused, where there is one already too, and NameTaken.
    """
    link = first_admin(instance)
    if link is None:
        raise AccountRefused('There is an admin already, who can make another one at /admin/users.')
    name = suggested(email.partition('@')[0])
    new = NewAccount(name=name, email=email, password=Secret.fresh().text, first_admin=link)
    register(instance, Caller(address=''), new)
    return new


def _first_admin(db: Session, values: dict[str, Any], token: str, now: datetime) -> int:
    """The user of the laptop becomes the admin, so that what was driven before has an owner."""
    link = links.use(db, Purpose.FIRST_ADMIN, sha256(token), now)
    if link is None or accounts.admins(db):
        raise LinkRefused('This link works no longer. Start RaceTrace again, and it shows another.')
    if accounts.is_vacant(db, LOCAL.user_id):
        accounts.change(db, LOCAL.user_id, **values, is_admin=True)
        return LOCAL.user_id
    return accounts.add(db, **values, is_admin=True)
