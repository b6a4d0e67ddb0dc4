"""Speeds, lengths and dates as a driver reads them, in the units of the page."""

from datetime import datetime

from components.shown_units import scales
from racetrace.telemetry.log import ZoneSource
from racetrace.words import NONE


def speed(mps: float | None, digits: int = 0) -> str:
    """128.4, without its unit, which stands in the head of a table."""
    return NONE if mps is None else f'{mps / scales().mps:.{digits}f}'


def near(metres: float) -> str:
    """820 m; as far as one could walk."""
    return f'{metres / scales().near_m:.0f} {scales().near}'


def far(metres: float) -> str:
    """2.90 km; as far as a lap goes."""
    return f'{metres / scales().far_m:.2f} {scales().far}'


def day(at: datetime | None, zone: ZoneSource) -> str:
    """When a session began, and in whose time: a logger's own clock is not UTC."""
    return '' if at is None else f'{date(at)}, {clock(at, zone)}'


def date(at: datetime) -> str:
    return f'{at.day} {at:%b %Y}'


def clock(at: datetime, zone: ZoneSource) -> str:
    return f'{at:%H:%M}' + (' UTC' if zone is ZoneSource.UTC else '')
