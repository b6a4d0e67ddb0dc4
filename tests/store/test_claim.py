import subprocess
import sys
from pathlib import Path

import pytest

from racetrace.errors import StoreInUse, StoreNotUsable
from racetrace.store.claim import claimed

HOLD = """
import sys
from pathlib import Path
from racetrace.store.claim import claimed
with claimed(Path(sys.argv[1]), 'http://127.0.0.1:1'):
    print('held', flush=True)
    sys.stdin.read()
"""


def test_one_at_a_time_and_the_other_is_told_where(data: Path) -> None:
    with (
        claimed(data, 'http://127.0.0.1:8000'),
        pytest.raises(StoreInUse, match=r'It is at http://127\.0\.0\.1:8000') as told,
        claimed(data, ''),
    ):
        pass
    assert told.value.url == 'http://127.0.0.1:8000'
    with claimed(data, ''):
        pass


def test_a_claim_ends_with_its_process_however_that_ends(data: Path) -> None:
    command = [sys.executable, '-c', HOLD, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == 'held\n'
        with pytest.raises(StoreInUse), claimed(data, ''):
            pass
        process.kill()
        process.wait()
    with claimed(data, ''):
        pass


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreNotUsable, match='No such file'), claimed(tmp_path / 'no' / 'r.db', ''):
        pass
