"""`alembic` as somebody calls it by hand, in the folder of the checkout."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from racetrace.errors import StoreInUse
from racetrace.store import (
    models,  # noqa: F401  (fills SQLModel.metadata)
)
from racetrace.store.claim import claimed
from racetrace.store.database import open_engine
from racetrace.store.migrate import SCRIPTS, migrate
from tests.postgres import Server

HOUSE = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name('alembic')
NEWEST, BEFORE = '0011', '0010'
STORED = """
INSERT INTO circuit (
    uid, owner_id, name, provider, page_url, address, labels, profile, visibility,
    profile_version, is_followed, keep_days, latitude_deg, created_at
) VALUES ('a', 1, 'South', 'apex', '', '', '{}', '', 'private', 0, false, 90, 50.5, '2026-06-13 09:30:00')
"""

Alembic = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(params=['sqlite', 'postgresql'])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A store without a table: a file that is not there yet, and once more an empty database."""
    if request.param == 'sqlite':
        yield tmp_path / 'racetrace.db'
        return
    server: Server = request.getfixturevalue('postgres')
    with server.database('template0') as address:
        yield address


@pytest.fixture
def alembic(empty: Path | str) -> Alembic:
    # As the program reads it, by the older name where the store is a database.
    name = 'DATABASE_URL' if isinstance(empty, str) else 'RACETRACE_DATA'
    kept = {name: text for name, text in os.environ.items() if not name.startswith('RACETRACE')}

    def one(*arguments: str, folder: Path = HOUSE) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPT, *arguments],
            cwd=folder,
            env=kept | {name: str(empty), 'PYTHONPATH': str(HOUSE)},
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return one


def lost(_: StoreInUse) -> None:
    raise AssertionError('nobody takes a claim away here')


def state(store: Path | str) -> tuple[str | None, list[object]]:
    """Return the revision, and where tables are not what the models say."""
    engine = open_engine(store)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection)
        answer = (found.get_current_revision(), list(compare_metadata(found, SQLModel.metadata)))
    engine.dispose()
    return answer


def run(store: Path | str, statement: str) -> None:
    engine = open_engine(store)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_upgraded_by_hand_it_is_what_the_program_makes(alembic: Alembic, empty: Path | str) -> None:
    done = alembic('upgrade', 'head')
    assert done.returncode == 0, done.stderr
    assert state(empty) == (NEWEST, [])
    migrate(empty)
    assert alembic('check').returncode == 0


def test_the_newest_migration_goes_down_and_up_again(alembic: Alembic, empty: Path | str) -> None:
    migrate(empty)
    done = alembic('downgrade', '-1')
    assert done.returncode == 0, done.stderr
    assert state(empty)[0] == BEFORE
    assert alembic('upgrade', 'head').returncode == 0
    assert state(empty) == (NEWEST, [])


def test_what_people_stored_is_not_taken_back(alembic: Alembic, empty: Path | str) -> None:
    migrate(empty)
    run(empty, STORED)
    for revision, said in (
        ('-1', 'What 1 rows of circuit say in course_id, latitude_deg, longitude_deg would be lost.'),
        ('base', 'without losing'),
    ):
        done = alembic('downgrade', revision)
        assert done.returncode != 0
        assert said in done.stdout + done.stderr
        assert 'Traceback' not in done.stderr
        assert state(empty) == (NEWEST, [])
        run(empty, 'DELETE FROM circuit')


def test_a_migration_is_written_of_what_the_models_say(
    alembic: Alembic, empty: Path | str, tmp_path: Path
) -> None:
    """The newest one is forgotten, and written anew."""
    checkout = tmp_path / 'checkout'
    scripts = checkout / SCRIPTS.relative_to(HOUSE)
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns('0011_*', '__pycache__'))
    shutil.copy(HOUSE / 'pyproject.toml', checkout)
    assert alembic('upgrade', 'head', folder=checkout).returncode == 0
    assert state(empty)[0] == BEFORE
    done = alembic('revision', '--autogenerate', '-m', 'Courses of circuits', folder=checkout)
    assert done.returncode == 0, done.stderr
    assert (scripts / 'versions' / '0011_courses_of_circuits.py').exists()
    assert alembic('upgrade', 'head', folder=checkout).returncode == 0
    assert state(empty) == (NEWEST, [])
    nothing = alembic('revision', '--autogenerate', '-m', 'nothing', folder=checkout)
    assert 'there is nothing to write' in nothing.stdout
    assert not list(scripts.glob('versions/*nothing*'))
    assert alembic('downgrade', '-1', folder=checkout).returncode == 0


def test_nobody_changes_tables_under_a_running_racetrace(alembic: Alembic, empty: Path | str) -> None:
    migrate(empty)
    with claimed(empty, 'http://127.0.0.1:8000', lost=lost):
        done = alembic('downgrade', '-1')
    assert done.returncode != 0
    assert 'It is at http://127.0.0.1:8000.' in done.stdout + done.stderr
    assert state(empty) == (NEWEST, [])
