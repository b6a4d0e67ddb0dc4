import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from racetrace.simulation.race import simulate_race
from tests.cli.conftest import Run
from tests.recordings import recording

Document = dict[str, Any]


def told(run: Run, path: Path, *options: str) -> Document:
    done = run('replay', path, '--json', *options)
    assert done.returncode == 0, done.stderr
    document: Document = json.loads(done.stdout)
    return document


@pytest.fixture(scope='module')
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp('replay') / 'race.ndjson'


@pytest.mark.parametrize('form', ['apex', 'rmonitor', 'racemonitor'])
def test_a_simulated_race_is_told_as_its_truth_says(run: Run, simulated: Path, form: str) -> None:
    options = ('--karts', '8', '--minutes', '4', '--seed', '3', '--format', form)
    assert run('simulate', 'race', *options, '--out', simulated).returncode == 0
    truth = simulate_race(karts=8, minutes=4, seed=3).sessions[-1]
    race = told(run, simulated)['sessions'][-1]
    assert [entry['number'] for entry in race['entries']] == list(truth.order)


def test_a_packed_recording_is_read_as_it_is(run: Run, tmp_path: Path) -> None:
    plain, packed = tmp_path / 'race.ndjson', tmp_path / 'race.gz'
    run('simulate', 'race', '--karts', '4', '--minutes', '2', '--out', plain)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert told(run, packed) == told(run, plain)
    assert told(run, plain, '--speed', '1000000') == told(run, plain)
    assert 'frames' in run('replay', packed).stdout.splitlines()[-1]


@pytest.mark.parametrize(
    'content',
    [b'', b'nothing\n', b'\x1f\x8b cut off', gzip.compress(b'init|r|')[:-6], b'{"t": 1, "raw"', b'\x00' * 99],
)
def test_what_is_no_recording_is_refused_in_one_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / 'a.log'
    path.write_bytes(content)
    done = run('replay', path)
    assert (done.returncode, done.stdout) == (1, '')
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith('racetrace: ')


def test_a_file_that_is_not_there_is_refused_and_named(run: Run, tmp_path: Path) -> None:
    done = run('replay', tmp_path / 'no.log')
    assert done.returncode == 1
    assert 'no.log cannot be read: No such file or directory.' in done.stderr


@pytest.mark.parametrize('speed', ['0', '-1', 'nan', 'fast'])
def test_a_speed_that_is_none_is_wrong_usage_whatever_the_file(run: Run, tmp_path: Path, speed: str) -> None:
    assert run('replay', tmp_path / 'no.log', '--speed', speed).returncode == 2


def test_los_santos_is_told_with_its_flags_and_visits_to_the_pits(run: Run) -> None:
    race = told(run, recording('apex/santos_2026-04-25.log.gz'))['sessions'][-1]
    assert len(race['entries']) == 18
    assert sum(entry['pit_count'] for entry in race['entries']) == 329
    assert race['flags'] == ['green', 'yellow', 'green', 'yellow', 'green', 'chequered']


def test_knockhill_is_told_in_its_final_order(run: Run) -> None:
    (race,) = told(run, recording('rmonitor/knockhill-2026-04-18.log'))['sessions']
    order = ' '.join(entry['number'] for entry in race['entries'])
    assert order == '9 1 10 55 26 21 333 221 63 91 14 11 78 155 96 23 69'
