"""The fastest public laps, and for admins those that are held back."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from racetrace.api.documents import milliseconds
from racetrace.api.pages import Limit, Skip, page_after
from racetrace.api.problem import problems
from racetrace.api.times import AsDriven, OurTime
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.services import leaderboard
from racetrace.telemetry.log import MeasuredBy

PATH = '/leaderboard'
HELD = '/admin/leaderboard/held'


class StandingDocument(BaseModel):
    id: int
    course_id: int
    track_configuration_id: int  # the same as course_id
    lap_id: int
    lap_number: int
    session_id: int
    driver_name: str
    car_name: str
    category: str
    lap_time_ms: int | None
    measured_by: MeasuredBy
    resolution_ms: float | None
    is_coarse: bool
    date: AsDriven | None
    held: str  # why it does not count; '' where it does


router = APIRouter(tags=['leaderboard'])


@router.get(f'{PATH}/', responses=problems(404, 422))
@router.get(PATH, include_in_schema=False)
def read_leaderboard(
    instance: Serving,
    viewer: Visiting,
    response: Response,
    course_id: int | None = None,
    category: Annotated[str, Query(max_length=200)] = '',
    since: OurTime | None = None,
    until: OurTime | None = None,
    measured_by: MeasuredBy | None = None,
    limit: Limit = 50,
    skip: Skip = 0,
) -> list[StandingDocument]:
    """Return the best public laps of drivers and cars on a course; without one, the best of each course.

    The header `Link` leads to the next page.
    """
    if course_id is None:
        found = leaderboard.best_of_each_course(instance, viewer, limit + 1, skip)
        return [_document(one) for one in page_after(response, f'{PATH}/', found, limit, skip)]
    wanted = leaderboard.Wanted(
        course_id=course_id,
        category=' '.join(category.casefold().split()),
        since=_utc(since),
        until=_utc(until),
        measured_by=measured_by.value if measured_by else '',
    )
    found = leaderboard.best_laps(instance, viewer, wanted, limit + 1, skip)
    given = {'course_id': course_id, 'category': category, 'since': since, 'until': until}
    given |= {'measured_by': measured_by.value if measured_by else ''}
    path = f'{PATH}/?{urlencode({name: value for name, value in given.items() if value})}'
    return [_document(one) for one in page_after(response, path, found, limit, skip)]


@router.get(HELD, responses=problems(422))
def list_held_laps(instance: Serving, viewer: Viewing, limit: Limit = 50) -> list[StandingDocument]:
    """Return the laps that are not believed, the newest first."""
    return [_document(one) for one in leaderboard.held_back(instance, viewer, limit)]


@router.post(
    f'{HELD}/{{standing_id}}/free',
    status_code=204,
    response_class=Response,
    responses=problems(404, 422, 507),
)
def free_held_lap(instance: Serving, viewer: Viewing, standing_id: int) -> None:
    """Let it count."""
    leaderboard.free(instance, viewer, standing_id)


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at is not None and at.tzinfo else at


def _document(one: leaderboard.Standing) -> StandingDocument:
    same = [name for name in StandingDocument.model_fields if hasattr(one, name)]
    return StandingDocument(
        **{name: getattr(one, name) for name in same},
        track_configuration_id=one.course_id,
        lap_time_ms=milliseconds(one.time_s),
        date=one.driven_at,
    )
