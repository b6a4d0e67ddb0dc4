"""Answer who asks one into a team."""

import asyncio
from dataclasses import dataclass

from racetrace.accounts.invitation import Invitation
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.viewer import Viewer
from racetrace.store import invitations
from racetrace.store.database import writing


def mine(instance: Instance, viewer: Viewer) -> list[Invitation]:
    demand_own(viewer, 'team.join')
    return invitations.of_user(instance.engine, viewer.user_id)


def accept(instance: Instance, viewer: Viewer, team_id: int) -> None:
    """Raises NotFound."""
    demand_own(viewer, 'team.join')
    invitations.accept(instance.engine, team_id, viewer.user_id)
    instance.hub.stir()


def decline(instance: Instance, viewer: Viewer, team_id: int) -> None:
    """Raises NotFound."""
    demand_own(viewer, 'team.join')
    with writing(instance.engine) as db:
        invitations.drop(db, team_id, viewer.user_id)
    instance.hub.stir()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What the component of a page asks for and brings about."""

    instance: Instance
    viewer: Viewer

    async def now(self) -> list[Invitation]:
        return await asyncio.to_thread(mine, self.instance, self.viewer)

    async def accept(self, team_id: int) -> None:
        await asyncio.to_thread(accept, self.instance, self.viewer, team_id)

    async def decline(self, team_id: int) -> None:
        await asyncio.to_thread(decline, self.instance, self.viewer, team_id)
