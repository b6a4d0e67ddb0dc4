from datetime import datetime

import pytest

from racetrace.services.compare_laps import Chosen, choose
from racetrace.services.find_laps import PAGE, find_laps
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store.database import writing
from racetrace.store.migrate import migrate
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.telemetry.log import LapKind, MeasuredBy

LAPS = 2 * PAGE + 5


@pytest.fixture
def chosen(fresh: Instance) -> list[Chosen]:
    """Return the first lap of a session of very many; each next one is a second slower."""
    migrate(fresh.data)
    with writing(fresh.engine) as db:
        session = SessionRow(owner_id=LOCAL.user_id, zone_source='local', started_at=datetime(2025, 12, 20))
        db.add(session)
        db.flush()
        for number in range(LAPS):
            db.add(
                LapRow(
                    session_id=session.id or 0,
                    number=number,
                    kind=LapKind.FLYING,
                    start_s=0,
                    end_s=60,
                    time_s=60.0 + number,
                    measured_by=MeasuredBy.GATE,
                    resolution_ms=1.0,
                )
            )
    return choose(fresh, LOCAL, [1])


def test_laps_come_in_pages_each_once_until_there_are_no_more(fresh: Instance, chosen: list[Chosen]) -> None:
    pages = [find_laps(fresh, LOCAL, '', chosen, 0, page) for page in range(4)]
    assert [more for _, more in pages] == [True, True, False, False]
    assert [lap.number for laps, _ in pages for lap in laps] == list(range(1, LAPS)), 'but for the chosen one'


def test_words_are_of_the_lap_too(fresh: Instance, chosen: list[Chosen]) -> None:
    laps, more = find_laps(fresh, LOCAL, 'l7 1:07', chosen, 0)
    assert ([lap.number for lap in laps], more) == ([7], False)
