"""The table beside this file, asked cell by cell; and taken apart row by row, to see that each is needed."""

import re
from collections.abc import AsyncIterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from nicegui import Client

from racetrace.accounts import permissions
from racetrace.accounts.permissions import PERMITTED, Relation
from racetrace.services import permitted
from tests.authorisation.asking import (
    KEY,
    ask,
    ask_board,
    client,
    is_for_programs,
    may_have_changed,
    route_of,
    word,
)
from tests.authorisation.cast import COLUMNS, House, cast
from tests.authorisation.enumerated import operations
from tests.authorisation.socket import Socket

pytestmark = pytest.mark.asyncio(loop_scope='module')

DECIDES: Final = {  # on a page
    '/': 'session.list',
    '/sessions/{session_id}': 'session.read',
    '/laps/{lap_id}': 'session.read',
    '/compare': 'session.read',
    '/tracks': 'place.list',
    '/tracks/{track_id}': 'place.read',
    '/events': 'event.list',
    '/events/{event_id}': 'event.read',
    '/teams': 'team.list',
    '/teams/{team_id}': 'team.read',
    '/garage': 'car.list',
    '/bin': 'session.list',
    '/leaderboard': 'leaderboard.read',
    '/me': 'account.read',
    '/admin/users': 'account.list',
    '/live': 'circuit.list',
    '/live/{feed_id}': 'circuit.read',
    '/live/{feed_id}/format': 'circuit.write',
    '/admin/tracks': 'places.read',
    '/admin/storage': 'storage.read',
    '/admin/jobs': 'jobs.read',
    '/admin/audit': 'audit.read',
}
SOCKET: Final = 'GET /_nicegui_ws/{path}'
NOTHING_TO_DO: Final = {('DELETE /api/v1/teams/{team_id}/members/{user_id} own', 'other')}  # is in no team
Cell = tuple[str, str]
Decision = tuple[str, frozenset[Relation]]
ASKED: Final[ContextVar[list[Decision]]] = ContextVar('ASKED')  # for one cell, in whatever thread


def _read() -> dict[str, dict[str, str]]:
    (_, *columns), *rows = (
        re.split(r'  +', line.strip())
        for line in Path(__file__).with_name('matrix.txt').read_text().splitlines()
        if line and not line.startswith('#')
    )
    assert tuple(columns) == COLUMNS
    return {row: dict(zip(columns, words, strict=True)) for row, *words in rows}


MATRIX: Final = _read()


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a cell was answered, and what the table of permissions was asked for that."""

    answer: str
    asked: Sequence[Decision]
    has_written: bool = False

    def refused(self, table: dict[str, frozenset[Relation]]) -> set[str]:
        return {operation for operation, found in self.asked if table[operation].isdisjoint(found)}


@pytest_asyncio.fixture(scope='module', loop_scope='module')
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with cast(tmp_path_factory.mktemp('cast')) as found:
        yield found


@pytest_asyncio.fixture(scope='module', loop_scope='module')
async def told(house: House) -> dict[Cell, Told]:
    """Every cell, asked once."""
    return {(row, column): await told_of(house, row, column) for row in MATRIX for column in COLUMNS}


async def told_of(house: House, row: str, column: str) -> Told:
    if row == SOCKET:
        return Told(answer=await shaken(house, column), asked=())
    asked: list[Decision] = []
    ASKED.set(asked)
    version = house.version
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permitted, 'may', spied)
        if row.startswith('SOCKET'):
            return Told(answer=await ask_board(house, row, column), asked=asked)
        answer = await ask(house, row, column)
    await house.instance.following.stop_all()
    decisions, has_written = tuple(asked), house.version != version
    if answer.status_code == 202:
        for name in (f'import {answer.json()["job_id"]}', f'news {KEY}'):
            await house.instance.runner.wait_for(name)
    if may_have_changed(answer) and house.version != version:
        house.put_back()
    close_pages()
    if not is_for_programs(
        row.split()[1]
    ):  # of a page what decides on its answer: its parts are filled by and by
        decisions = tuple(one for one in decisions if one[0] == DECIDES.get(route_of(row).split()[1]))
    return Told(answer=word(answer), asked=decisions, has_written=has_written)


def spied(operation: str, relations: frozenset[Relation]) -> bool:
    ASKED.get().append((operation, relations))
    return permissions.may(operation, relations)


def close_pages() -> None:
    """Or each would look again at whatever is changed from here on."""
    for page in list(Client.instances.values()):
        page.delete()


async def shaken(house: House, column: str) -> str:
    """Shake hands with a page of the owner's."""
    async with client(house, 'owner', is_page=True) as owner, client(house, column, is_page=True) as other:
        page = await owner.get(f'/sessions/{house.ids["session_id"]}')
        (client_id,) = [one for one in Client.instances if one in page.text]
        socket = await Socket.to(other)
        is_taken = await socket.shakes_hands(client_id)
        await socket.close()
    close_pages()
    return 'taken' if is_taken else 'refused'


