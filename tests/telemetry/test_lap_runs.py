import numpy as np

from racetrace.telemetry.lap_runs import laps_of_runs
from racetrace.telemetry.log import LapKind

NONE = float('nan')


def runs(
    laps: list[float], fragments: list[float] | None = None
) -> list[tuple[int, LapKind | None, float | None]]:
    time_s = np.arange(len(laps), dtype=float)
    fragment = np.zeros(len(laps)) if fragments is None else np.array(fragments)
    found, _ = laps_of_runs(time_s, np.array(laps), fragment, resolution_ms=1)
    return [(lap.number, lap.kind, lap.time_s) for lap in found]


def test_a_session_has_an_out_lap_laps_and_an_open_one() -> None:
    assert runs([NONE, NONE, 1, 1, 1, 2, 2, 3]) == [
        (0, LapKind.OUT, None),
        (1, None, 3),
        (2, None, 2),
        (3, LapKind.OPEN, None),
    ]


def test_rows_without_a_lap_at_the_end_are_an_open_lap() -> None:
    assert runs([NONE, 4, 4, NONE, NONE]) == [(0, LapKind.OUT, None), (4, None, 2), (5, LapKind.OPEN, None)]


def test_the_neighbours_of_an_exported_lap_are_no_laps() -> None:
    assert runs([8, 9, 9, 9, 10]) == [(9, None, 3)]
    assert runs([9, 9, 9]) == []


def test_a_pause_is_no_crossing() -> None:
    assert runs([NONE, 1, 1, 2, 2, 3], [0, 0, 0, 0, 1, 1]) == [
        (0, LapKind.OUT, None),
        (1, None, 2),
        (3, LapKind.OPEN, None),
    ]


def test_without_laps_there_are_none() -> None:
    assert runs([NONE, NONE]) == []


def test_a_column_that_turns_in_every_row_is_left_aside() -> None:
    lap = np.tile([1.0, 2.0], 10_000)
    found, warnings = laps_of_runs(np.arange(20_000.0), lap, np.zeros(20_000), resolution_ms=1)
    assert found == ()
    assert 'turns too often' in warnings[0]
