"""Who sees a session, as its owner finds and changes it on one page."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from racetrace.accounts.roles import LinkScope
from racetrace.services import belongings, sessions, share, teams
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store.moment import now
from racetrace.telemetry.summary import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBy:
    visibility: Visibility
    team_id: int | None
    teams: tuple[tuple[int, str], ...]  # that it could be shown to
    links: tuple[share.Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    instance: Instance
    viewer: Viewer
    session_id: int

    async def seen_by(self) -> SeenBy:
        """Raises NotFound."""
        return await asyncio.to_thread(self._seen_by)

    async def choose(self, visibility: Visibility, team_id: int | None) -> None:
        """Raises NotFound and ChangeRefused."""
        changes: dict[str, object] = {'visibility': visibility}
        if team_id is not None:
            changes['team_id'] = team_id
        await asyncio.to_thread(belongings.put, self.instance, self.viewer, self.session_id, changes)

    async def make_link(self, life: timedelta | None, *, with_file: bool) -> str:
        """Return the path of a new link; it is told this once. Raises NotFound."""
        scope = LinkScope.FILE if with_file else LinkScope.VIEW
        ends_at = now() + life if life else None
        _, secret = await asyncio.to_thread(
            share.make, self.instance, self.viewer, self.session_id, scope, ends_at
        )
        return f'/share/{secret}'

    async def end_link(self, link_id: int) -> None:
        """Raises NotFound."""
        await asyncio.to_thread(share.revoke, self.instance, self.viewer, link_id)

    def _seen_by(self) -> SeenBy:
        belongs = sessions.session(self.instance, self.viewer, self.session_id).belongs
        mine = teams.mine(self.instance, self.viewer)
        return SeenBy(
            visibility=belongs.visibility,
            team_id=belongs.team_id,
            teams=tuple((team.id, team.name) for team in mine),
            links=tuple(share.of_session(self.instance, self.viewer, self.session_id)),
        )
