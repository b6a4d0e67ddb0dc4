"""What a person corrects of a session: the gate, its laps, its course. Each can be taken back."""

from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from racetrace.api.named import NamedKind
from racetrace.api.once import Once
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.viewing import Serving, Viewing
from racetrace.services.corrections import candidates, correct, listed, undo
from racetrace.telemetry.corrections import Correction, CorrectionKind
from racetrace.telemetry.findings import KnownLine

PATH = '/sessions/{session_id}/corrections'
NEEDS = {
    CorrectionKind.GATE: ('latitude_deg', 'longitude_deg'),
    CorrectionKind.SPLIT: ('at_s',),
    CorrectionKind.MERGE: ('at_s',),
    CorrectionKind.EXCLUDE: ('at_s', 'reason'),
    CorrectionKind.COURSE: ('course_id',),
}

Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Seconds = Annotated[float, Field(allow_inf_nan=False)]


class NewCorrection(BaseModel):
    """`gate` takes a place, which is put onto the course; `split`, `merge` (with the next lap) and `exclude`
    take a moment inside a lap, on the time axis of the session; `course` takes a course, or null for none."""

    model_config = ConfigDict(extra='forbid', strict=True)

    kind: NamedKind
    at_s: Seconds | None = None
    reason: Annotated[str, Field(max_length=200)] = ''
    latitude_deg: Latitude | None = None
    longitude_deg: Longitude | None = None
    course_id: Annotated[int, Field(ge=1, lt=2**63)] | None = None

    @model_validator(mode='after')
    def _says_what_its_kind_needs(self) -> Self:
        needed = NEEDS[self.kind]
        missing = [name for name in needed if name not in self.model_fields_set]
        missing += [name for name in needed if name != 'course_id' and getattr(self, name) in {None, ''}]
        beyond = self.model_fields_set - {'kind', *needed}
        if missing or beyond:
            raise ValueError(f'A correction of the kind {self.kind} takes {" and ".join(needed)}.')
        return self


class CorrectionDocument(BaseModel):
    id: int
    kind: CorrectionKind
    made_at: Moment | None
    at_s: float | None
    reason: str
    latitude_deg: float | None
    longitude_deg: float | None
    course_id: int | None


class CourseNearby(BaseModel):
    course_id: int | None
    place: str
    length_m: float


router = APIRouter(tags=['sessions'], route_class=Once)


@router.get(PATH, responses=problems(404, 422))
def list_corrections(instance: Serving, viewer: Viewing, session_id: int) -> list[CorrectionDocument]:
    """Return what is in force, in the order in which it was made."""
    return [_document(one) for one in listed(instance, viewer, session_id)]


@router.post(PATH, status_code=201, responses=problems(400, 404, 409, 413, 422, 503, 504, 507))
async def correct_session(
    instance: Serving, viewer: Viewing, session_id: int, new: NewCorrection, response: Response
) -> CorrectionDocument:
    """Correct a session; its laps are cut, matched and placed anew before this is answered."""
    await correct(instance, viewer, session_id, Correction(**new.model_dump()))
    made = listed(instance, viewer, session_id)[-1]
    response.headers['Location'] = f'/api/v1/sessions/{session_id}/corrections/{made.id}'
    return _document(made)


@router.delete(
    f'{PATH}/{{correction_id}}',
    status_code=204,
    response_class=Response,
    responses=problems(404, 409, 422, 503, 504, 507),
)
async def undo_correction(instance: Serving, viewer: Viewing, session_id: int, correction_id: int) -> None:
    """Take a correction back, be it the newest or not."""
    await undo(instance, viewer, session_id, correction_id)


@router.get('/sessions/{session_id}/courses', responses=problems(404, 422))
def list_courses_nearby(instance: Serving, viewer: Viewing, session_id: int) -> list[CourseNearby]:
    """Return the courses that a session may be said to have driven."""
    return [_course(line) for line in candidates(instance, viewer, session_id)]


def _document(one: Correction) -> CorrectionDocument:
    names = ('id', 'kind', 'made_at', 'at_s', 'reason', 'latitude_deg', 'longitude_deg', 'course_id')
    return CorrectionDocument(**{name: getattr(one, name) for name in names})


def _course(line: KnownLine) -> CourseNearby:
    return CourseNearby(course_id=line.course_id, place=line.name, length_m=line.course().line.length_m)
