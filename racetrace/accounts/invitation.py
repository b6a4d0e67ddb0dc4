"""Somebody is asked into a team. Until he accepts, neither sees anything of the other."""

from dataclasses import dataclass

from racetrace.accounts.roles import TeamRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    team_id: int
    team: str
    role: TeamRole
    by: str  # the name of who asks
