"""Who is asked into a team: in rows of their own, so that no query takes them for members."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from racetrace.accounts.invitation import Invitation
from racetrace.accounts.roles import TeamRole
from racetrace.errors import NotFound
from racetrace.store.account_rows import UserRow
from racetrace.store.database import MOST_ID, reading, writing
from racetrace.store.garage_rows import InvitationRow, MemberRow, TeamRow


def put(db: Session, team_id: int, user_id: int, role: TeamRole, by_id: int) -> None:
    """Ask somebody in, or as something else than before."""
    new = InvitationRow(team_id=team_id, user_id=user_id, role=role, by_id=by_id)
    row = db.get(InvitationRow, (team_id, user_id)) or new
    row.role, row.by_id = role, by_id
    db.add(row)


def of_user(engine: Engine, user_id: int) -> list[Invitation]:
    """Return what somebody is asked into, by the names of the teams."""
    wanted = (
        select(InvitationRow, TeamRow.name, UserRow.name)
        .join(TeamRow, col(TeamRow.id) == col(InvitationRow.team_id))
        .join(UserRow, col(UserRow.id) == col(InvitationRow.by_id))
        .where(InvitationRow.user_id == user_id)
        .order_by(col(TeamRow.name), col(TeamRow.id))
    )
    with reading(engine) as db:
        return [
            Invitation(team_id=row.team_id, team=team, role=TeamRole(row.role), by=by)
            for row, team, by in db.exec(wanted)
        ]


def of_team(db: Session, team_id: int) -> Sequence[tuple[int, str, str]]:
    """Return whom a team asks in, by their names: id, name and role."""
    wanted = (
        select(InvitationRow.user_id, UserRow.name, InvitationRow.role)
        .join(UserRow, col(UserRow.id) == col(InvitationRow.user_id))
        .where(InvitationRow.team_id == team_id)
        .order_by(col(UserRow.name))
    )
    return db.exec(wanted).all()


def accept(engine: Engine, team_id: int, user_id: int) -> None:
    """Become a member as one was asked. Raises NotFound."""
    with writing(engine) as db:
        row = db.get(InvitationRow, (team_id, user_id)) if 0 <= team_id <= MOST_ID else None
        if row is None:
            raise NotFound('There is no such invitation: it was taken back, or answered already.')
        db.add(MemberRow(team_id=team_id, user_id=user_id, role=row.role))
        db.delete(row)


def drop(db: Session, team_id: int, user_id: int) -> None:
    """Take it back, or decline it. Raises NotFound."""
    its = (col(InvitationRow.team_id) == team_id, col(InvitationRow.user_id) == user_id)
    is_possible = max(team_id, user_id) <= MOST_ID
    if not is_possible or db.exec(delete(InvitationRow).where(*its)).rowcount != 1:
        raise NotFound('There is no such member, and nobody who is asked in.')
