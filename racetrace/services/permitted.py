"""Refuse what the table of racetrace.accounts.permissions does not allow."""

from typing import Final

from racetrace.accounts.permissions import PERMITTED, Relation, Thing, may, relations
from racetrace.errors import NotFound, NotPermitted, SignInNeeded, StepUpNeeded
from racetrace.services.viewer import Via, Viewer

PROGRAMS: Final = 'account.'  # a program with a personal token may read these, and do nothing of them
CALLED: Final = {
    Relation.OWNER: 'its owner',
    Relation.MANAGER: 'a manager of the team',
    Relation.COACH: 'a coach of the team',
    Relation.MEMBER: 'a member of the team',
    Relation.FILE: 'who has a link to its file',
    Relation.LINK: 'who has a link to it',
    Relation.ADMIN: 'an admin',
}


def demand(viewer: Viewer, operation: str, thing: Thing) -> None:
    """Raises SignInNeeded and NotPermitted, and StepUpNeeded where an admin only has to prove it again."""
    if viewer.via is Via.PERSONAL and operation.startswith(PROGRAMS) and operation != 'account.read':
        raise NotPermitted('A personal token is no way into the account itself. Sign in.')
    if not permits(viewer, operation, thing):
        if permits(viewer, operation, thing, is_stepped_up=True):
            raise StepUpNeeded('Only an admin who has just proved it may do this. Enter your password again.')
        if not viewer.is_somebody and viewer.via is not Via.LINK:
            raise SignInNeeded('Sign in first: nothing can be kept for somebody without an account.')
        raise NotPermitted(_refusal(operation))


def demand_own(viewer: Viewer, operation: str) -> None:
    """As `demand`, of the viewer's own account."""
    demand(viewer, operation, Thing(owner_id=viewer.user_id))


def demand_seen(
    viewer: Viewer, operation: str, thing: Thing | None, noun: str, *, seen_by: str = ''
) -> Thing:
    """As `demand`, of a thing that is only there for who may read it. Return it.

    Raises NotFound for who may not. `seen_by` is the operation that tells, where it is not `….read`.
    """
    seen_by = seen_by or f'{operation.partition(".")[0]}.read'
    if thing is None or not (permits(viewer, operation, thing) or permits(viewer, seen_by, thing)):
        raise NotFound(f'There is no such {noun}.')
    demand(viewer, operation, thing)
    return thing


def permits(viewer: Viewer, operation: str, thing: Thing, *, is_stepped_up: bool = False) -> bool:
    """Return whether a viewer may do this; `is_stepped_up` as if he had just proved that he is an admin."""
    found = relations(
        user_id=viewer.user_id if viewer.is_somebody else None,
        thing=thing,
        role=viewer.role,
        is_stepped_up=is_stepped_up or viewer.is_stepped_up,
    )
    return may(operation, found)


def _refusal(operation: str) -> str:
    who = [called for relation, called in CALLED.items() if relation in PERMITTED[operation]]
    return f'Only {" or ".join(who)} may do this.' if who else 'You may not do this.'
