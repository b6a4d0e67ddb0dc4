"""/teams and /teams/{id}: who is in a team, and what its people show one another."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from fastapi import Request
from nicegui import ui

from components import address
from components.driver_bests import draw_driver_bests, driver_bests
from components.entry_form import EntryForm, Field, Kind
from components.follow import follow
from components.invitations import Invitations
from components.kit import box, button, icon, text
from components.nothing import Nothing
from components.pick import Pick
from components.session_list import session_row
from components.sure import Sure
from components.undone import Undone
from components.verdict import Refusal
from pages.framed import framed, remembered
from racetrace.accounts.roles import TeamRole
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import gathered, teams
from racetrace.services.instance import Instance
from racetrace.services.invitations import Invited
from racetrace.services.teams import Member, Team
from racetrace.services.viewer import Viewer
from racetrace.telemetry.summary import Summary
from racetrace.words import listed, plural

ROLES: Final = tuple((role.value, role.value) for role in TeamRole)
NAME: Final = Field(name='name', label='Name of the team', is_needed=True)
WHO: Final = (
    Field(name='name', label='User name or e-mail', is_needed=True),
    Field(name='role', label='As', value=TeamRole.MEMBER.value, kind=Kind.CHOICE, options=ROLES),
)
HINT: Final = 'Who is in a team sees the sessions that its people show it: on a session, “Who sees it”, Team.'
GONE: Final = 'Its sessions go back to their owners, who alone see them then.'


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return  # a team is of several people

    @ui.page('/teams')
    async def directory(request: Request) -> None:
        viewer = viewer_of_page(request)
        mine = await asyncio.to_thread(teams.mine, instance, viewer)
        invited = Invited(instance=instance, viewer=viewer)
        invitations = await invited.now()

        async def add(typed: dict[str, Any]) -> None:
            made = await asyncio.to_thread(teams.add, instance, viewer, typed['name'])
            ui.navigate.to(address.team(made.id))

        with framed(instance, viewer, 'teams', [('Teams', '')], flush=True):
            with box('head head--same'), box('head__words'):
                text('Teams', '', 'h1')
                text(f'You are in {plural(len(mine), "team")}.', 'head__facts', 'p')
            with box('work'):
                with box('work__main'):
                    Invitations(invitations, invited)
                    for one in mine:
                        _row(one)
                    if not mine:
                        with box('empty'):
                            text('You are in no team yet.', 't-20', 'div')
                            text('Make one here, or ask its manager to invite you.', 'muted', 'p')
                with box('work__side'), box('section', 'section'):
                    text('New team', 'section__title', 'h2')
                    text(HINT, 'section__note', 'p')
                    EntryForm([NAME], add, submit='Make the team', kind='primary')

    @ui.page('/teams/{team_id}')
    async def show(request: Request, team_id: str) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        try:
            found = await asyncio.to_thread(gathered.team, instance, viewer, address.number(team_id))
        except NotFound as error:
            with framed(instance, viewer, 'teams', [('Teams', '/teams'), ('Not here', '')]):
                Nothing(str(error), is_missing=True)
            return
        page = TeamPage(instance, viewer, *found)
        page.show()
        follow(instance.hub.stirs(), page.stirred)


def _row(team: Team) -> None:
    with box('list__row thing__row', 'a', href=address.team(team.id)).props('data-row'):
        with box('list__words'):
            text(team.name, 'list__name', 'div')
            text(listed([member.name for member in team.members]), 'list__sub', 'div')
        text(plural(len(team.members), 'member'), 'list__sub wide num')
        icon('chevron', 16, 'muted')


class TeamPage:
    def __init__(self, instance: Instance, viewer: Viewer, team: Team, driven: Sequence[Summary]) -> None:
        self._instance, self._viewer = instance, viewer
        self._team, self._driven = team, driven
        with framed(instance, viewer, 'teams', [('Teams', '/teams'), (team.name, '')], flush=True):
            self._told = box()
            self._page = box('page__body')

    def show(self) -> None:
        team = self._team
        me = next((member for member in team.members if member.user_id == self._viewer.user_id), None)
        is_manager = me is not None and me.role is TeamRole.MANAGER
        part = f'you are a {me.role}' if me else 'you are not in it'  # but an admin
        self._page.clear()
        with self._page:
            with box('head'), box('head__words'):
                text(team.name, '', 'h1')
                with box('head__facts num'):
                    text(plural(len(team.members), 'member'))
                    text(plural(len(self._driven), 'session'))
                    text('you manage it' if is_manager else part)
            with box('work'):
                with box('work__main'):
                    for session in self._driven:
                        session_row(session)
                    if not self._driven:
                        with box('empty'):
                            text('No session of the team yet.', 't-20', 'div')
                            text(HINT, 'muted', 'p')
                with box('work__side'):
                    self._people(is_manager)
                    draw_driver_bests(driver_bests(self._driven))
                    self._acts(me, is_manager)

    def _people(self, is_manager: bool) -> None:
        with box('section', 'section'):
            text('Members', 'section__title', 'h2')
            for member in self._team.members:
                is_me = member.user_id == self._viewer.user_id
                with box('person'):
                    text(member.name, 'person__name')
                    if is_me:
                        text('you', 'label')
                    box('grow')
                    if not is_manager:
                        text(member.role, 'muted')
                        continue
                    Pick(f'Role of {member.name}', ROLES, member.role.value, partial(self._put, member.name))
                    if not is_me:
                        remove = button('Remove', kind='quiet').mark(f'remove-{member.user_id}')
                        remove.on('click', partial(self._remove, member))
            for asked in self._team.invited:
                with box('person'):
                    text(asked.name, 'person__name')
                    text('invited', 'label')
                    box('grow')
                    text(asked.role, 'muted')
                    if is_manager:
                        back = button('Take back', kind='quiet').mark(f'take-back-{asked.user_id}')
                        back.on('click', partial(self._take_back, asked))
            if is_manager:
                EntryForm(WHO, self._invite, opener='Invite somebody', submit='Invite', kind='line')

    def _acts(self, me: Member | None, is_manager: bool) -> None:
        with box('section', 'section'):
            if is_manager:
                EntryForm([_named(self._team)], self._rename, opener='Rename the team')
            with box('section__line'):
                if me:
                    button('Leave the team', kind='line').mark('leave').on('click', partial(self._leave, me))
                if is_manager or me is None:
                    Sure('Delete the team', GONE, self._delete)

    async def stirred(self, _: None) -> None:
        """Show what was changed, on this page or on another."""
        try:
            found = await asyncio.to_thread(gathered.team, self._instance, self._viewer, self._team.id)
        except NotFound as error:
            self._page.clear()
            with self._page:
                Nothing(str(error), 'It was deleted, or you are in it no longer.')
            return
        if found != (self._team, self._driven) and not self._page.is_deleted:
            self._team, self._driven = found
            self.show()

    async def _invite(self, typed: dict[str, Any]) -> None:
        role = TeamRole(typed['role'])
        await asyncio.to_thread(
            teams.put_member, self._instance, self._viewer, self._team.id, typed['name'], role
        )
        self._told.clear()
        await self.stirred(None)

    async def _put(self, name: str, role: str) -> None:
        await self._do(teams.put_member, name, TeamRole(role))

    async def _remove(self, member: Member) -> None:
        if await self._do(teams.remove_member, member.user_id):
            with self._told:
                said = f'{member.name} is no longer in the team, and took the sessions shown to it along.'
                again = partial(self._put, member.name, member.role.value)
                Undone(f'{said} “Undo” sends an invitation.', on_undo=again)

    async def _take_back(self, asked: Member) -> None:
        await self._do(teams.remove_member, asked.user_id)

    async def _leave(self, me: Member) -> None:
        if await self._do(teams.remove_member, me.user_id):
            ui.navigate.to('/teams')

    async def _rename(self, typed: dict[str, Any]) -> None:
        await asyncio.to_thread(teams.rename, self._instance, self._viewer, self._team.id, typed['name'])
        ui.navigate.reload()  # the name stands in the frame too

    async def _delete(self) -> None:
        if await self._do(teams.delete):
            ui.navigate.to('/teams')

    async def _do(self, deed: Any, *given: Any) -> bool:
        """Return whether it was done; why not stands above the page."""
        self._told.clear()
        try:
            await asyncio.to_thread(deed, self._instance, self._viewer, self._team.id, *given)
        except RaceTraceError as error:
            with self._told:
                Refusal(str(error))
        else:
            await self.stirred(None)
            return True
        await self.stirred(None)
        return False


def _named(team: Team) -> Field:
    return Field(name='name', label='Name of the team', value=team.name, is_needed=True)
