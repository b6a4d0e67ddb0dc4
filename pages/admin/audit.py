"""/admin/audit?who=ana&what=lock: who did what, when and from where."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui

from components import address
from components.filter_bar import Filter, FilterBar
from components.kit import box, button, text
from components.words import clock, date
from pages.admin.shell import Shell, is_admin
from racetrace.services import people
from racetrace.services.instance import Instance
from racetrace.services.people import Deed
from racetrace.services.viewer import Viewer
from racetrace.telemetry.log import ZoneSource

LONGEST: Final = 200
WHAT: Final = 'Who did what, when and from where. Nothing of it can be changed.'
HEADS: Final = (('When', ''), ('Who', ''), ('What', ''), ('On what', 'wide'), ('From', 'wide'))


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return

    @ui.page('/admin/audit')
    async def show(request: Request, who: str = '', what: str = '', before: str = '') -> None:
        if not await is_admin(instance, request):
            return
        said = f'{WHAT} It is kept for {instance.audit_life.days} days, and then removed.'
        shell = Shell(instance, request, 'audit', said)
        who, what, before_id = who[:LONGEST], what[:LONGEST], address.number(before)

        def find(viewer: Viewer) -> list[Deed]:
            most = people.MOST + 1
            return people.deeds(instance, viewer, who=who, what=what, most=most, before_id=before_id or None)

        await shell.do(find, partial(_show, shell, who, what))


def _show(shell: Shell, who: str, what: str, found: Sequence[Deed]) -> None:
    shown = found[: people.MOST]
    shell.body.clear()
    with shell.body:
        drops = ('before',)
        by = Filter(name='who', label='Who', value=who, hint='Name, e-mail', drops=drops)
        of = Filter(name='what', label='What', value=what, hint='lock, sign-in, user 3', drops=drops)
        FilterBar('What is shown', [by, of])
        with box('pane__all'):
            if shown:
                _table(shown)
            else:
                text('Nothing fits. Try fewer words.', 'hint', 'p')
            if len(found) > len(shown):
                said = {'who': who, 'what': what, 'before': shown[-1].entry.id}
                with box('list__more'):
                    query = urlencode({name: value for name, value in said.items() if value})
                    button('Older', kind='line', href=f'/admin/audit?{query}')


def _table(deeds: Sequence[Deed]) -> None:
    with box('grid people', 'table'):
        with box(tag='thead'), box(tag='tr'):
            for word, classes in HEADS:
                text(word, classes, 'th').props['scope'] = 'col'
        with box(tag='tbody'):
            for deed in deeds:
                entry = deed.entry
                with box('', 'tr').props('data-row'):
                    with box('num', 'td'):
                        text(date(entry.at), '')
                        text(f' {clock(entry.at, ZoneSource.UTC)}', 'muted')
                    text(deed.who or 'nobody', 'strong' if deed.who else 'muted', 'td')
                    text(entry.what, 'people__what', 'td')
                    text(entry.on_what, 'muted wide', 'td')
                    text(entry.from_where, 'muted num wide', 'td')
