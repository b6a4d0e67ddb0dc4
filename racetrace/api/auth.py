"""In and out: accounts are made, passwords become tokens, tokens become the next ones."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import BaseModel, Field

from racetrace.accounts.tokens import STEPPED_UP_LIFE
from racetrace.api import cookies
from racetrace.api.account_documents import AccountDocument, Body, Text, account_document
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing, no_store
from racetrace.oauth.firebase import MOST_CHARACTERS
from racetrace.services.firebase import exchange
from racetrace.services.forgotten import ask_reset
from racetrace.services.passwords import reset_password
from racetrace.services.profile import verify_email
from racetrace.services.prove import Credentials
from racetrace.services.refresh import refresh
from racetrace.services.register import NewAccount, register
from racetrace.services.sign_in import Tokens, sign_in, sign_in_program
from racetrace.services.sign_out import sign_out, sign_out_everywhere, sign_out_program
from racetrace.services.step_up import step_up

REFUSED = problems(400, 401, 413, 422, 429, 503, 507)
TOKEN: dict[str, Any] = {'headers': {'Set-Cookie': {'schema': {'type': 'string'}}}}


class Registration(Body):
    name: Text
    email: Text
    password: Text
    first_admin: Text = ''  # what the terminal shows where there is no admin yet


class Reset(Body):
    link: Text
    password: Text


class Forgotten(Body):
    email: Text


class Link(Body):
    link: Text


class Proof(Body):
    """One of them is enough."""

    password: Text = ''
    code: Text = ''


class FirebaseUser(Body):
    id_token: Annotated[str, Field(max_length=MOST_CHARACTERS)]
    code: Text = ''  # of an app, where the account here has one


class TokenDocument(BaseModel):
    access_token: str
    token_type: Literal['bearer'] = 'bearer'
    expires_in: int  # seconds


class SteppedUpDocument(BaseModel):
    access_token: str | None  # None: a browser goes on with its cookie
    token_type: Literal['bearer'] = 'bearer'
    expires_in: int  # seconds


router = APIRouter(tags=['accounts'], dependencies=[Depends(no_store)])


@router.post('/auth/register', status_code=201, responses=REFUSED | problems(409))
def register_account(instance: Serving, new: Registration, request: Request) -> AccountDocument:
    """Make an account."""
    return account_document(register(instance, cookies.caller(request), NewAccount(**new.model_dump())))


@router.post('/auth/login', responses=REFUSED | {200: TOKEN})
def log_in(
    instance: Serving,
    request: Request,
    response: Response,
    username: Annotated[Text, Form()],
    password: Annotated[Text, Form()],
    otp: Annotated[Text, Form(description='The code of an app, where the account has one.')] = '',
    grant_type: Annotated[Literal['password'], Form()] = 'password',  # noqa: ARG001 (OAuth 2 sends it)
) -> TokenDocument:
    """Take a name or an e-mail address, and a password. The refresh token is a cookie."""
    given = Credentials(name=username, password=password, code=otp)
    return _begun(request, response, sign_in_program(instance, cookies.caller(request), given))


@router.post('/auth/firebase', responses=REFUSED | problems(404, 409, 502) | {200: TOKEN})
def log_in_by_firebase(
    instance: Serving, user: FirebaseUser, request: Request, response: Response
) -> TokenDocument:
    """Take an ID token of Firebase, once, and answer as to a password. The refresh token is a cookie.

    401 with `wanted: code`: send it again with the code of an app. 409: an account has the address, and it is
    not proved. 502: Google does not answer. 404: this RaceTrace is of no Firebase project.
    """
    caller = cookies.caller(request)
    return _begun(request, response, exchange(instance, caller, user.id_token, user.code))


@router.post('/auth/browser', status_code=204, response_class=Response, responses=REFUSED)
def log_in_browser(
    instance: Serving,
    request: Request,
    username: Annotated[Text, Form()],
    password: Annotated[Text, Form()],
    otp: Annotated[Text, Form()] = '',
) -> Response:
    """Sign a browser in: what it keeps is a cookie, and no script of a page can read it."""
    given = Credentials(name=username, password=password, code=otp)
    signed_in = sign_in(instance, cookies.caller(request), given)
    response = Response(status_code=204)
    cookies.write(request, response, cookies.SESSION, signed_in.session)
    cookies.write(request, response, cookies.DEVICE, signed_in.device, cookies.YEAR_S)
    return response


@router.delete('/auth/browser', status_code=204, response_class=Response, responses=problems(401, 507))
def log_out_browser(instance: Serving, request: Request, viewer: Viewing) -> Response:
    """Sign out what the request came with."""
    sign_out(instance, viewer)
    response = Response(status_code=204)
    cookies.drop(request, response, cookies.SESSION)
    return response


@router.post('/auth/refresh', responses=problems(401, 409, 507) | {200: TOKEN})
def refresh_tokens(instance: Serving, request: Request, response: Response) -> TokenDocument:
    """Exchange the cookie for the next one. Two at once: the second is told to try again (409)."""
    token = cookies.read(request, cookies.REFRESH)
    return _handed(request, response, refresh(instance, cookies.caller(request), token))


@router.post('/auth/logout', status_code=204, response_class=Response, responses=problems(507))
def log_out(instance: Serving, request: Request) -> Response:
    """End the sign-in that the cookie is of."""
    sign_out_program(instance, cookies.read(request, cookies.REFRESH))
    response = Response(status_code=204)
    cookies.drop(request, response, cookies.REFRESH)
    return response


@router.post(
    '/auth/logout/everywhere',
    status_code=204,
    response_class=Response,
    responses=problems(401, 507),
)
def log_out_everywhere(instance: Serving, viewer: Viewing) -> None:
    sign_out_everywhere(instance, viewer)


@router.post('/auth/admin/login', responses=REFUSED)
def log_in_as_admin(instance: Serving, proof: Proof, request: Request, viewer: Viewing) -> SteppedUpDocument:
    """Prove it once more, and be an admin for two hours: a program by the token that comes back."""
    cookies.caller(request)
    stepped_up = step_up(instance, viewer, Credentials(**proof.model_dump()))
    life_s = int(STEPPED_UP_LIFE.total_seconds())
    return SteppedUpDocument(access_token=stepped_up.access, expires_in=life_s)


@router.post(
    '/auth/password/forgotten',
    status_code=202,
    response_class=Response,
    responses=REFUSED | problems(404),
)
def forget_password(instance: Serving, forgotten: Forgotten, request: Request) -> None:
    """Have a link sent that sets a password. The answer is the same, whether an account has the address.

    404: this RaceTrace sends no letters.
    """
    ask_reset(instance, cookies.caller(request), forgotten.email)


@router.post('/auth/password/reset', status_code=204, response_class=Response, responses=REFUSED)
def set_forgotten_password(instance: Serving, reset: Reset, request: Request) -> None:
    """Set a password by a link that came by mail, or that an admin made."""
    reset_password(instance, cookies.caller(request), reset.link, reset.password)


@router.post('/auth/email/verify', status_code=204, response_class=Response, responses=REFUSED)
def verify_address(instance: Serving, shown: Link, request: Request) -> None:
    """Say by a link that came by mail that its address is mine."""
    verify_email(instance, cookies.caller(request), shown.link)


def _begun(request: Request, response: Response, tokens: Tokens) -> TokenDocument:
    cookies.write(request, response, cookies.DEVICE, tokens.device, cookies.YEAR_S)
    return _handed(request, response, tokens)


def _handed(request: Request, response: Response, tokens: Tokens) -> TokenDocument:
    cookies.write(request, response, cookies.REFRESH, tokens.refresh)
    return TokenDocument(access_token=tokens.access, expires_in=tokens.expires_in_s)
