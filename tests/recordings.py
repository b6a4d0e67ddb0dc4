"""Real files, used where they are present; the project ships none of them."""

import os
from pathlib import Path

import pytest

_GIVEN = os.environ.get('RACETRACE_RECORDINGS')
FOLDER = Path(_GIVEN) if _GIVEN else Path(__file__).parents[2] / 'shared' / 'recordings'

found: set[str] = set()
missing: set[str] = set()


def recording(name: str) -> Path:
    """Return the path of a real file; skip the test where it is not there, unless the folder was named."""
    path = FOLDER / name
    if path.exists():
        found.add(name)
        return path
    missing.add(name)
    if _GIVEN:
        pytest.fail(f'RACETRACE_RECORDINGS is set, but it holds no {name}.')
    pytest.skip(f'There is no recording {name} here.')
