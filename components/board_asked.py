"""What a leaderboard is narrowed by, read from an address; what makes no sense there is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self
from urllib.parse import urlencode

from components import address
from components.filter_bar import Filter
from racetrace.telemetry.log import MeasuredBy

LONGEST: Final = 200
MOST_SKIPPED: Final = 100_000
DAY: Final = '%Y-%m-%d'
PERIODS: Final = (
    ('', 'All time'),
    ('season', 'This season'),
    ('year', 'Last 12 months'),
    ('own', 'Between'),
)
BY: Final = (
    ('', 'In any way'),
    (MeasuredBy.OFFICIAL.value, 'Official'),
    (MeasuredBy.LOGGER.value, "Logger's time"),
    (MeasuredBy.BEACON.value, 'Beacon'),
    (MeasuredBy.GATE.value, 'Crossing of the line'),
    (MeasuredBy.LOOP.value, 'Crossing of a found line'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAsked:
    course_id: int = 0
    category: str = ''
    period: str = ''
    since: datetime | None = None
    until: datetime | None = None  # the last day itself
    by: str = ''
    skipped: int = 0

    @classmethod
    def of(
        cls, *, course: str, category: str, period: str, since: str, until: str, by: str, skip: str
    ) -> Self:
        return cls(
            course_id=address.number(course),
            category=' '.join(category.casefold().split())[:LONGEST],
            period=period if period in dict(PERIODS) else '',
            since=day(since),
            until=day(until),
            by=by if by in dict(BY) else '',
            skipped=min(address.number(skip), MOST_SKIPPED),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.category or self.period or self.by)

    def span(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the moments between which laps count, the first with it, the second without."""
        match self.period:
            case 'season':
                return datetime(now.year, 1, 1), None
            case 'year':
                return now - timedelta(days=365), None
            case 'own':
                return self.since, self.until + timedelta(days=1) if self.until else None
        return None, None

    def address(self, *, skipped: int = 0) -> str:
        """Return where this is asked for, from another place on."""
        said = {
            'course': str(self.course_id),
            'category': self.category,
            'period': self.period,
            'since': self.since.strftime(DAY) if self.since else '',
            'until': self.until.strftime(DAY) if self.until else '',
            'by': self.by,
            'skip': str(skipped) if skipped else '',
        }
        return f'/leaderboard?{urlencode({name: value for name, value in said.items() if value})}'

    def filters(self, courses: Sequence[tuple[str, str]], categories: Sequence[str]) -> list[Filter]:
        """Return the fields of it; `courses` and `categories` are those that there are."""
        classes = dict.fromkeys((*categories, *filter(None, (self.category,))))
        found = [
            Filter(
                name='course',
                label='Course',
                value=str(self.course_id),
                options=(('', 'All courses'), *courses),
                drops=('category',),
            ),
            Filter(
                name='category',
                label='Class',
                value=self.category,
                options=(('', 'All classes'), *((one, one) for one in classes)),
            ),
            Filter(
                name='period', label='Driven', value=self.period, options=PERIODS, drops=('since', 'until')
            ),
        ]
        if self.period == 'own':
            since, until = (at.strftime(DAY) if at else '' for at in (self.since, self.until))
            found.append(Filter(name='since', label='From', value=since, kind='date'))
            found.append(Filter(name='until', label='To', value=until, kind='date'))
        return [*found, Filter(name='by', label='Measured', value=self.by, options=BY)]


def day(word: str) -> datetime | None:
    """Return the day that an address names; None for what is none."""
    try:
        found = datetime.strptime(word, DAY)
    except ValueError:
        return None
    return found if 1900 <= found.year < 2200 else None
