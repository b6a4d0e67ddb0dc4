"""Whoever leaves takes along what was kept for them: a comparison holds megabytes."""

import json
import subprocess
import sys
from pathlib import Path

from tests.server import rounds

MOST_MB = 20.0
ROOT = Path(__file__).parents[2]


def test_comparisons_that_were_closed_leave_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, '-m', rounds.__name__, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found['there'] == 0, 'somebody holds on to those who left'
    assert found['known'] == 0
    assert found['grown_mb'] < MOST_MB
