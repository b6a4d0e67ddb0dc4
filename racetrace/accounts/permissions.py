"""Who may do what: one table, and one function that decides by it.

Each row is an operation, each column what the viewer is to the thing; a person may be several at once. An
admin looks after people, places and the instance: what others drove is not his to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from racetrace.accounts.roles import LinkScope, Role, TeamRole, Visibility


class Relation(StrEnum):
    OWNER = 'owner'
    MANAGER = 'manager'  # of its team
    COACH = 'coach'
    MEMBER = 'member'
    FILE = 'file'  # has a link to it, and to its file
    LINK = 'link'  # has a link to it
    USER = 'user'  # signed in
    ADMIN = 'admin'  # signed in as one, and proved again a short time ago
    PUBLIC = 'public'  # anybody, where the thing is public


_TABLE: Final = """
operation         owner  manager  coach  member  file  link  user  admin  public

session.create    .      .        .      .       .     .     yes   .      .
session.list      yes    .        .      .       .     .     .     .      .
session.read      yes    yes      yes    yes     yes   yes   .     .      yes
session.download  yes    yes      yes    .       yes   .     .     .      .
session.write     yes    .        .      .       .     .     .     .      .
session.annotate  yes    yes      yes    .       .     .     .     .      .
session.correct   yes    .        .      .       .     .     .     .      .
session.share     yes    .        .      .       .     .     .     .      .
session.delete    yes    .        .      .       .     .     .     .      .
session.restore   yes    .        .      .       .     .     .     .      .
job.list          yes    .        .      .       .     .     .     .      .
job.read          yes    .        .      .       .     .     .     .      .
job.delete        yes    .        .      .       .     .     .     .      .
jobs.read         .      .        .      .       .     .     .     yes    .
job.retry         .      .        .      .       .     .     .     yes    .
job.end           .      .        .      .       .     .     .     yes    .
storage.read      .      .        .      .       .     .     .     yes    .

car.create        .      .        .      .       .     .     yes   .      .
car.list          yes    .        .      .       .     .     .     .      .
car.read          yes    .        .      .       .     .     .     .      .
car.write         yes    .        .      .       .     .     .     .      .
car.delete        yes    .        .      .       .     .     .     .      .

event.create      .      .        .      .       .     .     yes   .      .
event.list        yes    .        .      .       .     .     .     .      .
event.read        yes    yes      yes    yes     .     .     .     .      yes
event.write       yes    .        .      .       .     .     .     .      .
event.delete      yes    .        .      .       .     .     .     .      .

place.create      .      .        .      .       .     .     yes   .      .
place.list        .      .        .      .       .     .     .     .      yes
places.read       .      .        .      .       .     .     .     yes    .
place.read        yes    .        .      .       .     .     .     yes    yes
place.write       yes    .        .      .       .     .     .     yes    .
place.curate      .      .        .      .       .     .     .     yes    .
place.publish     .      .        .      .       .     .     .     yes    .
leaderboard.read  .      .        .      .       .     .     .     .      yes
leaderboard.held  .      .        .      .       .     .     .     yes    .
leaderboard.free  .      .        .      .       .     .     .     yes    .

circuit.create    .      .        .      .       .     .     yes   .      .
circuit.list      .      .        .      .       .     .     .     .      yes
circuit.read      yes    .        .      .       .     .     .     .      yes
circuit.write     yes    .        .      .       .     .     .     .      .
circuit.follow    yes    .        .      .       .     .     .     .      .
circuit.delete    yes    .        .      .       .     .     .     .      .

team.create       .      .        .      .       .     .     yes   .      .
team.list         yes    .        .      .       .     .     .     .      .
team.read         .      yes      yes    yes     .     .     .     yes    .
team.write        .      yes      .      .       .     .     .     .      .
team.invite       .      yes      .      .       .     .     .     .      .
team.remove       .      yes      .      .       .     .     .     .      .
team.join         yes    .        .      .       .     .     .     .      .
team.leave        .      yes      yes    yes     .     .     .     .      .
team.delete       .      yes      .      .       .     .     .     yes    .

account.read      yes    .        .      .       .     .     .     .      .
account.write     yes    .        .      .       .     .     .     .      .
account.secrets   yes    .        .      .       .     .     .     .      .
account.export    yes    .        .      .       .     .     .     .      .
account.delete    yes    .        .      .       .     .     .     .      .
account.lock      .      .        .      .       .     .     .     yes    .
account.role      .      .        .      .       .     .     .     yes    .
account.reset     .      .        .      .       .     .     .     yes    .
account.verify    .      .        .      .       .     .     .     yes    .
account.list      .      .        .      .       .     .     .     yes    .
audit.read        .      .        .      .       .     .     .     yes    .
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
    """What somebody wants to do something with, as far as it matters to who may.

    A car, a job, an account are nobody's but their owner's; a team is seen by who is in it.
    """

    owner_id: int | None = None
    visibility: Visibility = Visibility.PRIVATE
    team_role: TeamRole | None = None  # of who asks, in its team
    link: LinkScope | None = None  # what the link opens that who asks has to it


OF_NOBODY: Final = Thing()
OF_EVERYBODY: Final = Thing(visibility=Visibility.PUBLIC)


def relations(
    *, user_id: int | None, thing: Thing, role: Role = Role.USER, is_stepped_up: bool = False
) -> frozenset[Relation]:
    """Return what a viewer is to a thing.

    A team sees what is the team's, not what only a link opens. A link opens all but what is private.
    """
    found = set()
    if user_id is not None:
        found.add(Relation.USER)
        if user_id == thing.owner_id:
            found.add(Relation.OWNER)
        if role is Role.ADMIN and is_stepped_up:
            found.add(Relation.ADMIN)
        if thing.team_role is not None and thing.visibility in {Visibility.TEAM, Visibility.PUBLIC}:
            found.add(Relation(thing.team_role.value))
    if thing.link is not None and thing.visibility is not Visibility.PRIVATE:
        found.add(Relation.FILE if thing.link is LinkScope.FILE else Relation.LINK)
    if thing.visibility is Visibility.PUBLIC:
        found.add(Relation.PUBLIC)
    return frozenset(found)


def may(operation: str, relations: Iterable[Relation]) -> bool:
    """Raises KeyError for an operation without a row: what nobody decided, nobody may do."""
    return not PERMITTED[operation].isdisjoint(relations)
