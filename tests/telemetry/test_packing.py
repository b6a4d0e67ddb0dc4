import json
import struct

import numpy as np
import pytest

from racetrace.telemetry.packing import pack, unpack

COLUMNS = {'path': np.arange(5.0), 'Öl/x': np.array([1.5, np.nan]), 'empty': np.zeros(0)}


def test_columns_come_back_in_their_order() -> None:
    found = unpack(pack(COLUMNS))
    assert list(found) == list(COLUMNS)
    for name, column in COLUMNS.items():
        np.testing.assert_array_equal(found[name], column)


@pytest.mark.parametrize('name', ['a', 'ab', 'abc', 'abcd'])
def test_the_first_column_begins_where_a_browser_can_read_it(name: str) -> None:
    packed = pack({name: np.ones(3)})
    (length,) = struct.unpack_from('<I', packed)
    assert length % 4 == 0
    assert json.loads(packed[4 : 4 + length]) == [[name, 3]]
    assert len(packed) == 4 + length + 3 * 4


def test_local_metres_keep_a_centimetre() -> None:
    east_m = np.array([99_999.12, -5_432.11])
    assert unpack(pack({'east': east_m}))['east'] == pytest.approx(east_m, abs=0.01)
