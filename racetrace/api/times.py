"""Times that a program may name: of our time, so that no zone moves them out of what can be kept."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator


def _of_our_time(at: datetime) -> datetime:
    if not 1900 <= at.year < 2200:
        raise ValueError('The year is between 1900 and 2200.')
    return at


OurTime = Annotated[datetime, AfterValidator(_of_our_time)]
