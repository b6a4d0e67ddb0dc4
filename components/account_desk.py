"""What somebody changes of an account: its name, how it is kept, which programs may use it, its end."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, Protocol

import segno
from nicegui import ui

from components.entry_form import EntryForm, Field, Kind
from components.kit import box, button, markup, text
from components.words import date
from racetrace.accounts.account import Account
from racetrace.accounts.personal_token import PersonalToken
from racetrace.accounts.roles import Scope

PROOF: Final = Field(
    name='proof', label='Password, or a code', kind=Kind.SECRET, is_needed=True, completes='current-password'
)
OLD: Final = Field(
    name='old', label='Password until now', kind=Kind.SECRET, is_needed=True, completes='current-password'
)
NEW: Final = Field(
    name='new', label='New password', kind=Kind.SECRET, is_needed=True, completes='new-password'
)
EMAIL: Final = Field(name='email', label='New e-mail address', is_needed=True, completes='email')
CODE: Final = Field(
    name='code', label='The code it shows', is_needed=True, completes='one-time-code', hint='123456'
)
PROGRAM: Final = (
    Field(name='name', label='What it is for', is_needed=True, hint='Pit wall'),
    Field(
        name='may',
        label='It may',
        value='read',
        kind=Kind.CHOICE,
        options=(('read', 'Read what is mine'), ('write', 'Read and change it')),
    ),
    Field(
        name='days', label='For so many days', value='90', kind=Kind.NUMBER, least=1, most=366, is_whole=True
    ),
    PROOF,
)
ENDED: Final = 'The password is changed. Every other sign-in has ended.'
UNPROVED: Final = 'Not shown to be yours yet: an admin has a link for that.'
WRITTEN: Final = (
    'Not shown to be yours yet: open the link in the letter to it. Give it again for another letter.'
)
NO_PASSWORD: Final = 'You sign in by an account elsewhere. For a password, ask an admin for a reset link.'
FORGOTTEN: Final = 'You sign in by an account elsewhere. For a password, sign out, and say you forgot it.'
ON: Final = 'Each sign-in asks for a code of your app, or for one of the recovery codes.'
OFF: Final = 'An app on your phone shows a code, which a sign-in then wants besides the password.'
SCAN: Final = 'Scan this with the app, or type the key. Nothing is asked of it before a first code is right.'
ONCE: Final = 'Write these down now: they are told this once. Each works once, in place of the app.'
TOKEN: Final = 'Copy it now: it is told this once. A program shows it as “Authorization: Bearer …”.'
GONE: Final = 'Sessions, files, cars: all that is yours goes, for good and at once.'


class Deeds(Protocol):
    """What is brought about by each form; any of them may raise a RaceTraceError."""

    @property
    def are_letters_sent(self) -> bool: ...

    async def now(self) -> tuple[Account, list[PersonalToken]]: ...
    async def call_me(self, display_name: str) -> None: ...
    async def change_email(self, proof: str, email: str) -> None: ...
    async def change_password(self, old: str, new: str) -> None: ...
    async def offer_app(self, proof: str) -> str: ...
    async def confirm_app(self, code: str) -> None: ...
    async def remove_app(self, proof: str) -> None: ...
    async def recovery_codes(self, proof: str) -> list[str]: ...
    async def make_token(self, proof: str, name: str, *, may_write: bool, days: int) -> str: ...
    async def end_token(self, token_id: int) -> None: ...
    async def delete(self, proof: str) -> None: ...


class AccountDesk(ui.element):
    def __init__(self, account: Account, tokens: Sequence[PersonalToken], deeds: Deeds) -> None:
        super().__init__()
        self.classes('desk')
        self._deeds = deeds
        self._draw(account, tokens)

    async def _again(self, told: str = '') -> None:
        account, tokens = await self._deeds.now()
        self.clear()
        self._draw(account, tokens, told)

    def _draw(self, account: Account, tokens: Sequence[PersonalToken], told: str = '') -> None:
        with self:
            if told:
                text(told, 'section__note desk__told', 'p').props['role'] = 'status'
            self._name(account)
            self._password(account)
            self._app(account)
            self._programs(tokens)
            with box('section', 'section'):
                text('The end', 'section__title', 'h2')
                text(GONE, 'section__note', 'p')
                EntryForm([PROOF], self._delete, opener='Delete my account', submit='Delete all that is mine')

    def _name(self, account: Account) -> None:
        shown = Field(name='display_name', label='How others see me', value=account.display_name)
        with box('section', 'section'):
            text('Name and address', 'section__title', 'h2')
            if not account.email_verified:
                text(WRITTEN if self._deeds.are_letters_sent else UNPROVED, 'section__note', 'p')
            EntryForm([shown], self._call_me, opener='Change the name')
            EntryForm([EMAIL, PROOF], self._change_email, opener='Change the e-mail')

    def _password(self, account: Account) -> None:
        with box('section', 'section'):
            text('Password', 'section__title', 'h2')
            if account.has_password:
                EntryForm([OLD, NEW], self._change_password, opener='Change the password', submit='Change it')
            else:
                text(FORGOTTEN if self._deeds.are_letters_sent else NO_PASSWORD, 'section__note', 'p')

    def _app(self, account: Account) -> None:
        with box('section', 'section'):
            text('Code of an app', 'section__title', 'h2')
            text(ON if account.has_totp else OFF, 'section__note', 'p')
            self._offered = box('desk__offered')
            if account.has_totp:
                EntryForm([PROOF], self._show_codes, opener='New recovery codes', submit='Show them')
                EntryForm([PROOF], self._remove_app, opener='Remove the app', submit='Remove it')
            else:
                EntryForm([PROOF], self._offer_app, opener='Add an app', submit='Go on')

    def _programs(self, tokens: Sequence[PersonalToken]) -> None:
        with box('section', 'section'):
            text('Programs', 'section__title', 'h2')
            for token in tokens:
                with box('me__row'):
                    text(token.name)
                    may = 'reads and changes' if Scope.WRITE in token.scopes else 'reads'
                    text(f'{may}, until {date(token.ends_at)}', 'muted num')
                    box('grow')
                    end = button('End', kind='line', title=f'End {token.name}').mark(f'end-token-{token.id}')
                    end.on('click', partial(self._end_token, token.id))
            self._made = box('desk__offered')
            EntryForm(PROGRAM, self._make_token, opener='New token', submit='Make it')

    async def _call_me(self, typed: dict[str, Any]) -> None:
        await self._deeds.call_me(typed['display_name'])
        await self._again('The name is changed.')

    async def _change_email(self, typed: dict[str, Any]) -> None:
        await self._deeds.change_email(typed['proof'], typed['email'])
        await self._again('The address is changed.')

    async def _change_password(self, typed: dict[str, Any]) -> None:
        await self._deeds.change_password(typed['old'], typed['new'])
        await self._again(ENDED)

    async def _offer_app(self, typed: dict[str, Any]) -> None:
        address = await self._deeds.offer_app(typed['proof'])
        self._offered.clear()
        with self._offered:
            text(SCAN, 'section__note', 'p')
            code = segno.make(address, error='m').svg_inline(scale=4, border=3, light='#fff', dark='#000')
            markup(code, 'desk__code')
            text(_key(address), 'desk__key num').mark('app-key')
            EntryForm([CODE], self._confirm_app, submit='Turn it on', kind='primary')

    async def _confirm_app(self, typed: dict[str, Any]) -> None:
        await self._deeds.confirm_app(typed['code'])
        await self._again('From now on a sign-in asks for a code. Make recovery codes next.')

    async def _show_codes(self, typed: dict[str, Any]) -> None:
        codes = await self._deeds.recovery_codes(typed['proof'])
        self._offered.clear()
        with self._offered:
            text(ONCE, 'section__note', 'p')
            with box('desk__codes num', 'ul'):
                for code in codes:
                    text(code, '', 'li')

    async def _remove_app(self, typed: dict[str, Any]) -> None:
        await self._deeds.remove_app(typed['proof'])
        await self._again('The app is removed.')

    async def _make_token(self, typed: dict[str, Any]) -> None:
        token = await self._deeds.make_token(
            typed['proof'], typed['name'], may_write=typed['may'] == 'write', days=typed['days'] or 90
        )
        await self._again()
        with self._made:
            text(TOKEN, 'section__note', 'p')
            text(token, 'desk__key num')

    async def _end_token(self, token_id: int) -> None:
        await self._deeds.end_token(token_id)
        await self._again()

    async def _delete(self, typed: dict[str, Any]) -> None:
        await self._deeds.delete(typed['proof'])
        ui.navigate.to('/login')


def _key(address: str) -> str:
    """Return the key of an otpauth address, in groups of four as one types it."""
    key = address.partition('secret=')[2].partition('&')[0]
    return ' '.join(key[i : i + 4] for i in range(0, len(key), 4))
