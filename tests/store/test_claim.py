import subprocess
import sys
from pathlib import Path

import pytest

from racetrace.errors import StoreInUse, StoreNotUsable
from racetrace.store.claim import claimed

HOLD = """
import sys
from racetrace.settings import store_of
from racetrace.store.claim import claimed
with claimed(store_of('', sys.argv[1]), 'http://127.0.0.1:1'):
    print('held', flush=True)
    sys.stdin.read()
"""


def test_one_at_a_time_and_the_other_is_told_where(store: Path | str) -> None:
    with (
        claimed(store, 'http://127.0.0.1:8000'),
        pytest.raises(StoreInUse, match=r'It is at http://127\.0\.0\.1:8000') as told,
        claimed(store, ''),
    ):
        pass
    assert told.value.url == 'http://127.0.0.1:8000'
    with claimed(store, ''):
        pass


def test_a_claim_ends_with_its_process_however_that_ends(store: Path | str) -> None:
    command = [sys.executable, '-c', HOLD, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == 'held\n'
        with pytest.raises(StoreInUse), claimed(store, ''):
            pass
        process.kill()
        process.wait()
    with claimed(store, ''):
        pass


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreNotUsable, match='No such file'), claimed(tmp_path / 'no' / 'r.db', ''):
        pass


def test_a_database_that_is_not_there_is_said_without_its_password() -> None:
    with (
        pytest.raises(StoreNotUsable, match=r'The database r on 127\.0\.0\.1 cannot be reached') as told,
        claimed('postgresql://ana:secret@127.0.0.1:1/r', ''),
    ):
        pass
    assert 'secret' not in str(told.value)


def test_an_address_that_is_odd_is_said_without_its_password() -> None:
    with (
        pytest.raises(StoreNotUsable, match='cannot be understood') as told,
        claimed('postgresql://a:secret@h:x/r', ''),
    ):
        pass
    assert 'secret' not in str(told.value)
