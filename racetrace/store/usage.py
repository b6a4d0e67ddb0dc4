"""How much is kept, by whom it belongs to and what it is."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, Select, func, select
from sqlmodel import col

from racetrace.store.account_rows import UserRow
from racetrace.store.database import reading
from racetrace.store.file_rows import BlobRow, ChunkRow, UploadRow
from racetrace.store.place_rows import CourseRow, LineRow
from racetrace.store.session_rows import LapRow, ProgressRow, SessionRow
from racetrace.store.timing_rows import CircuitRow, FrameBlockRow

Found = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one user keeps; bytes as they are stored. What two users have alike is counted to both."""

    user_id: int
    name: str
    sessions: int = 0
    binned: int = 0  # sessions in the bin
    files_bytes: int = 0
    samples_bytes: int = 0
    places_bytes: int = 0  # of laps along a line
    lines_bytes: int = 0
    frames_bytes: int = 0  # of what feeds sent
    counted_bytes: int = 0  # which a quota counts: files as they were handed in, and what feeds sent

    @property
    def all_bytes(self) -> int:
        return (
            self.files_bytes + self.samples_bytes + self.places_bytes + self.lines_bytes + self.frames_bytes
        )


def counted(engine: Engine, owner_id: int) -> int:
    """Return the bytes of all files that somebody handed in, and of what his feeds sent."""
    files = select(func.coalesce(func.sum(col(BlobRow.size)), 0)).join(
        UploadRow, col(UploadRow.raw_id) == col(BlobRow.id)
    )
    with reading(engine) as db:
        found = [
            db.execute(query).scalar()
            for query in (
                files.where(col(UploadRow.owner_id) == owner_id),
                _frames().where(col(CircuitRow.owner_id) == owner_id).with_only_columns(_FRAMES_BYTES),
            )
        ]
    return sum(int(number or 0) for number in found)


def of_all(engine: Engine) -> list[Usage]:
    """Return what each user keeps, who keeps the most first."""
    owner, placed_of = col(SessionRow.owner_id), col(ProgressRow.lap_id) == col(LapRow.id)
    of_lap = col(SessionRow.id) == col(LapRow.session_id)
    gone = col(SessionRow.deleted_at).is_not(None)
    handed_in = select(col(UploadRow.owner_id), func.sum(col(BlobRow.size))).join(
        BlobRow, col(BlobRow.id) == col(UploadRow.raw_id)
    )
    placed = select(owner, col(ProgressRow.blob_id)).join(LapRow, of_lap).join(ProgressRow, placed_of)
    lines = select(col(CourseRow.owner_id), col(LineRow.blob_id)).join(
        LineRow, col(LineRow.course_id) == col(CourseRow.id)
    )
    queries: dict[str, Found] = {
        'sessions': select(owner, func.count()).where(~gone).group_by(owner),
        'binned': select(owner, func.count()).where(gone).group_by(owner),
        'files_bytes': _stored(select(col(UploadRow.owner_id), col(UploadRow.raw_id))),
        'samples_bytes': _stored(select(owner, col(SessionRow.samples_id))),
        'places_bytes': _stored(placed),
        'lines_bytes': _stored(lines),
        'frames_bytes': _frames().group_by(col(CircuitRow.owner_id)),
        'counted_bytes': handed_in.group_by(col(UploadRow.owner_id)),
    }
    with reading(engine) as db:
        users = db.execute(
            select(col(UserRow.id), col(UserRow.name)).where(col(UserRow.deleted_at).is_(None))
        )
        names = {user_id: name for user_id, name in users if user_id is not None}
        found: dict[int, dict[str, int]] = {user_id: {} for user_id in names}
        for what, query in queries.items():
            for user_id, number in db.execute(query):
                if user_id in found:
                    found[user_id][what] = int(number or 0)
    for values in found.values():
        values['counted_bytes'] = values.get('counted_bytes', 0) + values.get('frames_bytes', 0)
    usages = [Usage(user_id=user_id, name=names[user_id], **values) for user_id, values in found.items()]
    return sorted(usages, key=lambda usage: (-usage.all_bytes, usage.name))


_FRAMES_BYTES: Final = func.sum(func.length(col(FrameBlockRow.content)))


def _frames() -> Found:
    """Sum what feeds sent, also those of circuits that were deleted: it is kept."""
    of_circuit = col(FrameBlockRow.circuit_id) == col(CircuitRow.id)
    return select(col(CircuitRow.owner_id), _FRAMES_BYTES).join(FrameBlockRow, of_circuit)


def _stored(owned: Found) -> Found:
    """Sum what blobs take in the store, each once for an owner."""
    whose = owned.distinct().subquery()
    owner, blob = whose.c[0], whose.c[1]
    return (
        select(owner, func.sum(func.length(col(ChunkRow.data))))
        .join(ChunkRow, col(ChunkRow.blob_id) == blob)
        .group_by(owner)
    )
