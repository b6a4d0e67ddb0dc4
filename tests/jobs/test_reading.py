import pytest

from racetrace.errors import LapsNotComparable, LogFormatError
from racetrace.jobs.reading import compare_stored, summarise
from tests.recordings import recording
from tests.simulated_log import simulated_log


def test_a_log_is_summed_up_without_its_samples() -> None:
    found = summarise(simulated_log(), 'kart.csv')
    assert [lap.number for lap in found.ranked] == [3, 2, 1]
    assert found.name == 'kart.csv'


def test_laps_are_compared_by_their_numbers() -> None:
    found = compare_stored(simulated_log(), 'kart.csv', (3, 1), 3)
    assert [lap.label for lap in found.laps] == ['L3', 'L1']
    assert found.reference == 0
    assert found.laps[1].delta_t_s[-1] == pytest.approx(
        found.laps[1].lap_time_s - found.laps[0].lap_time_s, abs=1e-3
    )


def test_what_is_no_log_is_refused() -> None:
    with pytest.raises(LogFormatError):
        summarise(b'\x89PNG\r\n', 'map.png')


def test_a_lap_that_is_not_there_cannot_be_compared() -> None:
    with pytest.raises(LapsNotComparable):
        compare_stored(simulated_log(), 'kart.csv', (3, 99), 3)


def test_a_real_file_becomes_a_session() -> None:
    path = recording('vbo/racechrono-vbo-test.vbo')
    found = summarise(path.read_bytes(), path.name)
    assert len(found.first_choice) == 2
