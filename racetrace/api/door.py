"""Signing in and out by plain forms: a page needs no script for it, and no script sees a password."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from racetrace.api import cookies
from racetrace.api.account_documents import Text
from racetrace.api.entrance import viewer_of_page
from racetrace.api.viewing import Serving
from racetrace.errors import (
    AccountLocked,
    AccountRefused,
    AttemptStale,
    ChangeRefused,
    CodeWanted,
    EmailUnproven,
    IdentityTaken,
    LinkFirst,
    LinkRefused,
    NameTaken,
    NotFound,
    NotPermitted,
    PasswordRefused,
    ProviderAway,
    ProviderRefused,
    RaceTraceError,
    RegistrationClosed,
    SignInRefused,
    TooBusy,
    TooManyAttempts,
)
from racetrace.services.forgotten import ask_reset
from racetrace.services.instance import Instance
from racetrace.services.passwords import reset_password
from racetrace.services.prove import Credentials
from racetrace.services.register import NewAccount, register
from racetrace.services.share import session_of_share
from racetrace.services.sign_in import SignedIn, sign_in
from racetrace.services.sign_out import sign_out, sign_out_everywhere

Line = Annotated[Text, Form()]

# What an address says of a refusal: a word, for a sentence in an address would be anybody's sentence.
WHY: Final[dict[type[RaceTraceError], str]] = {
    SignInRefused: 'wrong',
    CodeWanted: 'code',
    AccountLocked: 'locked',
    TooManyAttempts: 'wait',
    TooBusy: 'busy',
    NotPermitted: 'plain',
    NameTaken: 'taken',
    AccountRefused: 'name',
    PasswordRefused: 'password',
    LinkRefused: 'link',
    RegistrationClosed: 'closed',
    ProviderAway: 'away',
    ProviderRefused: 'refused',
    AttemptStale: 'stale',
    EmailUnproven: 'unproven',
    LinkFirst: 'link-first',
    IdentityTaken: 'theirs',
    ChangeRefused: 'last',
}


router = APIRouter(include_in_schema=False)


@router.post('/login')
def enter(
    instance: Serving, request: Request, username: Line, password: Line, otp: Line = '', onward: Line = '/'
) -> RedirectResponse:
    given = Credentials(name=username, password=password, code=otp)
    try:
        return _entered(instance, request, given, onward)
    except tuple(WHY) as error:
        return back('/login', error, next=here(onward))


@router.post('/register')
def join(
    instance: Serving, request: Request, name: Line, email: Line, password: Line, first: Line = ''
) -> RedirectResponse:
    new = NewAccount(name=name, email=email, password=password, first_admin=first)
    try:
        register(instance, cookies.caller(request), new)
        return _entered(instance, request, Credentials(name=name, password=password), '/')
    except tuple(WHY) as error:
        return back('/register', error, first=first)


@router.post('/reset')
def begin_anew(instance: Serving, request: Request, link: Line, password: Line) -> RedirectResponse:
    try:
        reset_password(instance, cookies.caller(request), link, password)
    except LinkRefused:
        return RedirectResponse('/reset?why=spent', 303)
    except tuple(WHY) as error:
        return back('/reset', error, link=link)
    return RedirectResponse('/login', 303)


@router.post('/forgot')
def forget(instance: Serving, request: Request, email: Line) -> RedirectResponse:
    try:
        ask_reset(instance, cookies.caller(request), email)
    except AccountRefused:
        return RedirectResponse('/forgot?why=email', 303)
    except NotFound:
        return RedirectResponse('/login', 303)
    except tuple(WHY) as error:
        return back('/forgot', error)
    return RedirectResponse('/forgot?why=sent', 303)


@router.get('/share/{secret}')
def open_link(instance: Serving, request: Request, secret: str) -> RedirectResponse:
    """Lead to the session that a link opens, and let this browser see it until the link ends."""
    try:
        session, _ = session_of_share(instance, secret)
    except NotFound:
        return RedirectResponse('/login?why=share', 303)
    answer = RedirectResponse(f'/sessions/{session.id}', 303)
    answer.headers['Cache-Control'] = 'no-store'
    cookies.add_link(request, answer, secret)
    return answer


@router.post('/logout')
def leave(instance: Serving, request: Request, everywhere: Line = '') -> RedirectResponse:
    end = sign_out_everywhere if everywhere else sign_out
    end(instance, viewer_of_page(request))
    answer = RedirectResponse('/login', 303)
    cookies.drop(request, answer, cookies.SESSION)
    return answer


def here(onward: str) -> str:
    """Return where to go on, which is one of our own pages."""
    is_ours = onward.startswith('/') and not onward.startswith(('//', '/\\')) and onward.isprintable()
    return onward if is_ours else '/'


def _entered(instance: Instance, request: Request, given: Credentials, onward: str) -> RedirectResponse:
    return let_in(request, sign_in(instance, cookies.caller(request), given), onward)


def let_in(request: Request, signed_in: SignedIn, onward: str) -> RedirectResponse:
    answer = RedirectResponse(here(onward), 303)
    cookies.write(request, answer, cookies.SESSION, signed_in.session)
    cookies.write(request, answer, cookies.DEVICE, signed_in.device, cookies.YEAR_S)
    return answer


def back(page: str, error: RaceTraceError, **more: str) -> RedirectResponse:
    said = {'why': WHY[type(error)], **{name: value for name, value in more.items() if value}}
    return RedirectResponse(f'{page}?{urlencode(said)}', 303)
