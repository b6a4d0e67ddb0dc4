import json

import pytest
import typer
from typer.testing import CliRunner

from tests.bench import runner
from tests.bench.contest import Contest, Row
from tests.bench.runner import NAMES, Effort, document, measured

TINY = Effort(share=0.02, rounds=1)
KEYS = {'name', 'task', 'ours', 'unit', 'peer', 'theirs', 'ratio', 'limit', 'limit_of', 'ok'}

program = typer.Typer()
program.command()(runner.bench)


def row(*, ours: float, theirs: float = 1.0, limit: float = 2.0, limit_of: str = 'ratio') -> Row:
    return Row(
        name='parse',
        task='reading',
        ours=ours,
        unit='s',
        peer='a floor',
        theirs=theirs,
        limit=limit,
        limit_of='ours' if limit_of == 'ours' else 'ratio',
    )


def run(monkeypatch: pytest.MonkeyPatch, rows: list[Row], *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(runner, 'measured', lambda _names, _effort: iter(rows))
    result = CliRunner().invoke(program, arguments)
    return result.exit_code, result.stdout


@pytest.mark.parametrize('name', NAMES)
def test_every_row_names_its_peer_and_its_limit(name: str) -> None:
    (measured_row,) = measured([name], TINY)
    assert measured_row.name == name
    assert measured_row.peer
    assert measured_row.limit > 0
    assert measured_row.ours > 0
    assert measured_row.theirs > 0


def test_each_side_runs_once_to_warm_up_and_then_in_turn() -> None:
    order: list[str] = []
    Contest(
        name='x',
        task='t',
        peer='p',
        unit='ms',
        limit=1.0,
        limit_of='ratio',
        ours=lambda: order.append('ours'),
        theirs=lambda: order.append('theirs'),
    ).held(2)
    assert order == ['theirs', 'ours'] * 3


def test_a_limit_is_on_the_ratio_or_on_our_own_time() -> None:
    assert row(ours=6.0, theirs=3.0, limit=2.0).ok
    assert not row(ours=6.1, theirs=3.0, limit=2.0).ok
    assert row(ours=2.0, theirs=0.1, limit=2.0, limit_of='ours').ok
    assert row(ours=5.0, theirs=0.1, limit=2.0, limit_of='ours').of_limit == 2.5


def test_the_document_has_the_machine_and_a_row_for_each() -> None:
    said = document([row(ours=3.0, theirs=2.0)])
    assert 'cores' in said['machine']
    assert set(said['rows'][0]) == KEYS
    assert said['rows'][0]['ratio'] == 1.5
    assert said['rows'][0]['ok'] is True


def test_json_prints_one_document_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out = run(monkeypatch, [row(ours=1.0), row(ours=9.0)], '--json', '--quick')
    assert code == 0
    assert [entry['ok'] for entry in json.loads(out)['rows']] == [True, False]


def test_people_get_a_verdict_for_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out = run(monkeypatch, [row(ours=1.0), row(ours=9.0)])
    assert code == 0
    assert [line.split()[1] for line in out.splitlines()[::2]] == ['ok', 'TOO']
    assert 'a floor' in out


def test_it_fails_only_beyond_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, [row(ours=3.9)], '--fail-beyond', '2')[0] == 0
    assert run(monkeypatch, [row(ours=4.1)], '--fail-beyond', '2')[0] == 1


def test_an_unknown_name_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, [], 'pars')[0] == 2
