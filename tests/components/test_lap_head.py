from components.lap_head import facts, opponent
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.summary import Passed, Summary
from tests.compared import lap

OUT, SLOWER, BEST = lap(0, None, LapKind.OUT), lap(1, 61.0, start_s=65.5), lap(2, 60.0, start_s=126.5)
SESSION = Summary(
    name='a.csv',
    format='VBO',
    laps=(OUT, SLOWER, BEST),
    passed={1: Passed(splits_s=(), gate_residual_ms=-2.0)},
)


def test_a_lap_is_compared_with_the_best_and_the_best_with_the_next() -> None:
    assert opponent(SESSION, SLOWER) is BEST
    assert opponent(SESSION, BEST) is SLOWER


def test_an_out_lap_and_an_only_lap_are_compared_with_nothing() -> None:
    assert opponent(SESSION, OUT) is None
    assert opponent(Summary(name='', format='VBO', laps=(BEST,)), BEST) is None


def test_a_lap_tells_what_it_is_and_how_it_was_measured() -> None:
    assert facts(SESSION, SLOWER) == [
        "logger's time, ±1 ms",
        '1000 m',
        'our crossings −2 ms',
        'from 1:05.500 of the recording',
    ]
    assert facts(SESSION, OUT)[0] == 'out-lap, not timed'
