"""Who may see which rows: every query that shows them to somebody asks here, and nowhere else.

Somebody who is not signed in has the id 0, which nobody owns anything under. What is shared by a link is not
found here: it is seen through its share alone (racetrace.store.shares).
"""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from racetrace.store.garage_rows import MemberRow
from racetrace.store.place_rows import PlaceRow
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.summary import Visibility


def sessions(viewer_id: int) -> ColumnElement[bool]:
    """The viewer's own, those that his teams see, and those that everybody does."""
    of_his_team = and_(
        col(SessionRow.visibility) == Visibility.TEAM.value,
        exists().where(
            col(MemberRow.team_id) == col(SessionRow.team_id), col(MemberRow.user_id) == viewer_id
        ),
    )
    return and_(there(), or_(col(SessionRow.owner_id) == viewer_id, of_his_team, _is_public()))


def public_sessions() -> ColumnElement[bool]:
    """Those that everybody sees."""
    return and_(there(), _is_public())


def there() -> ColumnElement[bool]:
    """Those that nobody deleted."""
    return col(SessionRow.deleted_at).is_(None)


def places(viewer_id: int | None) -> ColumnElement[bool]:
    """The viewer's own and those that are published, None all of them; not those that became another one."""
    is_one = col(PlaceRow.merged_into).is_(None)
    own = or_(col(PlaceRow.owner_id) == viewer_id, col(PlaceRow.is_published))
    return is_one if viewer_id is None else and_(is_one, own)


def _is_public() -> ColumnElement[bool]:
    return col(SessionRow.visibility) == Visibility.PUBLIC.value
