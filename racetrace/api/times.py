"""Times and days as they come in and go out: as text, for a number would be seconds since 1970."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema


def _text(value: object) -> object:
    if not isinstance(value, str) or re.fullmatch(r'\s*[+-]?[\d_.]+\s*', value):
        raise ValueError('A time is text, such as 2026-06-13T09:30:00Z; a day is 2026-06-13.')
    return value


def _of_our_time(at: datetime) -> datetime:
    """So that no zone moves it out of what can be kept."""
    if not 1900 <= at.year < 2200:
        raise ValueError('The year is between 1900 and 2200.')
    return at


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


OurTime = Annotated[datetime, Field(strict=False), BeforeValidator(_text), AfterValidator(_of_our_time)]
OurDay = Annotated[
    date, Field(strict=False, ge=date(1900, 1, 1), lt=date(2200, 1, 1)), BeforeValidator(_text)
]
Moment = Annotated[datetime, AfterValidator(_utc)]  # of ours: the store keeps UTC without saying so
# RFC 3339, which JSON Schema means by `date-time`, knows no time of which nobody knows the zone.
AsDriven = Annotated[datetime, WithJsonSchema({'type': 'string', 'description': 'ISO 8601; a zone if known'})]
