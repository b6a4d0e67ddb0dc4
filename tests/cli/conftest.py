"""One simulated session as a file, and the program as its user calls it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes

SCRIPT = Path(sys.executable).with_name('racetrace')

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope='session')
def driven() -> Simulated:
    return simulate('kart', laps=3, noise='good', seed=4)


@pytest.fixture(scope='session')
def log(driven: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp('cli') / 'kart.csv'
    path.write_bytes(trackaddict_bytes(driven))
    return path


@pytest.fixture
def run() -> Run:
    def one(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([SCRIPT, *arguments], check=False, capture_output=True, text=True, timeout=60)

    return one
