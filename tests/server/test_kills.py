"""Whatever is killed, and whenever: what was acknowledged is whole, and nothing is there by half."""

import os
import sys
from pathlib import Path

import pytest

from tests.server.kills import Proof

KILLS = int(os.environ.get('KILLS', '30'))
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize('seed', [1])
def test_imports_survive_every_kill(tmp_path: Path, seed: int) -> None:
    proof = Proof(data=tmp_path / 'racetrace.db')
    proof.run(KILLS, seed)
    proof.check()
    assert len(proof.acknowledged) > KILLS // 2, 'the moments were too early to prove anything'


def test_the_same_kills_find_writes_in_the_wrong_order(tmp_path: Path) -> None:
    broken = [sys.executable, '-c', f'import sys; sys.path.insert(0, {str(ROOT)!r})\n{BROKEN}']
    proof = Proof(data=tmp_path / 'racetrace.db', command=broken)
    for seed in range(5):
        proof.run(6, seed)
        if proof.half_sessions():
            return
    pytest.fail('30 kills did not find what was broken')


BROKEN = 'from tests.server.kills import broken_server\nbroken_server()'
