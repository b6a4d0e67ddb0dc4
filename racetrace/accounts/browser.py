"""A browser that is signed in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    id: int
    device_name: str
    created_at: datetime
    seen_at: datetime
    step_up_until: datetime | None
