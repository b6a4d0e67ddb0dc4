import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(('form', 'name'), [('trackaddict', 'a.csv'), ('vbo', 'a.vbo')])
def test_a_simulated_file_is_read_as_its_truth_says(run: Run, tmp_path: Path, form: str, name: str) -> None:
    out, truth = tmp_path / name, tmp_path / 'truth.json'
    options = ['--kind', 'kart', '--laps', '2', '--noise', 'perfect', '--format', form]
    assert run('simulate', 'laps', *options, '--out', out, '--truth', truth).returncode == 0
    told = json.loads(truth.read_text())
    laps = json.loads(run('laps', out, '--json').stdout)['laps']
    times = [lap['time_s'] for lap in laps if lap['time_s'] is not None]
    assert times == pytest.approx(told['lap_times_s'], abs=0.002)


def test_the_same_seed_writes_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ('a.csv', 'b.csv'):
        run('simulate', 'laps', '--laps', '1', '--seed', '7', '--out', tmp_path / name)
    assert (tmp_path / 'a.csv').read_bytes() == (tmp_path / 'b.csv').read_bytes()


def test_a_place_that_cannot_be_written_is_a_sentence(run: Run, tmp_path: Path) -> None:
    done = run('simulate', 'laps', '--laps', '1', '--out', tmp_path / 'no' / 'a.csv')
    assert done.returncode == 1
    assert 'cannot be written' in done.stderr
