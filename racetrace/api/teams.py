"""Teams and who is in them."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from racetrace.accounts.roles import TeamRole
from racetrace.api.named import NamedRole
from racetrace.api.once import Once
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing
from racetrace.services import invitations, teams

PATH = '/teams'

Name = Annotated[str, Field(min_length=1, max_length=200)]


class TeamName(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    name: Name


class NewMember(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    name: Name  # of the account
    role: NamedRole = TeamRole.MEMBER


class MemberDocument(BaseModel):
    user_id: int
    name: str
    role: TeamRole
    is_invited: bool  # and has not accepted: sees nothing of the team, and shows it nothing


class InvitationDocument(BaseModel):
    team_id: int
    team: str
    role: TeamRole
    by: str


class TeamDocument(BaseModel):
    id: int
    uid: str
    name: str
    members: list[MemberDocument]


router = APIRouter(tags=['teams'], route_class=Once)


@router.get(f'{PATH}/')
@router.get(PATH, include_in_schema=False)
def list_teams(instance: Serving, viewer: Viewing) -> list[TeamDocument]:
    """Return the teams that I am in, by their names."""
    return [_document(team) for team in teams.mine(instance, viewer)]


@router.post(f'{PATH}/', status_code=201, responses=problems(400, 413, 422, 507))
@router.post(PATH, status_code=201, include_in_schema=False)
def create_team(instance: Serving, viewer: Viewing, new: TeamName, response: Response) -> TeamDocument:
    made = teams.add(instance, viewer, new.name)
    response.headers['Location'] = f'/api/v1{PATH}/{made.id}'
    return _document(made)


@router.get(f'{PATH}/invitations')
def list_invitations(instance: Serving, viewer: Viewing) -> list[InvitationDocument]:
    """Return the teams that ask me in."""
    return [InvitationDocument(**asdict(one)) for one in invitations.mine(instance, viewer)]


@router.post(f'{PATH}/{{team_id}}/invitation', responses=problems(404, 422, 507))
def accept_invitation(instance: Serving, viewer: Viewing, team_id: int) -> TeamDocument:
    """Become a member."""
    invitations.accept(instance, viewer, team_id)
    return _document(teams.team(instance, viewer, team_id))


@router.delete(
    f'{PATH}/{{team_id}}/invitation',
    status_code=204,
    response_class=Response,
    responses=problems(404, 422, 507),
)
def decline_invitation(instance: Serving, viewer: Viewing, team_id: int) -> None:
    invitations.decline(instance, viewer, team_id)


@router.get(f'{PATH}/{{team_id}}', responses=problems(404, 422))
def read_team(instance: Serving, viewer: Viewing, team_id: int) -> TeamDocument:
    return _document(teams.team(instance, viewer, team_id))


@router.patch(f'{PATH}/{{team_id}}', responses=problems(400, 404, 413, 422, 507))
def rename_team(instance: Serving, viewer: Viewing, team_id: int, changes: TeamName) -> TeamDocument:
    return _document(teams.rename(instance, viewer, team_id, changes.name))


@router.delete(
    f'{PATH}/{{team_id}}', status_code=204, response_class=Response, responses=problems(404, 422, 507)
)
def delete_team(instance: Serving, viewer: Viewing, team_id: int) -> None:
    """Its sessions go back to their owners alone."""
    teams.delete(instance, viewer, team_id)


@router.put(f'{PATH}/{{team_id}}/members', responses=problems(400, 404, 409, 413, 422, 507))
def put_member(instance: Serving, viewer: Viewing, team_id: int, member: NewMember) -> TeamDocument:
    """Ask somebody in by the name of the account, who has to accept; give a member another role."""
    return _document(teams.put_member(instance, viewer, team_id, member.name, member.role))


@router.delete(
    f'{PATH}/{{team_id}}/members/{{user_id}}',
    status_code=204,
    response_class=Response,
    responses=problems(404, 409, 422, 507),
)
def remove_member(instance: Serving, viewer: Viewing, team_id: int, user_id: int) -> None:
    """Let somebody go, ask him in no longer, or leave."""
    teams.remove_member(instance, viewer, team_id, user_id)


def _document(team: teams.Team) -> TeamDocument:
    members = [_member(one, is_invited=False) for one in team.members]
    invited = [_member(one, is_invited=True) for one in team.invited]
    return TeamDocument(id=team.id, uid=team.uid, name=team.name, members=[*members, *invited])


def _member(member: teams.Member, *, is_invited: bool) -> MemberDocument:
    return MemberDocument(**asdict(member), is_invited=is_invited)
