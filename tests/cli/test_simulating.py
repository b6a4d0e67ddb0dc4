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


def test_a_lean_log_is_a_third_as_large_and_says_the_same(run: Run, tmp_path: Path) -> None:
    whole, lean = tmp_path / 'whole.csv', tmp_path / 'lean.csv'
    assert run('simulate', 'laps', '--laps', '2', '--out', whole).returncode == 0
    assert run('simulate', 'laps', '--laps', '2', '--lean', '--out', lean).returncode == 0
    assert lean.stat().st_size < whole.stat().st_size / 3
    times = [
        [lap['time_s'] for lap in json.loads(run('laps', log, '--json').stdout)['laps']]
        for log in (whole, lean)
    ]
    assert times[0] == times[1]


def test_the_demo_is_made_by_the_command_beside_it(run: Run, tmp_path: Path) -> None:
    data = Path(__file__).parents[2] / 'data'
    text = (data / 'README.md').read_text()
    command = next(line.split() for line in text.splitlines() if line.startswith('    racetrace simulate'))
    out = tmp_path / 'riverside.csv'
    assert command[-2:] == ['--out', 'data/riverside.csv']
    assert run(*command[1:-1], out).returncode == 0
    assert out.read_text().splitlines()[:9] == (data / 'riverside.csv').read_text().splitlines()[:9]
    assert out.stat().st_size == (data / 'riverside.csv').stat().st_size


@pytest.mark.parametrize('form', ['apex', 'rmonitor', 'racemonitor'])
def test_a_simulated_race_is_a_recording_beside_its_truth(run: Run, tmp_path: Path, form: str) -> None:
    out, truth = tmp_path / 'race.ndjson', tmp_path / 'truth.json'
    options = ['--karts', '5', '--minutes', '5', '--format', form]
    assert run('simulate', 'race', *options, '--out', out, '--truth', truth).returncode == 0
    told = json.loads(truth.read_text())
    frames = [json.loads(line) for line in out.read_text().splitlines()]
    assert [frame['t'] for frame in frames] == sorted(frame['t'] for frame in frames)
    assert 0 <= told['sessions'][-1]['closes_ms'] - (frames[-1]['t'] - frames[0]['t']) < 1000
    mark = {'apex': '|*|', 'rmonitor': '$J,', 'racemonitor': '$RMLT,'}[form]
    passings = sum(frame['raw'].count(mark) for frame in frames)
    assert passings == sum(len(kart['crossings_ms']) for one in told['sessions'] for kart in one['karts'])


def test_the_same_seed_writes_the_same_race(run: Run, tmp_path: Path) -> None:
    for name in ('a.ndjson', 'b.ndjson'):
        options = ['--kind', 'endurance', '--minutes', '5', '--seed', '7', '--sectors']
        assert run('simulate', 'race', *options, '--out', tmp_path / name).returncode == 0
    assert (tmp_path / 'a.ndjson').read_bytes() == (tmp_path / 'b.ndjson').read_bytes()


def test_nothing_to_simulate_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run('simulate', 'rain', '--out', tmp_path / 'a.ndjson').returncode == 2
    assert run('simulate', 'race', '--karts', '0', '--out', tmp_path / 'a.ndjson').returncode == 2


def test_what_is_simulated_may_be_said_as_an_option(run: Run, tmp_path: Path) -> None:
    for spelled in ('race', '--race'):
        options = ['--karts', '3', '--minutes', '2', '--out', tmp_path / spelled]
        assert run('simulate', spelled, *options).returncode == 0
    assert (tmp_path / 'race').read_bytes() == (tmp_path / '--race').read_bytes()
