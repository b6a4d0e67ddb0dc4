"""Sign out: here, elsewhere, everywhere."""

from sqlmodel import Session

from racetrace.accounts.browser import BrowserSession
from racetrace.accounts.tokens import sha256
from racetrace.errors import NotFound
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.viewer import Viewer
from racetrace.store import audit, browser_sessions, refresh_tokens
from racetrace.store.database import reading, writing


def sign_out(instance: Instance, viewer: Viewer) -> None:
    """End what the viewer came with. A personal token stays: it is no sign-in."""
    with writing(instance.engine) as db:
        if viewer.session_id is not None:
            browser_sessions.end(db, viewer.user_id, viewer.session_id)
        if viewer.family is not None:
            refresh_tokens.revoke(db, viewer.family)
        _note(db, instance, viewer, 'sign-out')
    instance.hub.tell(viewer.user_id)


def sign_out_program(instance: Instance, token: str) -> None:
    """End the sign-in that a refresh token is of; nothing happens where it is of none."""
    with writing(instance.engine) as db:
        found = refresh_tokens.family_of(db, sha256(token), instance.clock())
        if found is not None:
            user_id, family = found
            refresh_tokens.revoke(db, family)
            audit.note(db, at=instance.clock(), who_id=user_id, what='sign-out')
    if found is not None:
        instance.hub.tell(found[0])


def sign_out_everywhere(instance: Instance, viewer: Viewer) -> None:
    """End every browser session and every sign-in of a program, this one too. Raises NotPermitted."""
    demand_own(viewer, 'account.write')
    with writing(instance.engine) as db:
        end_all(db, viewer.user_id)
        _note(db, instance, viewer, 'sign-out everywhere')
    instance.hub.tell(viewer.user_id)


def browsers(instance: Instance, viewer: Viewer) -> list[BrowserSession]:
    """Return where somebody is signed in, the last seen first."""
    demand_own(viewer, 'account.read')
    with reading(instance.engine) as db:
        return browser_sessions.of_user(db, viewer.user_id, instance.clock())


def sign_out_browser(instance: Instance, viewer: Viewer, session_id: int) -> None:
    """End one of one's own. Raises NotFound and NotPermitted."""
    demand_own(viewer, 'account.write')
    with writing(instance.engine) as db:
        if not browser_sessions.end(db, viewer.user_id, session_id):
            raise NotFound('You are not signed in there.')
        _note(db, instance, viewer, 'sign-out of a browser')
    instance.hub.tell(viewer.user_id)


def end_all(db: Session, user_id: int, *, but: Viewer | None = None) -> None:
    """End what a user is signed in with, but for what a viewer came with, in the caller's transaction."""
    browser_sessions.end_all(db, user_id, but=but.session_id if but else None)
    refresh_tokens.revoke_all(db, user_id, but=but.family if but else None)


def _note(db: Session, instance: Instance, viewer: Viewer, what: str) -> None:
    audit.note(db, at=instance.clock(), who_id=viewer.user_id, what=what, from_where=viewer.address)
