from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from racetrace.store.database import open_engine
from racetrace.store.migrate import migrate
from racetrace.store.schema import create_sql, drop_sql
from tests.postgres import Server
from tests.stored import upload

DOCS = Path(__file__).parents[2] / 'docs'
CREATE, DROP = DOCS / 'schema_create.sql', DOCS / 'schema_drop.sql'

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable
FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
# Those of a constraint are named after the table as it was called then.
INDEXES = """
SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
ALL_THINGS = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    with postgres.database('template0') as address:
        yield address


def run(address: str, script: Path) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(script.read_bytes())


def answers(address: str, *queries: str) -> list[set[tuple[object, ...]]]:
    with psycopg.connect(address) as connection:
        return [set(connection.execute(query.encode()).fetchall()) for query in queries]


def test_the_files_are_what_the_models_say() -> None:
    told = 'run make docs: docs/{} says something else than the models'
    assert CREATE.read_text() == create_sql(), told.format(CREATE.name)
    assert DROP.read_text() == drop_sql(), told.format(DROP.name)


def test_made_by_hand_it_is_what_the_migrations_make(empty: str, database: str) -> None:
    run(empty, CREATE)
    for by_hand, migrated in zip(
        answers(empty, COLUMNS, CONSTRAINTS, INDEXES),
        answers(database, COLUMNS, CONSTRAINTS, INDEXES),
        strict=True,
    ):
        assert by_hand == migrated
        assert by_hand


def test_the_program_takes_a_database_that_was_made_by_hand(empty: str) -> None:
    run(empty, CREATE)
    migrate(empty)
    engine = open_engine(empty)
    assert upload(engine, b'a file').upload_id == 1
    engine.dispose()


def test_nothing_is_left_of_it(empty: str) -> None:
    run(empty, CREATE)
    assert answers(empty, ALL_THINGS) != [set()]
    run(empty, DROP)
    assert answers(empty, ALL_THINGS) == [set()]
