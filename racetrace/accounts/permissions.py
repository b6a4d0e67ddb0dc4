"""Who may do what: one table, and one function that decides by it.

Each row is an operation, each column what the viewer is to the thing; a person may be several at once. An
admin looks after people and the instance: what others drove is not his to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from racetrace.accounts.roles import Role, TeamRole, Visibility


class Relation(StrEnum):
    OWNER = 'owner'
    MANAGER = 'manager'  # of the team that the thing is shared with
    COACH = 'coach'
    MEMBER = 'member'
    LINK = 'link'  # has the link to it
    USER = 'user'  # signed in
    ADMIN = 'admin'  # signed in as one, and proved again a short time ago
    PUBLIC = 'public'  # anybody, where the thing is public


_TABLE: Final = """
operation         owner  manager  coach  member  link  user  admin  public

session.create    .      .        .      .       .     yes   .      .
session.read      yes    yes      yes    yes     yes   .     .      yes
session.download  yes    yes      yes    .       .     .     .      .
session.write     yes    .        .      .       .     .     .      .
session.annotate  yes    yes      yes    .       .     .     .      .
session.correct   yes    .        .      .       .     .     .      .
session.share     yes    .        .      .       .     .     .      .
session.delete    yes    .        .      .       .     .     .      .
job.read          yes    .        .      .       .     .     .      .
job.delete        yes    .        .      .       .     .     .      .

place.read        yes    .        .      .       .     .     yes    yes
place.write       yes    .        .      .       .     .     yes    .
place.publish     .      .        .      .       .     .     yes    .

team.create       .      .        .      .       .     yes   .      .
team.read         yes    yes      yes    yes     .     .     yes    .
team.write        yes    yes      .      .       .     .     .      .
team.invite       yes    yes      .      .       .     .     .      .
team.remove       yes    yes      .      .       .     .     .      .
team.delete       yes    .        .      .       .     .     yes    .

account.read      yes    .        .      .       .     .     yes    .
account.write     yes    .        .      .       .     .     .      .
account.secrets   yes    .        .      .       .     .     .      .
account.export    yes    .        .      .       .     .     .      .
account.delete    yes    .        .      .       .     .     .      .
account.lock      .      .        .      .       .     .     yes    .
account.role      .      .        .      .       .     .     yes    .
account.reset     .      .        .      .       .     .     yes    .
account.verify    .      .        .      .       .     .     yes    .
account.list      .      .        .      .       .     .     yes    .
audit.read        .      .        .      .       .     .     yes    .
"""


def _read(table: str) -> dict[str, frozenset[Relation]]:
    (_, *heads), *rows = (line.split() for line in table.splitlines() if line)
    columns = [Relation(head) for head in heads]
    return {
        operation: frozenset(column for column, mark in zip(columns, marks, strict=True) if mark == 'yes')
        for operation, *marks in rows
    }


PERMITTED: Final = _read(_TABLE)  # by operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What somebody wants to do something with, as far as it matters to who may."""

    owner_id: int | None = None
    visibility: Visibility = Visibility.PRIVATE


def relations(
    *,
    user_id: int | None,
    thing: Thing,
    role: Role = Role.USER,
    is_stepped_up: bool = False,
    team_role: TeamRole | None = None,
    has_link: bool = False,
) -> frozenset[Relation]:
    """Return what a viewer is to a thing; `team_role` is that in the thing's team, None outside of it."""
    found = set()
    if user_id is not None:
        found.add(Relation.USER)
        if user_id == thing.owner_id:
            found.add(Relation.OWNER)
        if role is Role.ADMIN and is_stepped_up:
            found.add(Relation.ADMIN)
        if team_role is not None and thing.visibility is not Visibility.PRIVATE:
            found.add(Relation(team_role.value))
    if has_link and thing.visibility is Visibility.LINK:
        found.add(Relation.LINK)
    if thing.visibility is Visibility.PUBLIC:
        found.add(Relation.PUBLIC)
    return frozenset(found)


def may(operation: str, relations: Iterable[Relation]) -> bool:
    """Raises KeyError for an operation without a row: what nobody decided, nobody may do."""
    return not PERMITTED[operation].isdisjoint(relations)