async def test_every_operation_has_a_row_and_every_row_an_operation(house: House) -> None:
    assert {route_of(row) for row in MATRIX} == operations(house.app)


async def test_everybody_is_answered_as_the_table_says(told: dict[Cell, Told]) -> None:
    wrong = {cell: one.answer for cell, one in told.items() if one.answer != MATRIX[cell[0]][cell[1]]}
    assert not wrong, '\n'.join(f'{row:70} {column:10} {found}' for (row, column), found in wrong.items())


@pytest.mark.parametrize('operation', PERMITTED)
async def test_without_one_permission_exactly_its_cells_fail(
    house: House, told: dict[Cell, Told], operation: str
) -> None:
    """Each permission is taken away by itself; and one is added, for whoever is signed in.

    Asked again are the cells that have to change, and of each row of these one that has not.
    """
    before = PERMITTED[operation]
    asked = {cell: found for cell, found in told.items() if operation in dict(found.asked)}
    assert asked, 'nothing that can be asked reads this row'
    for relation in [*before, Relation.USER]:
        after = before ^ {relation}
        table = {**PERMITTED, operation: after}
        expected = {cell for cell, one in asked.items() if one.refused(PERMITTED) != one.refused(table)}
        assert expected or relation not in before, f'nobody in the cast needs {relation}'
        others = {row: (row, column) for row, column in asked.keys() - expected}
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(PERMITTED, operation, after)
            found = {cell: await told_of(house, *cell) for cell in {*expected, *others.values()}}
        changed = {
            cell
            for cell, one in found.items()
            if (one.answer, one.refused(table)) != (asked[cell].answer, asked[cell].refused(PERMITTED))
        }
        odd = {cell: (asked[cell], found[cell]) for cell in changed ^ expected}
        assert not odd, relation
        for cell in expected if relation in before else ():
            was_let_in = not asked[cell].refused(PERMITTED)
            assert not (was_let_in and found[cell].answer == asked[cell].answer), f'{cell} is open to all'


@pytest.mark.parametrize('operation', PERMITTED)
async def test_without_one_check_everybody_it_kept_out_gets_in(
    house: House, told: dict[Cell, Told], operation: str
) -> None:
    """Or as far as to the next check; what comes of it is another answer, or something else is kept."""
    seen_by = f'{operation.partition(".")[0]}.read'
    kept_out = {
        cell: one
        for cell, one in told.items()
        if operation in one.refused(PERMITTED) <= {operation, seen_by} and cell not in NOTHING_TO_DO
    }
    table = {**PERMITTED, operation: Everybody()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PERMITTED, operation, table[operation])
        found = {cell: await told_of(house, *cell) for cell in kept_out}
    assert not [
        cell
        for cell, one in found.items()
        if (one.answer, one.has_written) == (kept_out[cell].answer, kept_out[cell].has_written)
        and not one.refused(table)
    ]


class Everybody(frozenset[Relation]):
    """What a row holds that refuses nobody, whatever he is to the thing."""

    def isdisjoint(self, _: object) -> bool:
        return False
