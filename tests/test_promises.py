"""The tables of promises say nothing of files that are not there."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[1]
TEXT = (HOUSE / 'docs' / 'SEEDS.md').read_text()
ROWS = [
    [cell.strip() for cell in line.strip('|').split('|')]
    for line in TEXT.splitlines()
    if line.startswith('| ')
]
PROMISES = [row for row in ROWS if row[-1] in {'done', 'in part', 'to come', 'departs'}]
DEPARTURES = {row[0]: row for row in ROWS if re.fullmatch('[A-Z]', row[0])}


def missing(names: list[str]) -> list[str]:
    return [name for name in names if not (HOUSE / name).exists()]


def test_every_row_has_a_state() -> None:
    heads = [row for row in ROWS if row[-1] in {'state', 'why'}]
    assert len(PROMISES) + len(DEPARTURES) + len(heads) == len(ROWS)
    assert [row for row in ROWS if len(row) != 4 or not row[0]] == []


def test_what_is_done_has_a_test_that_is_there() -> None:
    for promise, _, tests, state in PROMISES:
        named = re.findall(r'`(tests/[\w/]+\.py)`', tests)
        assert named or state in {'to come', 'departs'}, promise
        assert state == 'to come' or not missing(named), promise


def test_every_file_that_is_said_to_hold_a_promise_is_there() -> None:
    places = ' '.join(row[1] for row in PROMISES)
    assert missing(re.findall(r'`((?:pages|components|racetrace|data)/[\w/.]+)`', places)) == []


def test_every_departure_has_a_reason_and_is_pointed_at() -> None:
    assert set(re.findall(r'\(([A-Z])\)', ' '.join(row[1] for row in PROMISES))) == set(DEPARTURES)
    assert all(row[3] for row in DEPARTURES.values())
    assert all(re.search(r'\([A-Z]\)', row[1]) for row in PROMISES if row[3] == 'departs')
