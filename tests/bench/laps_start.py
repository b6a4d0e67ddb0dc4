"""`racetrace laps` as a process, from start to end, against Python that only imports NumPy and Polars."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from tests.bench.contest import Contest

ROOT = Path(__file__).parents[2]


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    del share
    log = folder / 'small.csv'
    log.write_bytes(trackaddict_bytes(simulate('kart', laps=3)))
    yield Contest(
        name='laps_start',
        task=f'racetrace laps of {log.stat().st_size / 1e3:.0f} kB, as a process',
        peer='python -c "import numpy, polars"',
        unit='s',
        limit=0.5,
        limit_of='ours',
        ours=lambda: _run('from main import cli; cli()', 'laps', str(log)),
        theirs=lambda: _run('import numpy, polars'),
    )


def _run(code: str, *arguments: str) -> None:
    command = [sys.executable, '-c', code, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
