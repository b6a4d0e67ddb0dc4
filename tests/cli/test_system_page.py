"""docs/SYSTEM.md, against the program."""

import re
from pathlib import Path

from tests.cli.conftest import Run

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / 'docs' / 'SYSTEM.md'
BY_HAND = re.sub(r'(written by make docs -->\n).*?(<!-- end)', r'\1\2', PAGE.read_text(), flags=re.DOTALL)


def test_its_tables_and_addresses_are_those_of_the_program(run: Run, tmp_path: Path) -> None:
    page = tmp_path / 'SYSTEM.md'
    page.write_text(BY_HAND)
    assert run('system-docs', page).returncode == 0
    assert page.read_text() == PAGE.read_text(), 'run make docs'
    assert (
        '| `lap` | A range of time of a session. | `id`, `uid`, `session_id` → session, ' in page.read_text()
    )
    assert '| POST | `/laps/compare` | ' in page.read_text()


def test_what_is_written_by_hand_is_short_and_names_every_package() -> None:
    assert len(BY_HAND.splitlines()) <= 150
    packages = {path.parent.name for path in (HOUSE / 'racetrace').glob('*/__init__.py')}
    assert set(re.findall(r'^\| `racetrace/(\w+)/`', BY_HAND, re.MULTILINE)) == packages


def test_every_file_that_it_names_is_there() -> None:
    paths = re.findall(r'`((?:tests|racetrace|pages|components)/[\w./]*)`', BY_HAND)
    links = re.findall(r'\]\(([\w./]+)\)', BY_HAND)
    assert (len(paths) > 10, len(links) > 2) == (True, True)
    assert [path for path in paths if not (HOUSE / path).exists()] == []
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
