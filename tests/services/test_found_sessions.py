from datetime import datetime

import pytest

from racetrace.services import sessions
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.telemetry.summary import Written

WET = Written(name='Nürburg, wet', driver_name='Ana Sá', car_name='MX-5')
DRY = Written(name='Riverside', driver_name='Ben')


@pytest.fixture
def stored(instance: Instance) -> Instance:
    sessions.create(instance, LOCAL, WET, datetime(2026, 6, 13, 9, 30))
    sessions.create(instance, LOCAL, DRY, datetime(2025, 12, 20))
    sessions.create(instance, LOCAL, DRY, None)
    return instance


@pytest.mark.parametrize(
    ('typed', 'ids'),
    [
        ('', [3, 2, 1]),
        ('  ', [3, 2, 1]),
        ('river', [3, 2]),
        ('RIVER ben', [3, 2]),
        ('ben river', [3, 2]),
        ('nurburg', [1]),
        ('ana sa mx-5', [1]),
        ('2026-06-13', [1]),
        ('december 2025', [2]),
        ('ana ben', []),
        ('%', []),
    ],
)
async def test_sessions_are_found_by_all_that_is_written_of_them(
    stored: Instance, typed: str, ids: list[int]
) -> None:
    found, total = sessions.found(stored, LOCAL, typed)
    assert [session.id for session in found] == ids
    assert total == len(ids)


async def test_what_is_found_goes_on_where_a_page_ends(stored: Instance) -> None:
    found, total = sessions.found(stored, LOCAL, 'river', most=1, before_id=3)
    assert ([session.id for session in found], total) == ([2], 2)


async def test_what_was_deleted_is_not_found(stored: Instance) -> None:
    sessions.delete(stored, LOCAL, 1)
    assert sessions.found(stored, LOCAL, 'ana') == ([], 0)
