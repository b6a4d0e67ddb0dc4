"""Teams: who is in them sees the sessions that are the team's."""

from racetrace.accounts.permissions import OF_NOBODY
from racetrace.accounts.roles import TeamRole
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand, demand_own, demand_seen
from racetrace.services.viewer import Viewer
from racetrace.store import teams, things
from racetrace.store.teams import Member as Member
from racetrace.store.teams import Team as Team


def mine(instance: Instance, viewer: Viewer) -> list[Team]:
    """Return the teams that the viewer is in, by their names."""
    demand_own(viewer, 'team.list')
    return teams.of_user(instance.engine, viewer.user_id)


def team(instance: Instance, viewer: Viewer, team_id: int) -> Team:
    """Raises NotFound for who is not in it."""
    _demand(instance, viewer, 'team.read', team_id)
    return teams.team(instance.engine, team_id)


def add(instance: Instance, viewer: Viewer, name: str) -> Team:
    """Make a team, which the viewer manages. Raises SignInNeeded."""
    demand(viewer, 'team.create', OF_NOBODY)
    return team(instance, viewer, teams.add(instance.engine, viewer.user_id, name))


def rename(instance: Instance, viewer: Viewer, team_id: int, name: str) -> Team:
    """Raises NotFound and NotPermitted."""
    _demand(instance, viewer, 'team.write', team_id)
    teams.rename(instance.engine, team_id, name)
    return team(instance, viewer, team_id)


def delete(instance: Instance, viewer: Viewer, team_id: int) -> None:
    """Its sessions go back to their owners alone. Raises NotFound and NotPermitted."""
    _demand(instance, viewer, 'team.delete', team_id)
    teams.delete(instance.engine, team_id)
    instance.hub.stir()


def put_member(instance: Instance, viewer: Viewer, team_id: int, name: str, role: TeamRole) -> Team:
    """Ask somebody in, who has to accept, or give a member another role.

    Raises NotFound, NotPermitted and ChangeRefused.
    """
    _demand(instance, viewer, 'team.invite', team_id)
    teams.put_member(instance.engine, team_id, name, role, viewer.user_id)
    instance.hub.stir()
    return team(instance, viewer, team_id)


def remove_member(instance: Instance, viewer: Viewer, team_id: int, user_id: int) -> None:
    """Let somebody go, ask him in no longer, or go oneself.

    Raises NotFound, NotPermitted and ChangeRefused.
    """
    is_self = user_id == viewer.user_id
    _demand(instance, viewer, 'team.leave' if is_self else 'team.remove', team_id)
    teams.remove_member(instance.engine, team_id, user_id)
    instance.hub.stir()


def _demand(instance: Instance, viewer: Viewer, operation: str, team_id: int) -> None:
    demand_seen(viewer, operation, things.team(instance.engine, viewer.user_id, team_id), 'team')
