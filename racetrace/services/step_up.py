"""Prove it once more, and act as an admin for two hours."""

from dataclasses import dataclass, field
from datetime import datetime

from racetrace.accounts.roles import Role
from racetrace.accounts.tokens import STEPPED_UP_LIFE, Access, access_token
from racetrace.errors import NotPermitted
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials, prove_again, seconds
from racetrace.services.signing import key
from racetrace.services.viewer import Via, Viewer
from racetrace.store import audit, browser_sessions
from racetrace.store.database import writing


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedUp:
    until: datetime
    access: str | None = field(default=None, repr=False)  # for a program: its token from now on


def step_up(instance: Instance, viewer: Viewer, given: Credentials) -> SteppedUp:
    """Raises SignInRefused, TooManyAttempts, and NotPermitted for who is no admin."""
    if viewer.role is not Role.ADMIN or viewer.via not in {Via.SESSION, Via.ACCESS}:
        raise NotPermitted('Only an admin who is signed in may do this.')
    prove_again(instance, viewer, given)
    now = instance.clock()
    until = now + STEPPED_UP_LIFE
    with writing(instance.engine) as db:
        if viewer.session_id is not None:
            browser_sessions.step_up(db, viewer.session_id, until)
        audit.note(db, at=now, who_id=viewer.user_id, what='step-up', from_where=viewer.address)
    if viewer.family is None:
        return SteppedUp(until=until)
    admin = Access(user_id=viewer.user_id, family=viewer.family, role=Role.ADMIN)
    token = access_token(key(instance), admin, now_s=int(seconds(now)), life=STEPPED_UP_LIFE)
    return SteppedUp(until=until, access=token)
