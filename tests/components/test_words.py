from datetime import UTC, datetime

from components.words import day, kmh
from racetrace.telemetry.log import ZoneSource


def test_speed_is_in_kilometres_per_hour() -> None:
    assert (kmh(10.0), kmh(35.6789, 1), kmh(None)) == ('36', '128.4', '–')


def test_a_logger_with_a_clock_of_its_own_is_not_called_utc() -> None:
    at = datetime(2025, 12, 20, 16, 5)
    assert day(at, ZoneSource.LOCAL) == '20 Dec 2025, 16:05'
    assert day(at.replace(tzinfo=UTC), ZoneSource.UTC) == '20 Dec 2025, 16:05 UTC'
    assert day(None, ZoneSource.UNKNOWN) == ''
