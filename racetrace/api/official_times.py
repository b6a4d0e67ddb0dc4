"""Official times of a session: what it could be in what feeds told, and what its owner said."""

from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from racetrace.api.once import Once
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing
from racetrace.services.official_times import Candidate, Offer, OfferedLap, accept, decline, offer, remove
from racetrace.timing.official import Certainty

PATH = '/sessions/{session_id}/official'
MOST_ID = 2**63 - 1


class NewOfficial(BaseModel):
    """An entry of a session that a feed told of; without both, that it was none of them."""

    model_config = ConfigDict(extra='forbid', strict=True)

    timing_session_id: Annotated[int, Field(ge=1, le=MOST_ID)] | None = None
    entry: Annotated[str, Field(max_length=200, examples=['r8'])] = ''

    @model_validator(mode='after')
    def _says_both_or_none(self) -> Self:
        if (self.timing_session_id is None) != (not self.entry):
            raise ValueError('Say of which timing session, and which entry; or leave out both.')
        return self


class OfficialLapDocument(BaseModel):
    lap_id: int
    lap_number: int
    logged_ms: float
    official_number: int
    official_ms: int
    difference_ms: float  # the logger's less the official
    is_taken: bool  # or would be: false where the two are too far from each other, and the lap keeps its own


class CandidateDocument(BaseModel):
    timing_session_id: int
    source: str  # circuit and session
    entry: str
    number: str
    name: str
    certainty: Certainty
    expected_by_chance: float  # at most so many fits as good as this one
    rival: str  # who fits nearly as well; '' where nobody does
    agreeing: int
    of: int  # laps that the logger timed
    bias_ms: float  # by which the logger's laps are longer on average
    offset_s: float  # by which the logger's clock is ahead; a timing line elsewhere is part of it
    spread_s: float
    laps: list[OfficialLapDocument]


class OfficialDocument(BaseModel):
    is_accepted: bool
    is_declined: bool
    timing_session_id: int | None  # null too where the feed's session was deleted since
    source: str
    entry: str
    number: str
    name: str
    certainty: str
    offset_s: float | None
    spread_s: float | None
    laps: list[OfficialLapDocument]
    candidates: list[CandidateDocument]  # the best first; none once something was said


router = APIRouter(tags=['sessions'], route_class=Once)


@router.get(PATH, responses=problems(404, 422))
def get_official_times(instance: Serving, viewer: Viewing, session_id: int) -> OfficialDocument:
    """Return the official times of a session, or which entries of feeds it could be."""
    return _document(offer(instance, viewer, session_id))


@router.put(PATH, responses=problems(400, 404, 409, 413, 422, 507))
async def put_official_times(
    instance: Serving, viewer: Viewing, session_id: int, new: NewOfficial
) -> OfficialDocument:
    """Give the laps of a session the times of an entry, or say that it was none of those offered."""
    if new.timing_session_id is None:
        await decline(instance, viewer, session_id)
    else:
        await accept(instance, viewer, session_id, new.timing_session_id, new.entry)
    return _document(offer(instance, viewer, session_id))


@router.delete(PATH, status_code=204, response_class=Response, responses=problems(404, 422, 507))
async def remove_official_times(instance: Serving, viewer: Viewing, session_id: int) -> None:
    """Give the laps back what they had before, exactly."""
    await remove(instance, viewer, session_id)


def _document(found: Offer) -> OfficialDocument:
    link = found.link
    is_accepted = link is not None and not link.is_declined
    return OfficialDocument(
        is_accepted=is_accepted,
        is_declined=link is not None and link.is_declined,
        timing_session_id=link.timing_session_id if link else None,
        source=link.source if link else '',
        entry=link.key if link else '',
        number=link.number if link else '',
        name=link.name if link else '',
        certainty=link.certainty if link else '',
        offset_s=link.offset_s if link and is_accepted else None,
        spread_s=link.spread_s if link and is_accepted else None,
        laps=[_lap(lap) for lap in found.laps],
        candidates=[_candidate(one) for one in found.candidates],
    )


def _candidate(one: Candidate) -> CandidateDocument:
    return CandidateDocument(
        timing_session_id=one.told.id,
        source=one.told.source,
        entry=one.entry.key,
        number=one.entry.number,
        name=one.entry.name,
        certainty=one.fit.certainty,
        expected_by_chance=one.fit.expected,
        rival=one.rival,
        agreeing=len(one.fit.agreeing),
        of=one.of,
        bias_ms=one.fit.bias_ms,
        offset_s=one.fit.offset_s,
        spread_s=one.fit.spread_s,
        laps=[_lap(lap) for lap in one.laps],
    )


def _lap(lap: OfferedLap) -> OfficialLapDocument:
    return OfficialLapDocument(
        lap_id=lap.lap_id,
        lap_number=lap.lap_number,
        logged_ms=round(lap.own_s * 1e3, 1),
        official_number=lap.official_number,
        official_ms=lap.official_ms,
        difference_ms=round(lap.difference_s * 1e3, 1),
        is_taken=lap.is_taken,
    )
