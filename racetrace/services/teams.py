"""Teams: who is in them sees the sessions that are the team's."""

from racetrace.services.instance import Instance
from racetrace.services.signed_in import insist_on_somebody
from racetrace.services.viewer import Viewer
from racetrace.store import teams
from racetrace.store.teams import Member as Member
from racetrace.store.teams import Role as Role
from racetrace.store.teams import Team as Team


def mine(instance: Instance, viewer: Viewer) -> list[Team]:
    """Return the teams that the viewer is in, by their names."""
    return teams.of_user(instance.engine, viewer.user_id)


def team(instance: Instance, viewer: Viewer, team_id: int) -> Team:
    """Raises NotFound for who is not in it."""
    return teams.team(instance.engine, viewer.user_id, team_id)


def add(instance: Instance, viewer: Viewer, name: str) -> Team:
    """Make a team, which the viewer manages. Raises NotPermitted."""
    insist_on_somebody(viewer)
    return team(instance, viewer, teams.add(instance.engine, viewer.user_id, name))


def rename(instance: Instance, viewer: Viewer, team_id: int, name: str) -> Team:
    """Raises NotFound and NotPermitted."""
    teams.rename(instance.engine, viewer.user_id, team_id, name)
    return team(instance, viewer, team_id)


def delete(instance: Instance, viewer: Viewer, team_id: int) -> None:
    """Its sessions go back to their owners alone. Raises NotFound and NotPermitted."""
    teams.delete(instance.engine, viewer.user_id, team_id)
    instance.hub.stir()


def put_member(instance: Instance, viewer: Viewer, team_id: int, name: str, role: Role) -> Team:
    """Take somebody in, or give him another role. Raises NotFound, NotPermitted and ChangeRefused."""
    teams.put_member(instance.engine, viewer.user_id, team_id, name, role)
    instance.hub.stir()
    return team(instance, viewer, team_id)


def remove_member(instance: Instance, viewer: Viewer, team_id: int, user_id: int) -> None:
    """Let somebody go, or go oneself. Raises NotFound, NotPermitted and ChangeRefused."""
    teams.remove_member(instance.engine, viewer.user_id, team_id, user_id)
    instance.hub.stir()
