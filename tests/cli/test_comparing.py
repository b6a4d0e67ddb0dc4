import json
from pathlib import Path

import numpy as np
import pytest

from racetrace.simulation.session import Simulated
from tests.cli.conftest import Run
from tests.recordings import recording


def test_the_document_closes_with_the_lap_times(run: Run, log: Path, driven: Simulated) -> None:
    document = json.loads(run('compare', f'{log}:1', f'{log}:3', '--json', '--points', '101').stdout)
    first, other = document['laps']
    assert document['method'] == 'position'
    assert document['reference']['lap'] == first['lap'] == 'L1'
    assert len(document['distance_m']) == len(other['delta_t_s']) == len(other['sigma_s']) == 101
    assert set(first['delta_t_s']) == {0}
    behind = driven.truth.lap_times_s[2] - driven.truth.lap_times_s[0]
    assert other['delta_t_s'][-1] == pytest.approx(behind, abs=1e-3)
    assert abs(other['closure_s']) < 1e-3
    assert sum(corner['laps'][1]['lost_s'] for corner in document['corners']) == pytest.approx(
        behind, abs=2e-3
    )
    assert len(other['channels']['speed_mps']['data']) == 101


def test_a_lap_is_nothing_behind_itself(run: Run, log: Path) -> None:
    document = json.loads(run('compare', f'{log}:2', f'{log}:2', '--json').stdout)
    assert np.abs(document['laps'][1]['delta_t_s']).max() == 0
    assert np.abs(document['laps'][1]['sigma_s']).max() == 0


def test_people_read_the_answer_first(run: Run, log: Path) -> None:
    lines = run('compare', f'{log}:1', f'{log}:3').stdout.splitlines()
    assert lines[0].startswith('L3 is ')
    assert lines[0].split(' than ')[0].endswith(('slower', 'faster'))
    assert lines[1].startswith('by position on ')


def test_laps_of_two_files_carry_the_files_names(run: Run, log: Path, tmp_path: Path) -> None:
    other = tmp_path / 'again.csv'
    other.write_bytes(log.read_bytes())
    document = json.loads(run('compare', f'{log}:1', f'{other}:1', '--json').stdout)
    assert [lap['lap'] for lap in document['laps']] == ['kart.csv L1', 'again.csv L1']
    assert np.abs(document['laps'][1]['delta_t_s']).max() < 1e-6


@pytest.mark.parametrize(
    ('laps', 'said'),
    [
        (['{log}:1'], 'needs two laps or more'),
        (['{log}:1', '{log}:77'], 'has no lap 77; its laps are: 0, 1, 2, 3, 4'),
        (['{log}:1', '{log}:0'], 'L0 is no whole timed lap (out)'),
        (['{log}:1', 'nowhere.csv:1'], 'nowhere.csv cannot be read'),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(run: Run, log: Path, laps: list[str], said: str) -> None:
    done = run('compare', *(lap.format(log=log) for lap in laps))
    assert (done.returncode, done.stdout, done.stderr.count('\n')) == (1, '', 1)
    assert said in done.stderr


def test_positions_that_are_too_uncertain_are_refused_but_the_times_stay(run: Run) -> None:
    stc = recording('trackaddict/stc-android-4.3.5.csv')
    done = run('compare', f'{stc}:2', f'{stc}:3')
    assert done.returncode == 1
    assert 'too uncertain' in done.stderr
    times = [lap['time_s'] for lap in json.loads(run('laps', stc, '--json').stdout)['laps']]
    assert times == [None, 444.553, 107.089, 116.145, 357.906, None]


@pytest.mark.parametrize('lap', ['{log}', '{log}:', ':3', '{log}:x', '{log}:٣'])
def test_what_names_no_lap_is_wrong_usage(run: Run, log: Path, lap: str) -> None:
    done = run('compare', lap.format(log=log), f'{log}:1')
    assert (done.returncode, done.stdout) == (2, '')
    assert 'FILE:LAP' in done.stderr
