"""/me: my account and how it is kept, where I am signed in, and the way out."""

import asyncio
from functools import partial
from typing import Final

from fastapi import Request
from nicegui import ui

from components.account_desk import AccountDesk
from components.identities import identities
from components.invitations import Invitations
from components.kit import box, fact, text
from pages.framed import framed, remembered
from racetrace.api import cookies
from racetrace.api.entrance import viewer_of_page
from racetrace.services.identities import my_identities
from racetrace.services.instance import Instance
from racetrace.services.invitations import Invited
from racetrace.services.own_account import OwnAccount
from racetrace.services.sign_out import browsers

BROWSERS: Final = {
    'Edg/': 'Edge',
    'OPR/': 'Opera',
    'Firefox/': 'Firefox',
    'Chrome/': 'Chrome',
    'Safari/': 'Safari',
}
SYSTEMS: Final = {
    'Android': 'Android',
    'iPhone': 'iPhone',
    'iPad': 'iPad',
    'Windows': 'Windows',
    'Mac OS': 'Mac',
    'Linux': 'Linux',
}


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return

    @ui.page('/me')
    async def show(request: Request, why: str = '') -> None:
        viewer = viewer_of_page(request)
        linked = await asyncio.to_thread(my_identities, instance, viewer)
        labels = {name: provider.label for name, provider in instance.providers.items()}
        signed_in = await asyncio.to_thread(browsers, instance, viewer)
        await remembered(instance, viewer)
        own = OwnAccount(instance=instance, viewer=viewer, insist=partial(cookies.caller, request))
        account, tokens = await own.now()
        invited = Invited(instance=instance, viewer=viewer)
        invitations = await invited.now()
        with framed(instance, viewer, 'me', [(account.name, '')]), box('me'):
            with box('section', 'section'):
                text(account.display_name or account.name, 't-20', 'h1')
                with box('section__line'):
                    fact('E-mail', account.email or 'none')
                    fact('Role', account.role)
                with box('section__line'):
                    _way_out('Sign out')
                    _way_out('Sign out everywhere', everywhere=True)
                    link = text('Download all that is mine', 'btn btn--line', 'a')
                    link.props['href'] = '/api/v1/users/me/export'
            Invitations(invitations, invited)
            AccountDesk(account, tokens, own)
            identities(linked, labels, why, asks=account.has_password or account.has_totp)
            with box('section', 'section'):
                text('Signed in', 'section__title', 'h2')
                for browser in signed_in:
                    with box('me__row'):
                        text(called(browser.device_name))
                        box('grow')
                        is_here = browser.id == viewer.session_id
                        text('here' if is_here else f'{browser.seen_at:%d %b %Y, %H:%M} UTC', 'muted num')


def called(device_name: str) -> str:
    """Return a browser as people call it; each says many names of others, the first of these is its own."""
    browser = next((name for key, name in BROWSERS.items() if key in device_name), 'A browser')
    system = next((name for key, name in SYSTEMS.items() if key in device_name), '')
    return f'{browser} on {system}' if system else browser


def _way_out(label: str, *, everywhere: bool = False) -> None:
    with box('', 'form', action='/logout', method='post'):
        if everywhere:
            box('', 'input', type='hidden', name='everywhere', value='1')
        with box('btn btn--line', 'button', type='submit'):
            text(label)
