from datetime import UTC, datetime

from components.words import day, far, near, speed
from racetrace.telemetry.log import ZoneSource


def test_outside_of_a_page_speed_is_in_kilometres_per_hour_and_length_in_metres() -> None:
    assert (speed(10.0), speed(35.6789, 1), speed(None)) == ('36', '128.4', '–')
    assert (near(820.4), far(2901.0)) == ('820 m', '2.90 km')


def test_a_logger_with_a_clock_of_its_own_is_not_called_utc() -> None:
    at = datetime(2025, 12, 20, 16, 5)
    assert day(at, ZoneSource.LOCAL) == '20 Dec 2025, 16:05'
    assert day(at.replace(tzinfo=UTC), ZoneSource.UTC) == '20 Dec 2025, 16:05 UTC'
    assert day(None, ZoneSource.UNKNOWN) == ''
