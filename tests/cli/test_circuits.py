"""Circuits in files and in Firestore, as a person takes and gives them."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.live.twins.firestore import FirestoreTwin

ARENA = {'id': 'Xb7kQ', 'nom': 'Arena', 'liveTimingUrl': '', 'wssUrl': 'wss://live.example:7913/'}


def test_circuits_go_into_a_store_and_out_again(run: Run, tmp_path: Path) -> None:
    data, file, out = (tmp_path / name for name in ('racetrace.db', 'in.json', 'out.json'))
    file.write_text(json.dumps([ARENA]))
    done = run('circuits', 'import', file, '--data', data)
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout == 'in.json: 1 made, 0 changed, 0 as they were\n'
    assert run('circuits', 'export', out, '--data', data).stdout == 'out.json: 1 circuit\n'
    (given,) = json.loads(out.read_text())
    assert (given['nom'], given['c14']) == ('Arena', 'Non utilisé')
    again = run('circuits', 'export', out, '--data', data)
    assert (again.returncode, again.stdout) == (1, '')
    assert 'out.json cannot be written: File exists.' in again.stderr


async def test_circuits_are_pulled_with_the_settings_of_the_older_program(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FirestoreTwin(Xb7kQ={'nom': 'Arena'}) as twin:
        monkeypatch.setenv('FIREBASE_CREDENTIALS_PATH', str(twin.credentials(tmp_path)))
        monkeypatch.setenv('FIREBASE_PROJECT_ID', 'karts')
        monkeypatch.setenv('RACETRACE_FIREBASE_URL', twin.url)
        done = await asyncio.to_thread(run, 'firebase', 'pull', '--data', tmp_path / 'racetrace.db')
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout == 'Firestore, karts: 1 made, 0 changed, 0 as they were\n'


def test_without_credentials_it_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    done = run('firebase', 'push', '--data', tmp_path / 'racetrace.db')
    assert done.returncode == 1
    assert 'firebase-credentials.json cannot be read: No such file or directory.' in done.stderr
