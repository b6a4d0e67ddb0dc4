"""/admin/storage: how much is kept, by whom and of what kind."""

from typing import Final

from fastapi import Request
from nicegui import ui

from components.kit import box, stat, text
from components.session_file import size
from pages.admin.shell import Shell, is_admin
from racetrace.services.instance import Instance
from racetrace.services.storage import Storage, Usage, storage
from racetrace.words import NONE

HEADS: Final = (
    ('Who', ''),
    ('Sessions', 'r wide'),
    ('In the bin', 'r wide'),
    ('Files', 'r wide'),
    ('Samples', 'r wide'),
    ('Laps on lines', 'r wide'),
    ('Courses', 'r wide'),
    ('Feeds', 'r wide'),
    ('In all', 'r'),
)
MIB: Final = 1 << 20


def register(instance: Instance) -> None:
    @ui.page('/admin/storage')
    async def show(request: Request) -> None:
        if await is_admin(instance, request):
            shell = Shell(instance, request, 'storage', _said(instance))
            await shell.do(lambda viewer: storage(instance, viewer), lambda found: _show(shell, found))


def _said(instance: Instance) -> str:
    if instance.quota_bytes:
        return (
            f'The files of one account, and what its feeds sent, may take {instance.quota_bytes // MIB} MiB.'
        )
    return 'Nobody is held to a quota: RACETRACE_QUOTA sets one, in MiB for each account.'


def _show(shell: Shell, found: Storage) -> None:
    shell.body.clear()
    with shell.body:
        with box('head'), box('head__stats admin__stats'):
            stat('Kept in all', size(sum(usage.all_bytes for usage in found.users)))
            stat('Sessions', str(sum(usage.sessions for usage in found.users)))
            stat('In the bin', str(sum(usage.binned for usage in found.users)))
            if found.file_bytes is not None and found.free_bytes is not None:
                stat('Data file', size(found.file_bytes))
                stat('Free on its disk', size(found.free_bytes))
        with box('pane__all'), box('grid people', 'table'):
            with box(tag='thead'), box(tag='tr'):
                for word, classes in HEADS:
                    text(word, classes, 'th').props['scope'] = 'col'
                text('Of the quota' if found.quota_bytes else 'Share', 'people__share', 'th').props[
                    'scope'
                ] = 'col'
            with box(tag='tbody'):
                most = max((usage.all_bytes for usage in found.users), default=0)
                for usage in found.users:
                    _row(usage, found.quota_bytes, most)


def _row(usage: Usage, quota: int, most: int) -> None:
    with box('', 'tr'):
        text(usage.name, 'strong', 'td')
        for number in (usage.sessions, usage.binned):
            text(str(number or NONE), 'r num wide', 'td')
        kinds = (usage.files_bytes, usage.samples_bytes, usage.places_bytes, usage.lines_bytes)
        for nbytes in (*kinds, usage.frames_bytes):
            text(size(nbytes) if nbytes else NONE, 'r num muted wide', 'td')
        text(size(usage.all_bytes), 'r num strong', 'td')
        of, share = (usage.counted_bytes, quota) if quota else (usage.all_bytes, most)
        percent = min(100, round(100 * of / share)) if share else 0
        with box('people__share', 'td'), box('share'):
            with box('meter'):
                box(tag='i').style(f'width: {percent}%')
            text(f'{percent} %', 'num muted')
