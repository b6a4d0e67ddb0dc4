"""/login, /register, /forgot: who one is. There is nobody to be on one's own laptop, and no such page."""

import asyncio
from functools import cache
from pathlib import Path

import numpy as np
from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui

from components.door import door, elsewhere, field, hidden, speed_lines, submit
from components.kit import box, text
from racetrace.api.door import here
from racetrace.services.instance import Instance
from racetrace.telemetry.session import read_session

SENT = 'If an account has this address, a letter with a link is on its way. It works for an hour.'
LINES = 240  # across the road


def register(instance: Instance, demo: Path) -> None:
    """`demo` is the log whose best lap is drawn."""
    if not instance.mode.has_accounts:
        return

    @ui.page('/login')
    async def login(request: Request, why: str = '', next: str = '/') -> RedirectResponse | None:
        if request.state.viewer is not None:
            return RedirectResponse(here(next), 303)
        with door('Sign in', '/login', why, await asyncio.to_thread(drawing, demo)):
            field('Name or e-mail', 'username', autocomplete='username', first=True)
            field('Password', 'password', 'password', autocomplete='current-password')
            if why == 'code':
                field('Code', 'otp', autocomplete='one-time-code')
            hidden('onward', here(next))
            submit('Sign in')
            elsewhere({name: provider.label for name, provider in instance.providers.items()}, here(next))
            with box('gatepage__else'):
                if instance.post is None:
                    text('Forgotten? An admin can make you a link.')
                else:
                    text('Forgot your password?', '', 'a').props['href'] = '/forgot'
                box('grow')
                if instance.registration:
                    text('Make an account', '', 'a').props['href'] = '/register'
        return None

    @ui.page('/login/code')
    async def code(why: str = '') -> None:
        with door('One thing more', '/login/code', why, await asyncio.to_thread(drawing, demo)):
            field('Code of your app', 'otp', autocomplete='one-time-code', first=True)
            submit('Sign in')
            with box('gatepage__else'):
                text('Begin again', '', 'a').props['href'] = '/login'

    @ui.page('/register')
    async def join(request: Request, why: str = '', first: str = '') -> RedirectResponse | None:
        if request.state.viewer is not None:
            return RedirectResponse('/', 303)
        if not (instance.registration or first):
            return RedirectResponse('/login?why=closed', 303)
        title = 'Become the admin' if first else 'Make an account'
        with door(title, '/register', why, await asyncio.to_thread(drawing, demo)):
            field('Name', 'name', autocomplete='username', first=True)
            field('E-mail', 'email', 'email', autocomplete='email')
            field('Password', 'password', 'password', autocomplete='new-password')
            hidden('first', first)
            submit('Make the account')
            with box('gatepage__else'):
                text('There is one already?')
                text('Sign in', '', 'a').props['href'] = '/login'
        return None

    @ui.page('/forgot')
    async def forgot(why: str = '') -> RedirectResponse | None:
        if instance.post is None:
            return RedirectResponse('/login', 303)
        with door('Forgot your password?', '/forgot', why, await asyncio.to_thread(drawing, demo)):
            if why == 'sent':
                text(SENT, 'gatepage__said', 'p').props['role'] = 'status'
            else:
                field('E-mail', 'email', 'email', autocomplete='email', first=True)
                submit('Send me a link')
            with box('gatepage__else'):
                text('Back to the sign-in', '', 'a').props['href'] = '/login'
        return None

    @ui.page('/reset')
    async def reset(why: str = '', link: str = '') -> None:
        with door('A new password', '/reset', why, await asyncio.to_thread(drawing, demo)):
            field('Password', 'password', 'password', autocomplete='new-password', first=True)
            hidden('link', link)
            submit('Set it')


@cache
def drawing(demo: Path) -> str:
    """Return the best lap of a log as it is drawn beside a form."""
    session = read_session(demo.read_bytes(), demo.name)
    best = min((lap for lap in session.laps if lap.is_comparable), key=lambda lap: lap.end_s - lap.start_s)
    time_s = np.linspace(best.start_s, best.end_s, LINES, endpoint=False)
    fixes = session.fixes
    east, north, speed = (
        np.interp(time_s, fixes.time_s, values) for values in (fixes.east_m, fixes.north_m, fixes.speed_mps)
    )
    span = max(np.ptp(east), np.ptp(north)) / 84
    x = 50 + (east - (east.max() + east.min()) / 2) / span
    y = 50 - (north - (north.max() + north.min()) / 2) / span
    dx, dy = np.gradient(x), np.gradient(y)
    wide = (0.6 + 9 * (speed - speed.min()) / np.ptp(speed)) / np.hypot(dx, dy)
    return speed_lines(np.column_stack([x, y, -dy * wide, dx * wide]).tolist())
