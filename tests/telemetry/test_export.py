import csv
import json
from io import BytesIO, StringIO

import numpy as np
import polars as pl
import pytest

from racetrace.telemetry.channels import Channel
from racetrace.telemetry.export import SLICE, Format, channel_table, harmless, lap_table, write
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.recorded import Recorded

FORMULAS = ('=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=1', '\n=1', '＝1')  # noqa: RUF001


def lap(number: int, start_s: float, end_s: float, reason: str = '') -> Lap:
    return Lap(
        number=number,
        kind=LapKind.FLYING,
        start_s=start_s,
        end_s=end_s,
        time_s=end_s - start_s,
        measured_by=MeasuredBy.GATE,
        resolution_ms=5.0,
        excluded_reason=reason,
    )


def recorded(tau_s: float = 0.0, factor: float = 1.0, rows: int = 6, beside: str = 'other') -> Recorded:
    numbers = np.arange(rows) * 1.0
    frame = pl.DataFrame({'time_s': numbers, 'speed_mps': -2 * numbers, beside: numbers})
    channels = (Channel(name='speed_mps', unit='m/s'),)
    return Recorded(frame=frame, channels=channels, tau_s=tau_s, speed_factor=factor)


def as_csv(table: pl.DataFrame) -> list[list[str]]:
    file = BytesIO()
    write(table, Format.CSV, file)
    return list(csv.reader(StringIO(file.getvalue().decode(), newline='')))


def test_each_row_says_which_lap_it_is_of() -> None:
    table = channel_table(recorded(), [lap(0, 1, 3), lap(1, 3, 5)])
    assert table['lap_number'].to_list() == [None, 0, 0, 1, 1, None]
    assert table['speed_mps'].to_list() == [-0.0, -2.0, -4.0, -6.0, -8.0, -10.0]
    assert 'receiver_time_s' not in table.columns


def test_what_is_mended_elsewhere_is_mended_here() -> None:
    table = channel_table(recorded(tau_s=0.5, factor=0.5), [])
    assert table['speed_mps'][2] == -2.0
    assert table['receiver_time_s'].to_list() == [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5]


def test_parquet_keeps_every_bit_and_says_the_units() -> None:
    table, file = channel_table(recorded(), [lap(1, 1, 3)]), BytesIO()
    write(table, Format.PARQUET, file, recorded())
    file.seek(0)
    assert pl.read_parquet(file).equals(table)
    file.seek(0)
    said = json.loads(pl.read_parquet_metadata(file)['racetrace'])
    assert [channel['unit'] for channel in said['channels']] == ['m/s']


def test_numbers_of_a_csv_stay_numbers_and_come_in_slices_under_one_head() -> None:
    rows = as_csv(channel_table(recorded(rows=SLICE + 3), [lap(1, 1, 3)]))
    assert (rows[0], len(rows)) == (['time_s', 'lap_number', 'speed_mps', 'other'], SLICE + 4)
    assert rows[1:3] == [['0.0', '', '-0.0', '0.0'], ['1.0', '1', '-2.0', '1.0']]
    assert float(rows[-1][2]) == -2.0 * (SLICE + 2)


@pytest.mark.parametrize('text', FORMULAS)
def test_no_text_is_worked_out_by_a_spreadsheet(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_csv(lap_table([lap(1, 1, 3, text)]))[1][-1] == f"'{text}"
    assert as_csv(channel_table(recorded(beside=text), []))[0][-1] == f"'{text}"


def test_other_text_stays_as_it_is() -> None:
    reasons = ['spun, "twice"', 'off at T3', '', "'", '°=']
    rows = as_csv(lap_table([lap(number, 1, 3, reason) for number, reason in enumerate(reasons)]))
    assert [row[-1] for row in rows[1:]] == reasons


def test_a_session_without_laps_is_a_table_without_rows() -> None:
    assert len(as_csv(lap_table([]))) == 1
