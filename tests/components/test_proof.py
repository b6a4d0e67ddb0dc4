from dataclasses import replace

from components.proof import residual, uncertainty
from tests.compared import comparison


def test_the_uncertainty_is_two_sigma() -> None:
    assert uncertainty(comparison().laps[1]) == '±0.040 s'


def test_the_worse_of_both_gates_is_shown() -> None:
    assert (residual(comparison(), 1), residual(comparison(), 2)) == ('+7 ms', '−2 ms')


def test_without_a_time_of_the_logger_there_is_no_residual() -> None:
    known = comparison()
    laps = tuple(replace(lap, gate_residual_ms=None) for lap in known.laps)
    assert residual(replace(known, laps=laps), 1) == '–'
