import json
import subprocess
from pathlib import Path

import pytest

from racetrace.simulation.session import Simulated
from tests.cli.conftest import SCRIPT, Run
from tests.recordings import recording


def test_the_laps_of_a_file_are_its_loggers(run: Run, log: Path, driven: Simulated) -> None:
    document = json.loads(run('laps', log, '--json').stdout)
    assert [lap['kind'] for lap in document['laps']] == ['out', 'flying', 'flying', 'flying', 'open']
    timed = [lap['time_s'] for lap in document['laps'] if lap['time_s'] is not None]
    assert [round(time, 3) for time in timed] == [round(float(t), 3) for t in driven.truth.lap_times_s]
    assert {lap['measured_by'] for lap in document['laps']} == {'logger'}


def test_the_document_has_the_promised_keys(run: Run, log: Path) -> None:
    document = json.loads(run('laps', log, '--json').stdout)
    assert {'format', 'device', 'started_at', 'track', 'channels', 'warnings', 'laps'} <= document.keys()
    assert set(document['channels'][0]) == {'name', 'unit', 'rate_hz'}
    promised = ['number', 'kind', 'time_s', 'measured_by', 'resolution_ms', 'start_s', 'length_m']
    assert list(document['laps'][0]) == [*promised, 'max_speed_mps', 'course']
    assert [lap['course'] is not None for lap in document['laps']] == [False, True, True, True, False]


def test_people_read_a_table(run: Run, log: Path) -> None:
    lines = run('laps', log).stdout.splitlines()
    assert lines[0].startswith('TrackAddict CSV')
    assert sum('flying' in line for line in lines) == 3
    assert sum('±0.000' in line for line in lines) == 1  # the best


def test_a_phone_that_reckons_ahead_is_named(run: Run) -> None:
    goodwood = json.loads(run('laps', recording('trackaddict/goodwood-ios-4.8.0.csv'), '--json').stdout)
    assert abs(goodwood['tau_s'] - 0.5) < 0.15
    assert [(lap['kind'], lap['time_s']) for lap in goodwood['laps']] == [
        ('out', None),
        ('flying', 177.527),
        ('open', None),
    ]


def test_bad_input_is_one_sentence_and_code_1(run: Run, tmp_path: Path) -> None:
    photo = tmp_path / 'photo.csv'
    photo.write_bytes(b'\xff\xd8\xff\xe0' + bytes(1000))
    for file in (photo, tmp_path / 'nowhere.csv', tmp_path):
        done = run('laps', file, '--json')
        assert (done.returncode, done.stdout) == (1, '')
        assert done.stderr.startswith(f'racetrace: {file}')
        assert done.stderr.count('\n') == 1


def test_wrong_usage_is_code_2(run: Run) -> None:
    assert run('laps').returncode == 2


@pytest.mark.skipif(not Path('/dev/full').exists(), reason='there is no full device here')
def test_an_answer_that_cannot_be_written_is_a_sentence(log: Path) -> None:
    with Path('/dev/full').open('w') as full:
        done = subprocess.run(
            [SCRIPT, 'laps', log], check=False, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith('racetrace: The answer cannot be written')


@pytest.mark.skipif(not Path('/dev/zero').exists(), reason='there is no endless device here')
def test_a_file_without_an_end_is_refused(run: Run) -> None:
    done = run('laps', Path('/dev/zero'))
    assert (done.returncode, done.stderr.count('\n')) == (1, 1)
