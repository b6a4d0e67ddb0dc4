"""The tables as SQL for PostgreSQL, for who makes or looks at them by hand: docs/schema_*.sql."""

from collections.abc import Iterator
from typing import Any, Final

from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, String, Table, func, insert, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable
from sqlalchemy.sql import ClauseElement
from sqlmodel import SQLModel

from racetrace.store.account_rows import UserRow
from racetrace.store.migrate import SCRIPTS

VERSION: Final = Table('alembic_version', MetaData(), Column('version_num', String(32), primary_key=True))
HEAD: Final = """\
-- Written by `make docs`, of the models in racetrace/store; do not edit. For PostgreSQL 15 or newer.
"""


def create_sql() -> str:
    """Return what makes, in an empty database, what the migrations make there."""
    said = (
        'RaceTrace makes all this by itself, at its first start; a database made by this it takes as it is.'
    )
    return _file(said, (*_tables(), *_first_rows()))


def drop_sql() -> str:
    """Return what leaves nothing of it."""
    tables = [VERSION, *reversed(SQLModel.metadata.sorted_tables)]
    return _file('All that is stored goes with it.', [DropTable(table, if_exists=True) for table in tables])


def _tables() -> Iterator[ClauseElement]:
    for table in SQLModel.metadata.sorted_tables:
        yield CreateTable(table)
        yield from (CreateIndex(index) for index in sorted(table.indexes, key=lambda one: str(one.name)))
    yield CreateTable(VERSION)


def _first_rows() -> Iterator[ClauseElement]:
    """Yield whose the sessions of a laptop are, and the version that the tables have."""
    users = SQLModel.metadata.tables['user']
    first = UserRow(name='local').model_dump(exclude_none=True)
    made: dict[str, Any] = {
        'uid': literal_column('gen_random_uuid()::text'),
        'created_at': func.timezone(literal_column("'UTC'"), func.now()),
    }
    yield insert(users).inline().values(first | made)
    yield insert(VERSION).values(version_num=ScriptDirectory(str(SCRIPTS)).get_current_head())


def _file(said: str, statements: Any) -> str:
    return '\n'.join([f'{HEAD}-- {said}\n', 'BEGIN;\n', *(_sql(one) for one in statements), 'COMMIT;\n'])


def _sql(statement: ClauseElement) -> str:
    text = str(statement.compile(dialect=postgresql.dialect(), compile_kwargs={'literal_binds': True}))  # type: ignore[no-untyped-call]
    lines = [line.rstrip() for line in text.strip().expandtabs(4).splitlines()]
    return '\n'.join(lines) + ';\n'
