import json

import pytest
import typer
from typer.testing import CliRunner

from tests.bench import runner
from tests.bench.contest import Asked, Contest, NotHere, Row, Trial, answered
from tests.bench.runner import NAMES, Effort, document, measured
from tests.e2e.chromium import find

TINY = Effort(share=0.02, rounds=1, slow_rounds=1)
ROWS = {  # of the benchmarks that have more than one of their own name
    'import_beside': ['import_memory', 'import_memory_server', 'import_lag', 'import_lag_writers'],
    'growth_places': ['growth_leaderboard', 'growth_tracks', 'growth_search'],
    'sign_in_pages': ['sign_in_pages', 'sign_in_pages_idle', 'sign_in_each'],
    'page_clients': ['page_clients', 'page_clients_paint'],
    'zoom_fps': ['zoom_fps', 'zoom_fps_least'],
    'growth': ['growth_sessions', 'growth_sessions_api', 'growth_session', 'growth_session_laps'],
}
IN_A_BROWSER = {'drop', 'paint', 'window', 'hover_fps', 'zoom_fps', 'gate_moved', 'page_clients'}
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
    if name in IN_A_BROWSER and find() is None:
        pytest.skip('there is no browser')
    rows = list(measured([name], TINY))
    assert [row.name for row in rows] == ROWS.get(name, [name])
    for row in rows:
        assert row.peer
        assert row.limit > 0
        assert row.ours > 0
        assert row.theirs > 0


def test_what_cannot_be_measured_here_is_said_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def held(name: str, _effort: Effort) -> list[Row]:
        if name == 'drop':
            raise NotHere('Chromium is missing.')
        return [row(ours=1.0)]

    monkeypatch.setattr(runner, '_held', held)
    assert len(list(measured(['drop', 'parse'], TINY))) == 1
    said = capsys.readouterr()
    assert said.err == 'drop: left out. Chromium is missing.\n'
    assert said.out == ''


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


def asked(name: str, or_ratio: float | None = None) -> Asked:
    return Asked(name=name, task='t', peer='p', unit='ms', limit=50.0, limit_of='ours', or_ratio=or_ratio)


def test_a_trial_has_the_median_of_each_figure_without_the_first_round() -> None:
    figures = iter([(900.0, 900.0), (1.0, 30.0), (3.0, 10.0), (2.0, 20.0)])
    trial = Trial(asked=[asked('a'), asked('b')], ours=lambda: next(figures), theirs=lambda: (4.0, 5.0))
    rows = trial.held(3)
    assert [(row.name, row.ours, row.theirs) for row in rows] == [('a', 2.0, 4.0), ('b', 20.0, 5.0)]


def test_of_two_limits_the_row_names_the_one_that_holds() -> None:
    both = asked('lag', or_ratio=3.0)
    assert (answered(both, 40.0, 1.0).limit, answered(both, 40.0, 1.0).limit_of) == (50.0, 'ours')
    assert (answered(both, 60.0, 30.0).limit, answered(both, 60.0, 30.0).limit_of) == (3.0, 'ratio')
    assert not answered(both, 100.0, 10.0).ok
    assert answered(both, 100.0, 10.0).of_limit == 2.0


def test_what_is_made_ready_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [0.0]
    monkeypatch.setattr('tests.bench.contest.perf_counter', lambda: sum(seconds))
    contest = Contest(
        name='x',
        task='t',
        peer='p',
        unit='ms',
        limit=1.0,
        limit_of='ratio',
        before_ours=lambda: seconds.append(7.0),
        ours=lambda: seconds.append(0.5),
        before_theirs=lambda: seconds.append(9.0),
        theirs=lambda: seconds.append(0.25),
    )
    (measured_row,) = contest.held(1)
    assert (measured_row.ours, measured_row.theirs) == (500.0, 250.0)


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
    assert [line.split()[1] for line in out.splitlines()[::2]] == ['ok', 'BEYOND']
    assert 'a floor' in out


def test_it_fails_only_beyond_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, [row(ours=3.9)], '--fail-beyond', '2')[0] == 0
    assert run(monkeypatch, [row(ours=4.1)], '--fail-beyond', '2')[0] == 1


def test_an_unknown_name_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, [], 'pars')[0] == 2
