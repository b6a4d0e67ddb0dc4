"""The versions of how a feed is read: who made each and when, and the way back to it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from components.kit import box, button, text
from racetrace.words import plural

OnUse = Callable[[int], Awaitable[object]]


class Version(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def who(self) -> str: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def profile(self) -> Mapping[str, Any] | None: ...
    @property
    def labels(self) -> Mapping[str, str]: ...


class FormatVersions:
    def __init__(self, versions: Sequence[Version], in_force: int, on_use: OnUse) -> None:
        """`in_force` is the number of the one by which the feed is read."""
        if not versions:
            text('Nothing was saved yet.', 'section__note', 'p')
            return
        with box('versions', 'ol', aria_label='Versions'):
            for one in versions:
                with box('versions__one', 'li'):
                    _words(one, is_in_force=one.version == in_force)
                    if one.version != in_force:
                        _again(one.version, on_use)


def _words(one: Version, *, is_in_force: bool) -> None:
    at = datetime.fromtimestamp(one.at_ms / 1000, UTC)
    mapped = plural(len((one.profile or {}).get('columns', ())), 'column')
    named = f', {plural(len(one.labels), "name")}' if one.labels else ''
    with box('versions__words'):
        text(f'Version {one.version}{", in force" if is_in_force else ""}', 'strong')
        text(f'{one.who}, {at:%d %b %Y, %H:%M} UTC, {mapped}{named}', 'muted')


def _again(version: int, on_use: OnUse) -> None:
    again = button('Use this again', kind='line')
    again.props['aria-label'] = f'Use this again: version {version}'
    again.on('click', lambda: on_use(version))
