"""A speed and a date as a driver reads them."""

from datetime import datetime

from racetrace.telemetry.log import ZoneSource
from racetrace.units import MPS_PER_KMH
from racetrace.words import NONE


def kmh(mps: float | None, digits: int = 0) -> str:
    return NONE if mps is None else f'{mps / MPS_PER_KMH:.{digits}f}'


def day(at: datetime | None, zone: ZoneSource) -> str:
    """When a session began, and in whose time: a logger's own clock is not UTC."""
    return '' if at is None else f'{date(at)}, {clock(at, zone)}'


def date(at: datetime) -> str:
    return f'{at.day} {at:%b %Y}'


def clock(at: datetime, zone: ZoneSource) -> str:
    return f'{at:%H:%M}' + (' UTC' if zone is ZoneSource.UTC else '')
