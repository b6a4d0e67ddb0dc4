"""The screens before the first: a form that the browser itself sends, beside a lap drawn in speed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import hypot
from typing import Final
from urllib.parse import quote

from nicegui import ui

from components import icons, theme
from components.frame import ThemeSwitch
from components.kit import box, icon, markup, text

REFUSED: Final = {
    'wrong': 'Name or password is wrong.',
    'code': 'This account wants the code of its authenticator app besides.',
    'locked': 'This account is locked. Ask an admin.',
    'wait': 'There were too many attempts. Try again in a quarter of an hour.',
    'busy': 'Many people sign in at this moment. Try again.',
    'plain': 'Over plain http no password is taken from another computer. Use https.',
    'taken': 'Another account has this name or this e-mail address.',
    'name': 'Give a name of 2 to 40 letters, digits, dots or dashes, and an e-mail address.',
    'password': 'Take a longer password, 8 characters or more, that is not among the first to be guessed.',
    'email': 'This is no e-mail address.',
    'spent': 'This link was used, is too old, or is none of ours. Ask for another.',
    'share': 'This link opens nothing: it may have ended, or was taken back.',
    'link': 'This link works no longer. Start RaceTrace again, and it shows another.',
    'closed': 'Nobody can make an account here at this time. Ask an admin.',
    'away': 'The other side does not answer as it should. Try again in a minute, or take your password.',
    'refused': 'The other side did not say who you are. Begin again.',
    'stale': 'This sign-in was not begun in this window, or more than ten minutes ago. Begin again.',
    'unproven': 'The other side does not say that your e-mail address is yours. Prove it there first.',
    'link-first': 'An account here has your e-mail address already. Sign in with its password, '
    'and add the other account on your own page.',
    'theirs': 'Somebody else signs in here with that account.',
    'last': 'This is the only way into your account. Set a password first.',
}


@contextmanager
def door(title: str, action: str, why: str, drawing: str) -> Iterator[None]:
    """Yield inside the form; `drawing` is our own SVG."""
    ui.add_css(theme.css())
    ui.page_title(f'{title} – RaceTrace')
    ui.query('.nicegui-content').classes('bare')
    with box('gatepage', 'main'):
        with box('gatepage__form'), box('', 'form', action=action, method='post'):
            with box('brand'):
                markup(icons.MARK)
                text('RaceTrace')
            text(title, '', 'h1')
            if why in REFUSED:
                text(REFUSED[why], 'gatepage__why', 'p').props['role'] = 'alert'
            yield
        with box('gatepage__theme'), ThemeSwitch():
            icon('sun', 16)
        with box('gatepage__art', aria_hidden='true'):
            markup(drawing)


def field(label: str, name: str, kind: str = 'text', *, autocomplete: str, first: bool = False) -> None:
    with box('', 'label'):
        text(label)
        entry = box('field', 'input', name=name, type=kind, autocomplete=autocomplete, required='')
        if first:
            entry.props['autofocus'] = ''


def hidden(name: str, value: str) -> None:
    box('', 'input', name=name, type='hidden', value=value)


def submit(label: str) -> None:
    with box('btn btn--primary btn--big', 'button', type='submit'):
        text(label)


def elsewhere(labels: Mapping[str, str], onward: str) -> None:
    """Lead to those who may say who one is, by their names in our addresses."""
    if labels:
        text('or', 'gatepage__or')
    for name, label in labels.items():
        address = f'/login/{name}?next={quote(onward, safe="")}'
        with box('btn btn--line btn--big', 'a', href=address):
            text(f'Continue with {label}')


def speed_lines(places: Sequence[tuple[float, float, float, float]]) -> str:
    """Return a lap as lines across the road: of each begin and extent to the right and down, within 100."""
    lines = ''.join(
        f'<path d="M{x:.2f} {y:.2f}l{dx:.2f} {dy:.2f}" opacity="{0.25 + hypot(dx, dy) / 13:.2f}"/>'
        for x, y, dx, dy in places
    )
    return (
        '<svg viewBox="0 0 100 100" fill="none" stroke="var(--accent)" stroke-width=".35" aria-hidden="true">'
        f'{lines}</svg>'
    )
