"""Refuse what the table of racetrace.accounts.permissions does not allow."""

from racetrace.accounts.permissions import Thing, may, relations
from racetrace.accounts.roles import TeamRole
from racetrace.errors import NotPermitted, StepUpNeeded
from racetrace.services.viewer import Via, Viewer

PROGRAMS = 'account.'  # a program with a personal token may read these, and do nothing of them


def demand(
    viewer: Viewer,
    operation: str,
    thing: Thing,
    *,
    team_role: TeamRole | None = None,
    has_link: bool = False,
) -> None:
    """Raises NotPermitted, and StepUpNeeded where an admin only has to prove it again."""

    def can(is_stepped_up: bool) -> bool:
        found = relations(
            user_id=viewer.user_id,
            thing=thing,
            role=viewer.role,
            is_stepped_up=is_stepped_up,
            team_role=team_role,
            has_link=has_link,
        )
        return may(operation, found)

    if viewer.via is Via.PERSONAL and operation.startswith(PROGRAMS) and operation != 'account.read':
        raise NotPermitted('A personal token is no way into the account itself. Sign in.')
    if not can(viewer.is_stepped_up):
        if can(True):
            raise StepUpNeeded('Only an admin who has just proved it may do this. Enter your password again.')
        raise NotPermitted('You may not do this.')


def demand_own(viewer: Viewer, operation: str) -> None:
    """As `demand`, of the viewer's own account."""
    demand(viewer, operation, Thing(owner_id=viewer.user_id))
