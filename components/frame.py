"""The frame around every screen: rail, top bar, bottom bar on the phone, and the window that takes files."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from nicegui import ui

from components import icons, theme
from components.arriving import Arriving
from components.follow import follow
from components.keys import Keys
from components.kit import box, button, icon, markup, text
from components.log_upload import LogUpload
from components.shown_units import UnitsSwitch
from racetrace.live.hub import News
from racetrace.telemetry.arrived import Arrived

PLACES: Final = (('sessions', 'Sessions', '/'), ('compare', 'Compare', '/compare'))
PUBLIC: Final = (('tracks', 'Tracks', '/tracks'),)  # where there is somebody besides oneself
UPLOAD: Final = '/api/v1/sessions/upload'


class ThemeSwitch(ui.element, component='theme_switch.js'):
    pass


@contextmanager
def frame(
    here: str,
    crumbs: Sequence[tuple[str, str]],
    *,
    max_upload_bytes: int,
    files: AsyncIterator[tuple[News, Arrived | None]],
    flush: bool = False,
) -> Iterator[Arriving]:
    """`crumbs` are words and where they lead; the last is this page. `flush` is for panes, edge to edge.

    `files` are the news that the page follows for as long as somebody looks at it.
    """
    ui.add_css(theme.css())
    ui.page_title(f'{crumbs[-1][0]} – RaceTrace')
    ui.query('.nicegui-content').classes('bare')
    with box('app'):
        with box('rail', 'nav', aria_label='Main'):
            with box('rail__logo', 'a', href='/', aria_label='RaceTrace'):
                markup(icons.MARK)
            _places(here, 'rail__item', 20)
        _bar(crumbs)
        if not _is('is_guest'):
            LogUpload(UPLOAD, max_bytes=max_upload_bytes)
        arriving = Arriving()
        with box('page page--flush' if flush else 'page', 'main'):
            yield arriving
        with box('tabs', 'nav', aria_label='Main'):
            _places(here, 'tabs__item', 22)
    follow(files, arriving.hear)


def _bar(crumbs: Sequence[tuple[str, str]]) -> None:
    with box('bar', 'header'):
        _crumbs(crumbs)
        box('grow')
        with ThemeSwitch():
            icon('sun', 16)
        UnitsSwitch()
        if _is('has_account'):
            button(kind='quiet', glyph='user', href='/me', title='Account')
        Keys()
        if _is('is_guest'):
            button('Sign in', kind='quiet', href='/login').classes('bar__in')
            return
        upload = button('Upload', kind='line', glyph='upload', title='Choose log files (u)')
        with upload.props('data-upload data-key=u'):
            text('u', 'kbd', 'kbd')


def _places(here: str, name: str, size: int) -> None:
    for glyph, label, href in (*PLACES, *(PUBLIC if _is('has_account') or _is('is_guest') else ())):
        with box(f'{name} is-on' if glyph == here else name, 'a', href=href) as place:
            if glyph == here:
                place.props['aria-current'] = 'page'
            icon(glyph, size)
            text(label)


def _is(what: str) -> bool:
    """Ask what was found in front of all pages: who is in, or only looks in from outside."""
    return bool(getattr(ui.context.client.request.state, what, False))


def _crumbs(crumbs: Sequence[tuple[str, str]]) -> None:
    with box('crumbs'):
        for i, (word, href) in enumerate(crumbs):
            if i:
                icon('chevron', 12, 'crumbs__sep')
            is_last = i == len(crumbs) - 1
            link = text(word, 'crumbs__last' if is_last else '', 'a' if href else 'span')
            if href:
                link.props['href'] = href
