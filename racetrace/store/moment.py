"""The moment at which a row is written: UTC without a zone, as all of them are kept."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
