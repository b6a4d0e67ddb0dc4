"""Teams and who is in them: rows in, values out."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from racetrace.accounts.names import folded
from racetrace.accounts.roles import TeamRole
from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import invitations
from racetrace.store.account_rows import UserRow
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.garage_rows import MemberRow, TeamRow
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.summary import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    user_id: int
    name: str
    role: TeamRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: int
    uid: str
    name: str
    members: tuple[Member, ...]
    invited: tuple[Member, ...] = ()  # who would be a member, and has not answered


def of_user(engine: Engine, user_id: int) -> list[Team]:
    """Return the teams that somebody is in, by their names."""
    his = select(MemberRow.team_id).where(MemberRow.user_id == user_id)
    wanted = select(TeamRow).where(col(TeamRow.id).in_(his)).order_by(col(TeamRow.name), col(TeamRow.id))
    with reading(engine) as db:
        return [_value(db, row) for row in db.exec(wanted).all()]


def team(engine: Engine, team_id: int) -> Team:
    """Raises NotFound."""
    with reading(engine) as db:
        return _value(db, _row(db, team_id))


def add(engine: Engine, user_id: int, name: str) -> int:
    """Make a team, of which the user is the manager."""
    with writing(engine) as db:
        row = TeamRow(name=name)
        db.add(row)
        db.flush()
        assert row.id is not None
        db.add(MemberRow(team_id=row.id, user_id=user_id, role=TeamRole.MANAGER))
        return row.id


def rename(engine: Engine, team_id: int, name: str) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        _row(db, team_id).name = name


def delete(engine: Engine, team_id: int) -> None:
    """Its sessions go back to their owners alone. Raises NotFound."""
    with writing(engine) as db:
        _end(db, _row(db, team_id))


def put_member(engine: Engine, team_id: int, name: str, role: TeamRole, by_id: int) -> None:
    """Ask somebody in by the name or the address of his account; give who is in already another role.

    Raises NotFound, and ChangeRefused where nobody would be left to manage the team.
    """
    with writing(engine) as db:
        _row(db, team_id)
        found = _called(db, name)
        if found is None:
            raise NotFound(f'There is no account of the name or the e-mail address {name!r}.')
        row = db.get(MemberRow, (team_id, found))
        if row is None:
            invitations.put(db, team_id, found, role, by_id)
        else:
            row.role = role
            _insist_on_a_manager(db, team_id)


def remove_member(engine: Engine, team_id: int, member_id: int) -> None:
    """Let somebody go, who takes his sessions along, or ask him in no longer. Raises as `put_member` does."""
    with writing(engine) as db:
        row = db.get(MemberRow, (team_id, member_id)) if 0 <= member_id <= MOST_ID else None
        if row is None:
            invitations.drop(db, team_id, member_id)
        else:
            _let_go(db, row)


def leave_all(db: Session, user_id: int) -> None:
    """Leave each team, and end those that nobody else is in. Raises ChangeRefused as `put_member` does."""
    for row in db.exec(select(MemberRow).where(MemberRow.user_id == user_id)).all():
        others = select(MemberRow).where(MemberRow.team_id == row.team_id, MemberRow.user_id != user_id)
        if db.exec(others).first() is None:
            _end(db, _row(db, row.team_id))
        else:
            _let_go(db, row)


def _let_go(db: Session, row: MemberRow) -> None:
    db.delete(row)
    _insist_on_a_manager(db, row.team_id)
    his = (SessionRow.team_id == row.team_id, SessionRow.owner_id == row.user_id)
    _take_back(db, select(SessionRow).where(*his))


def _end(db: Session, row: TeamRow) -> None:
    _take_back(db, select(SessionRow).where(SessionRow.team_id == row.id))
    db.delete(row)


def member(db: Session, user_id: int, team_id: int) -> MemberRow:
    """Return somebody's membership. Raises NotFound."""
    row = db.get(MemberRow, (team_id, user_id)) if 0 <= team_id <= MOST_ID else None
    if row is None:
        raise NotFound('There is no such team.')
    return row


def _row(db: Session, team_id: int) -> TeamRow:
    row = by_id(db, TeamRow, team_id)
    if row is None:
        raise NotFound('There is no such team.')
    return row


def _called(db: Session, name: str) -> int | None:
    typed = folded(name)
    its = or_(UserRow.name == name, UserRow.name == typed, UserRow.email == typed)
    return db.exec(select(UserRow.id).where(its, col(UserRow.deleted_at).is_(None))).first()


def _insist_on_a_manager(db: Session, team_id: int) -> None:
    db.flush()
    managers = select(MemberRow).where(MemberRow.team_id == team_id, MemberRow.role == TeamRole.MANAGER)
    if db.exec(managers).first() is None:
        name = _row(db, team_id).name
        raise ChangeRefused(f'{name} needs a manager: make somebody else one first, or delete the team.')


def _take_back(db: Session, wanted: SelectOfScalar[SessionRow]) -> None:
    for row in db.exec(wanted):
        row.team_id = None
        if row.visibility == Visibility.TEAM.value:
            row.visibility = Visibility.PRIVATE.value
    db.flush()


def _value(db: Session, row: TeamRow) -> Team:
    wanted = (
        select(MemberRow, UserRow.name)
        .join(UserRow, col(UserRow.id) == col(MemberRow.user_id))
        .where(MemberRow.team_id == row.id)
        .order_by(col(UserRow.name))
    )
    members = (Member(user_id=m.user_id, name=name, role=TeamRole(m.role)) for m, name in db.exec(wanted))
    invited = (
        Member(user_id=user_id, name=name, role=TeamRole(role))
        for user_id, name, role in invitations.of_team(db, row.id or 0)
    )
    return Team(id=row.id or 0, uid=row.uid, name=row.name, members=tuple(members), invited=tuple(invited))
