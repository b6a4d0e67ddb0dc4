"""One's own account: what it says, what proves it, all that it owns, and its end."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from racetrace.api import cookies
from racetrace.api.account_documents import (
    AccountDocument,
    App,
    BrowserDocument,
    Code,
    IdentityDocument,
    MadeToken,
    NewEmail,
    NewPassword,
    NewToken,
    Password,
    PersonalTokenDocument,
    Profile,
    RecoveryCodes,
    account_document,
    browser_document,
    identity_document,
    token_document,
)
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing, no_store
from racetrace.services import authenticator, identities, personal_tokens, profile, sign_out
from racetrace.services.delete_account import delete_account
from racetrace.services.export_data import export_data
from racetrace.services.passwords import change_password
from racetrace.services.prove import Credentials

REFUSED = problems(400, 401, 413, 422, 429, 503, 507)


router = APIRouter(tags=['accounts'], dependencies=[Depends(no_store)])


@router.get('/users/me', responses=problems(401))
def read_me(instance: Serving, viewer: Viewing) -> AccountDocument:
    return account_document(profile.my_account(instance, viewer))


@router.patch('/users/me', responses=REFUSED)
def change_me(instance: Serving, changes: Profile, viewer: Viewing) -> AccountDocument:
    return account_document(profile.write_profile(instance, viewer, **changes.model_dump()))


@router.post('/users/me/delete', status_code=204, response_class=Response, responses=REFUSED | problems(409))
def delete_me(instance: Serving, own: Password, request: Request, viewer: Viewing) -> None:
    """Remove my account with my sessions and files, for good and at once."""
    cookies.caller(request)
    delete_account(instance, viewer, Credentials(password=own.password))


@router.get(
    '/users/me/export',
    response_class=StreamingResponse,
    responses={200: {'content': {'application/zip': {}}}, **problems(401, 507)},
)
def export_me(instance: Serving, viewer: Viewing) -> StreamingResponse:
    """Return all that is mine: rows as JSON, and files as they came, in a zip."""
    headers = {'Content-Disposition': 'attachment; filename="racetrace.zip"', 'Cache-Control': 'no-store'}
    pieces = export_data(instance, viewer)
    return StreamingResponse(pieces, media_type='application/zip', headers=headers)


@router.put('/users/me/email', responses=REFUSED | problems(409))
def set_email(instance: Serving, new: NewEmail, request: Request, viewer: Viewing) -> AccountDocument:
    cookies.caller(request)
    given = Credentials(password=new.password)
    return account_document(profile.change_email(instance, viewer, given, new.email))


@router.put('/users/me/password', status_code=204, response_class=Response, responses=REFUSED)
def set_password(instance: Serving, new: NewPassword, request: Request, viewer: Viewing) -> None:
    """Change my password; whatever else is signed in is out."""
    cookies.caller(request)
    change_password(instance, viewer, new.old, new.new)


@router.post('/users/me/app', status_code=201, responses=REFUSED)
def offer_app(instance: Serving, own: Password, request: Request, viewer: Viewing) -> App:
    """Return what an authenticator app is told. It counts once a first code was right."""
    cookies.caller(request)
    given = Credentials(password=own.password)
    return App(address=authenticator.offer_totp(instance, viewer, given))


@router.put('/users/me/app', status_code=204, response_class=Response, responses=REFUSED)
def confirm_app(instance: Serving, first: Code, viewer: Viewing) -> None:
    authenticator.confirm_totp(instance, viewer, first.code)


@router.post('/users/me/app/codes', status_code=201, responses=REFUSED)
def make_recovery_codes(instance: Serving, own: Password, request: Request, viewer: Viewing) -> RecoveryCodes:
    """Make ten codes for when the phone is lost, each good for once in place of one of the app.

    They are shown this once; those of before work no longer.
    """
    cookies.caller(request)
    given = Credentials(password=own.password)
    return RecoveryCodes(codes=authenticator.make_recovery_codes(instance, viewer, given))


@router.post('/users/me/app/delete', status_code=204, response_class=Response, responses=REFUSED)
def remove_app(instance: Serving, own: Password, request: Request, viewer: Viewing) -> None:
    cookies.caller(request)
    authenticator.remove_totp(instance, viewer, Credentials(password=own.password))


@router.get('/users/me/tokens', responses=problems(401))
def list_tokens(instance: Serving, viewer: Viewing) -> list[PersonalTokenDocument]:
    """Return my personal tokens, the newest first, without what opens anything."""
    return [token_document(token) for token in personal_tokens.tokens(instance, viewer)]


@router.post('/users/me/tokens', status_code=201, responses=REFUSED)
def make_token(instance: Serving, new: NewToken, request: Request, viewer: Viewing) -> MadeToken:
    """Make a token for a program of mine. It is shown this once."""
    cookies.caller(request)
    given = Credentials(password=new.password)
    made, text = personal_tokens.make_token(
        instance, viewer, given, name=new.name, scopes=new.scopes, days=new.days
    )
    return MadeToken(**token_document(made).model_dump(), token=text)


@router.delete(
    '/users/me/tokens/{token_id}',
    status_code=204,
    response_class=Response,
    responses=problems(401, 404, 422, 507),
)
def delete_token(instance: Serving, token_id: int, viewer: Viewing) -> None:
    personal_tokens.end_token(instance, viewer, token_id)


@router.get('/users/me/identities', responses=problems(401))
def list_identities(instance: Serving, viewer: Viewing) -> list[IdentityDocument]:
    """Return the accounts elsewhere by which I sign in."""
    return [identity_document(one) for one in identities.my_identities(instance, viewer)]


@router.post(
    '/users/me/identities/{identity_id}/delete',
    status_code=204,
    response_class=Response,
    responses=REFUSED | problems(404, 409),
)
def unlink_identity(
    instance: Serving, identity_id: int, own: Password, request: Request, viewer: Viewing
) -> None:
    """Sign in by it no longer. The last way into an account stays."""
    cookies.caller(request)
    identities.unlink(instance, viewer, Credentials(password=own.password), identity_id)


@router.get('/users/me/browsers', responses=problems(401))
def list_browsers(instance: Serving, viewer: Viewing) -> list[BrowserDocument]:
    """Return where I am signed in, the last seen first."""
    found = sign_out.browsers(instance, viewer)
    return [browser_document(browser, viewer.session_id) for browser in found]


@router.delete(
    '/users/me/browsers/{browser_id}',
    status_code=204,
    response_class=Response,
    responses=problems(401, 404, 422, 507),
)
def sign_out_browser(instance: Serving, browser_id: int, viewer: Viewing) -> None:
    sign_out.sign_out_browser(instance, viewer, browser_id)
