"""/verify?link=…: somebody shows that an e-mail address is theirs. Being shown alone does nothing."""

import asyncio

from fastapi import Request
from nicegui import ui

from components import theme
from components.kit import box, button, text
from racetrace.api.cookies import caller
from racetrace.errors import RaceTraceError
from racetrace.services.instance import Instance
from racetrace.services.profile import verify_email


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return

    @ui.page('/verify')
    def show(request: Request, link: str = '') -> None:
        ui.add_css(theme.css())
        ui.page_title('Your address – RaceTrace')
        ui.query('.nicegui-content').classes('bare')

        async def verify() -> None:
            try:
                await asyncio.to_thread(verify_email, instance, caller(request), link)
                said = 'Thank you. This address is yours.'
            except RaceTraceError as error:
                said = str(error)
            place.clear()
            with place:
                text(said, 't-20', 'h1').props['role'] = 'status'
                button('To the sessions', kind='primary', href='/')

        with box('empty', 'main') as place:
            text('Is this your address?', 't-20', 'h1')
            text('You got this link by mail. Say so, and the address is known to be yours.', 'muted', 'p')
            button('It is mine', kind='primary').mark('mine').on('click', verify)
