"""Who asks, by what they show. Looked up each time: who was locked or signed out is nobody from then on."""

from datetime import datetime, timedelta
from typing import Final

from racetrace.accounts.account import Account
from racetrace.accounts.browser import BrowserSession
from racetrace.accounts.roles import Role
from racetrace.accounts.tokens import read_access_token, sha256
from racetrace.errors import TokenRefused
from racetrace.services.instance import Instance
from racetrace.services.prove import seconds
from racetrace.services.share import CLOSED, LINK, with_links
from racetrace.services.signing import key
from racetrace.services.viewer import NOBODY, Via, Viewer
from racetrace.store import accounts, browser_sessions, personal_tokens, refresh_tokens
from racetrace.store.database import reading, writing

PERSONAL: Final = 'rtp_'  # how a personal token begins
SEEN_TO: Final = timedelta(minutes=5)  # or each request would be a write
SIGN_IN: Final = 'You are not signed in, or no longer. Sign in.'


def viewer_of(instance: Instance, session: str, address: str = '') -> Viewer:
    """Return who has the cookie of a browser session. Raises TokenRefused."""
    now = instance.clock()
    with reading(instance.engine) as db:
        found = browser_sessions.of_secret(db, sha256(session), now)
    if found is None or found[1].is_locked:
        raise TokenRefused(SIGN_IN)
    browser, account = found
    if now - browser.seen_at > SEEN_TO:
        with writing(instance.engine) as db:
            browser_sessions.touch(db, browser.id, now)
    return _of_browser(browser, account, now, address)


def _of_browser(browser: BrowserSession, account: Account, now: datetime, address: str) -> Viewer:
    return Viewer(
        user_id=account.id,
        role=account.role,
        is_stepped_up=browser.step_up_until is not None and browser.step_up_until > now,
        via=Via.SESSION,
        session_id=browser.id,
        address=address,
    )


def viewer_again(instance: Instance, viewer: Viewer) -> Viewer:
    """Return what the viewer with a browser session is by now. Raises TokenRefused."""
    now = instance.clock()
    with reading(instance.engine) as db:
        found = browser_sessions.of_id(db, viewer.session_id or 0, now)
    if found is None or found[1].is_locked:
        raise TokenRefused(SIGN_IN)
    return _of_browser(*found, now, viewer.address)


def viewer_of_token(instance: Instance, token: str, address: str = '') -> Viewer:
    """Return who has an access token or a personal one, or nobody with a link. Raises TokenRefused."""
    if token.startswith(LINK):
        return _of_link(instance, token)
    of_kind = _of_personal if token.startswith(PERSONAL) else _of_access
    return of_kind(instance, token, instance.clock(), address)


def _of_link(instance: Instance, token: str) -> Viewer:
    viewer = with_links(instance, NOBODY, [token])
    if not viewer.links:
        raise TokenRefused(CLOSED)
    return viewer


def _of_access(instance: Instance, token: str, now: datetime, address: str) -> Viewer:
    access = read_access_token(key(instance), token, now_s=int(seconds(now)))
    with reading(instance.engine) as db:
        is_in_force = refresh_tokens.is_in_force(db, access.user_id, access.family, now)
        account = accounts.account(db, access.user_id) if is_in_force else None
    if account is None or account.is_locked:
        raise TokenRefused(SIGN_IN)
    return Viewer(
        user_id=account.id,
        role=account.role,
        is_stepped_up=access.role is Role.ADMIN,
        via=Via.ACCESS,
        family=access.family,
        address=address,
    )


def _of_personal(instance: Instance, token: str, now: datetime, address: str) -> Viewer:
    with reading(instance.engine) as db:
        found = personal_tokens.of_secret(db, sha256(token), now)
    if found is None or found[1].is_locked:
        raise TokenRefused(SIGN_IN)
    personal, account = found
    if personal.used_at is None or now - personal.used_at > SEEN_TO:
        with writing(instance.engine) as db:
            personal_tokens.touch(db, personal.id, now)
    return Viewer(
        user_id=account.id, role=account.role, via=Via.PERSONAL, scopes=personal.scopes, address=address
    )
