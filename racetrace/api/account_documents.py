"""Accounts as a program reads and writes them. Times are UTC."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from racetrace.accounts.account import Account
from racetrace.accounts.browser import BrowserSession
from racetrace.accounts.identity import LinkedIdentity
from racetrace.accounts.personal_token import PersonalToken
from racetrace.accounts.roles import Role, Scope
from racetrace.api.named import NamedScopes
from racetrace.api.times import Moment
from racetrace.services.personal_tokens import MOST_DAYS

Text = Annotated[str, Field(max_length=300)]


class AccountDocument(BaseModel):
    id: int
    uid: str
    name: str
    email: str | None
    display_name: str
    about: str
    role: Role
    email_verified: bool
    has_totp: bool
    is_locked: bool
    created_at: Moment


def account_document(account: Account) -> AccountDocument:
    shown = {name: getattr(account, name) for name in AccountDocument.model_fields}
    return AccountDocument(**shown)


class Body(BaseModel):
    """What is handed in: nothing that is not asked for."""

    model_config = ConfigDict(extra='forbid', strict=True)


class Profile(Body):
    display_name: Text | None = None
    about: Annotated[str, Field(max_length=2000)] | None = None


class NewPassword(Body):
    old: Text
    new: Text


class NewEmail(Body):
    email: Text
    password: Text


class Password(Body):
    password: Text


class Code(Body):
    code: Text


class App(BaseModel):
    address: str  # for a QR code


class RecoveryCodes(BaseModel):
    codes: list[str]


class NewToken(Body):
    name: Text
    scopes: NamedScopes
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 90
    password: Text


class PersonalTokenDocument(BaseModel):
    id: int
    uid: str
    name: str
    scopes: list[Scope]
    created_at: Moment
    used_at: Moment | None
    ends_at: Moment


class MadeToken(PersonalTokenDocument):
    token: str  # this once


class BrowserDocument(BaseModel):
    """Where somebody is signed in."""

    id: int
    device_name: str
    created_at: Moment
    seen_at: Moment
    is_this: bool


class IdentityDocument(BaseModel):
    """An account elsewhere by which somebody signs in."""

    id: int
    provider: str
    shown: str  # the address or the name that it had when it was linked


def identity_document(identity: LinkedIdentity) -> IdentityDocument:
    return IdentityDocument(id=identity.id, provider=identity.provider, shown=identity.shown)


def token_document(token: PersonalToken) -> PersonalTokenDocument:
    return PersonalTokenDocument(
        id=token.id,
        uid=token.uid,
        name=token.name,
        scopes=sorted(token.scopes),
        created_at=token.created_at,
        used_at=token.used_at,
        ends_at=token.ends_at,
    )


def browser_document(browser: BrowserSession, here_id: int | None) -> BrowserDocument:
    return BrowserDocument(
        id=browser.id,
        device_name=browser.device_name,
        created_at=browser.created_at,
        seen_at=browser.seen_at,
        is_this=browser.id == here_id,
    )
