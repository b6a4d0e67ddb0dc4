"""What the admin screens have in common: the way between them, the proof asked for, what was refused."""

from collections.abc import Callable
from typing import Final, TypeVar

from fastapi import Request

from components.kit import box, text
from components.nothing import Nothing
from components.segments import segments
from components.undone import Undone
from pages.framed import framed, remembered
from pages.proving import Proving
from racetrace.accounts.roles import Role
from racetrace.api.entrance import viewer_of_page
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer

T = TypeVar('T')

USERS: Final = ('users', 'Users')
PARTS: Final = (USERS, ('tracks', 'Tracks'), ('storage', 'Storage'), ('jobs', 'Jobs'), ('audit', 'Audit'))
ALONE: Final = ('tracks', 'storage', 'jobs')  # on one's own laptop


def parts(instance: Instance) -> tuple[tuple[str, str], ...]:
    return PARTS if instance.mode.has_accounts else tuple(part for part in PARTS if part[0] in ALONE)


class Shell:
    """A part draws what it found into `body`; what an action came to is told above."""

    def __init__(self, instance: Instance, request: Request, part: str, said: str) -> None:
        """`said` is what this part is for."""
        self.instance, self.viewer = instance, viewer_of_page(request)
        word = dict(PARTS)[part]
        with framed(instance, self.viewer, 'admin', [('Admin', '/admin'), (word, '')], flush=True):
            with box('head head--same admin__head'):
                with box('head__words'):
                    text(word, '', 'h1')
                    text(said, 'head__facts', 'p')
                box('grow')
                ways = [(name, f'/admin/{key}', key == part) for key, name in parts(instance)]
                segments('Parts of the administration', ways)
            self._told = box()
            self._proving = Proving(instance, request)
            self.body = box('page__body')

    async def do(self, deed: Callable[[Viewer], T], then: Callable[[T], object]) -> None:
        """Do what an admin may; who did not prove it is asked, and then it goes through."""
        self._told.clear()
        await self._proving.do(deed, then)

    def tell(self, sentence: str, on_undo: Callable[[], object] | None = None) -> None:
        self._told.clear()
        with self._told:
            Undone(sentence, on_undo=on_undo)


async def is_admin(instance: Instance, request: Request) -> bool:
    """Tell who is none that there is nothing here."""
    viewer = viewer_of_page(request)
    await remembered(instance, viewer)
    if viewer.role is Role.ADMIN:
        return True
    with framed(instance, viewer, '', [('Not here', '')]):
        Nothing('There is no such page.', is_missing=True)
    return False
