"""/admin/users?find=ana&id=3: who has an account, and what an admin can do for them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui

from components import address
from components.filter_bar import Filter, FilterBar
from components.kit import box, button, fact, text
from components.told_once import ToldOnce
from components.words import date
from pages.admin.shell import Shell, is_admin
from racetrace.accounts.account import Account
from racetrace.services import administer, people
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.words import plural

LONGEST: Final = 200
HEADS: Final = (('Name', ''), ('E-mail', 'wide'), ('Role', ''), ('State', ''), ('Since', 'r wide'))
RESET: Final = 'Give it to whom it is for. It sets a new password once, within the hour.'
VERIFY: Final = 'Send it to their address. Who opens it within three days has shown that it is theirs.'


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return

    @ui.page('/admin/users')
    async def show(request: Request, find: str = '', id: str = '', after: str = '') -> None:
        if await is_admin(instance, request):
            shell = Shell(instance, request, 'users', 'Who has an account here.')
            page = UsersPage(shell, find[:LONGEST], address.number(id), address.number(after))
            await page.load()


class UsersPage:
    def __init__(self, shell: Shell, typed: str, chosen_id: int, after_id: int) -> None:
        self._shell, self._typed, self._chosen_id, self._after_id = shell, typed, chosen_id, after_id

    async def load(self) -> None:
        await self._shell.do(self._find, self._show)

    def _find(self, viewer: Viewer) -> tuple[list[Account], int]:
        return people.found(self._shell.instance, viewer, self._typed, people.MOST + 1, self._after_id)

    def _show(self, found: tuple[list[Account], int]) -> None:
        accounts, count = found
        shown = accounts[: people.MOST]
        self._shell.body.clear()
        with self._shell.body:
            typed = Filter(
                name='find', label='Find', value=self._typed, hint='Name, e-mail', drops=('after', 'id')
            )
            FilterBar('Find accounts', [typed])
            with box('work work--chosen' if self._chosen_id else 'work'):
                with box('work__main'):
                    self._table(shown)
                    if not shown:
                        text(f'No account has “{self._typed}”.', 'hint', 'p')
                    if len(accounts) > len(shown):
                        with box('list__more'):
                            button('More', kind='line', href=self._at(after=shown[-1].id))
                with box('work__side'):
                    chosen = next((one for one in shown if one.id == self._chosen_id), None)
                    if chosen:
                        self._one(chosen)
                    else:
                        said = f'{plural(count, "account")}. Choose one, and what you can do stands here.'
                        text(said, 'hint muted', 'p')

    def _at(self, **more: int) -> str:
        said = {'find': self._typed, 'after': self._after_id or '', **more}
        return f'/admin/users?{urlencode({name: value for name, value in said.items() if value})}'

    def _table(self, accounts: Sequence[Account]) -> None:
        with box('grid board people', 'table'):
            with box(tag='thead'), box(tag='tr'):
                for word, classes in HEADS:
                    text(word, classes, 'th').props['scope'] = 'col'
            with box(tag='tbody'):
                for account in accounts:
                    self._row(account)

    def _row(self, account: Account) -> None:
        is_on = account.id == self._chosen_id
        with box('board__row is-on' if is_on else 'board__row', 'tr').props('data-row'):
            with box('board__who', 'td'):
                text(account.name, 'board__link', 'a').props['href'] = self._at(id=account.id)
            text(account.email or '', 'muted wide', 'td')
            text(account.role, '' if account.is_admin else 'muted', 'td')
            with box('', 'td'), box('state'):
                box('dot dot--bad' if account.is_locked else 'dot dot--ok')
                text(_state(account))
            text(date(account.created_at), 'r muted num wide', 'td')

    def _one(self, account: Account) -> None:
        with box('section', 'section'):
            text(account.shown_name, 't-20', 'h2')
            with box('section__line'):
                fact('Name', account.name)
                fact('Code of an app', 'wanted' if account.has_totp else 'none')
            verified = 'shown to be theirs' if account.email_verified else 'not shown to be theirs yet'
            text(
                f'{account.email}, {verified}' if account.email else 'No e-mail address.',
                'section__note',
                'p',
            )
            with box('section__line'):
                if account.is_locked:
                    self._act('Unlock', administer.unlock, account, f'{account.name} may sign in again.')
                else:
                    said = f'{account.name} is locked, and out wherever they were signed in.'
                    self._act('Lock', administer.lock, account, said, undo=administer.unlock)
                self._admin(account)
        with box('section', 'section'):
            text('Links for them', 'section__title', 'h2')
            with box('section__line'):
                self._link('Reset link', administer.reset_link, account, '/reset', RESET)
                if account.email and not account.email_verified:
                    self._link('Verify link', administer.verify_link, account, '/verify', VERIFY)
                if account.has_totp:
                    said = f'No code is wanted of {account.name} any more.'
                    self._act('Remove their app', administer.remove_app, account, said)
            self._told_once = box()

    def _admin(self, account: Account) -> None:
        label = 'Make admin no longer' if account.is_admin else 'Make admin'
        said = f'{account.name} is {"an admin no longer" if account.is_admin else "an admin"}.'
        make = partial(_set_admin, not account.is_admin)
        self._act(label, make, account, said, undo=partial(_set_admin, account.is_admin))

    def _act(
        self,
        label: str,
        deed: Callable[[Instance, Viewer, int], object],
        account: Account,
        said: str,
        *,
        undo: Callable[[Instance, Viewer, int], object] | None = None,
    ) -> None:
        async def run(what: Callable[[Instance, Viewer, int], object], sentence: str, back: bool) -> None:
            async def done() -> None:
                await self.load()
                on_undo = partial(run, undo, 'Taken back.', False) if undo and back else None
                self._shell.tell(sentence, on_undo)

            await self._shell.do(
                lambda viewer: what(self._shell.instance, viewer, account.id), lambda _: done()
            )

        button(label, kind='line').mark(label.lower().replace(' ', '-')).on(
            'click', partial(run, deed, said, True)
        )

    def _link(
        self,
        label: str,
        make: Callable[[Instance, Viewer, int], str],
        account: Account,
        page: str,
        sentence: str,
    ) -> None:
        def tell(secret: str) -> None:
            self._told_once.clear()
            with self._told_once:
                ToldOnce(f'{page}?{urlencode({"link": secret})}', label, sentence)

        async def run() -> None:
            await self._shell.do(lambda viewer: make(self._shell.instance, viewer, account.id), tell)

        button(label, kind='line').mark(label.lower().replace(' ', '-')).on('click', run)


def _set_admin(is_admin_then: bool, instance: Instance, viewer: Viewer, user_id: int) -> None:
    administer.set_admin(instance, viewer, user_id, is_admin_then)


def _state(account: Account) -> str:
    if account.is_locked:
        return 'locked'
    return 'verified' if account.email_verified else 'open'
