"""The frame around every screen: rail, top bar, bottom bar on the phone, and the window that takes files."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from nicegui import ui

from components import icons, theme
from components.account_menu import AccountMenu
from components.arriving import Arriving
from components.bar_search import BarSearch, Look
from components.follow import follow
from components.keys import Keys
from components.kit import box, button, icon, markup, text
from components.log_upload import LogUpload
from components.places import Whose, foot, listed, rail, tabs
from components.shown_units import UnitsSwitch
from racetrace.live.hub import News
from racetrace.telemetry.arrived import Arrived

UPLOAD = '/api/v1/sessions/upload'


class ThemeSwitch(ui.element, component='theme_switch.js'):
    pass


@contextmanager
def frame(
    here: str,
    crumbs: Sequence[tuple[str, str]],
    *,
    max_upload_bytes: int,
    files: AsyncIterator[tuple[News, Arrived | None]],
    look: Look | None = None,
    flush: bool = False,
    stays: bool = False,
) -> Iterator[Arriving]:
    """`crumbs` are words and where they lead; the last is this page. `flush` is for panes, edge to edge.

    `files` are the news that the page follows for as long as somebody looks at it; `look` finds what is
    searched for in the bar, which has no field without it. `stays`: a dropped file leads nowhere else.
    """
    ui.add_css(theme.css())
    ui.page_title(f'{crumbs[-1][0]} – RaceTrace')
    ui.query('.nicegui-content').classes('bare')
    whose = _whose()
    with box('app'):
        with box('rail', 'nav', aria_label='Main'):
            with box('rail__logo', 'a', href='/', aria_label='RaceTrace'):
                markup(icons.MARK)
            for place in rail(whose):
                _place(place, here, 'rail__item', 20)
            box('grow')
            for place in foot(whose):
                _place(place, here, 'rail__item', 20)
        _bar(crumbs, whose, look)
        if not whose.is_guest:
            LogUpload(UPLOAD, max_bytes=max_upload_bytes, stays=stays)
        arriving = Arriving()
        with box('page page--flush' if flush else 'page', 'main'):
            yield arriving
        with box('tabs', 'nav', aria_label='Main, below'):
            for place in tabs(whose):
                _place(place, here, 'tabs__item', 22)
    follow(files, arriving.hear)


def _bar(crumbs: Sequence[tuple[str, str]], whose: Whose, look: Look | None) -> None:
    with box('bar', 'header'):
        _crumbs(crumbs)
        box('grow')
        if look is not None:
            BarSearch(look)
        else:
            box('bar__search')  # a page with a field of its own puts it here
        with ThemeSwitch():
            icon('sun', 16)
        UnitsSwitch()
        Keys()
        if whose.is_guest:
            button('Sign in', kind='quiet', href='/login').classes('bar__in')
            return
        upload = button('Upload', kind='line', glyph='upload', title='Choose log files (u)')
        with upload.props('data-upload data-key=u'):
            text('u', 'kbd', 'kbd')
        glyph, word = ('user', 'Account') if whose.has_account else ('more', 'More places')
        AccountMenu(glyph, word, listed(whose))


def _place(place: tuple[str, str, str], here: str, name: str, size: int) -> None:
    glyph, label, href = place
    with box(f'{name} is-on' if glyph == here else name, 'a', href=href) as link:
        if glyph == here:
            link.props['aria-current'] = 'page'
        icon(glyph, size)
        text(label)


def _whose() -> Whose:
    """Ask what was found in front of all pages: who is in, or only looks in from outside."""
    state = ui.context.client.request.state
    said = {name: bool(getattr(state, name, False)) for name in Whose.__slots__}
    return Whose(**said)


def _crumbs(crumbs: Sequence[tuple[str, str]]) -> None:
    with box('crumbs'):
        for i, (word, href) in enumerate(crumbs):
            if i:
                icon('chevron', 12, 'crumbs__sep')
            is_last = i == len(crumbs) - 1
            link = text(word, 'crumbs__last' if is_last else '', 'a' if href else 'span')
            if href:
                link.props['href'] = href
