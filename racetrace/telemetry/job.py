"""Work that was promised, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum


class JobState(StrEnum):
    WAITING = 'waiting'  # raw bytes and this row are committed; the work is owed, whatever happens
    RUNNING = 'running'
    PLACING = 'placing'  # its session is there; most of its laps have still to be placed
    DONE = 'done'
    FAILED = 'failed'


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The import of a file."""

    id: int
    owner_id: int
    upload_id: int
    name: str  # of the file
    size: int  # of the file, bytes
    state: JobState
    attempts: int = 0
    sentence: str = ''  # why it failed
    session_id: int | None = None  # what was made of it

    @property
    def is_ended(self) -> bool:
        return self.state in {JobState.PLACING, JobState.DONE, JobState.FAILED}
