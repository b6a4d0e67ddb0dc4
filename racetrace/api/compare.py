"""Laps of any sessions beside each other: where each was behind the reference, and how sure that is."""

import asyncio
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from racetrace.api.documents import milliseconds
from racetrace.api.numbers import Numbers, numbers
from racetrace.api.older_names import in_older_unit, names_of
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Visiting
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.telemetry.comparison import ComparedLap, Comparison, CornerOfLap, CornerRow, Method
from racetrace.units import MPS_PER_KMH

MOST_LAPS = 20


def _several(ids: list[int]) -> list[int]:
    once = list(dict.fromkeys(ids))
    if not 2 <= len(once) <= MOST_LAPS:
        raise ValueError(f'A comparison takes from 2 to {MOST_LAPS} laps; these are {len(once)}.')
    return once


class CompareRequest(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    lap_ids: Annotated[list[int], AfterValidator(_several)]
    reference_lap_id: int | None = None  # the first, where none is named
    points: Annotated[int, Field(ge=2, le=5000)] = 500
    channels: list[str] | None = None  # all, where none is named; what no lap has is left out

    @model_validator(mode='after')
    def _holds_its_reference(self) -> Self:
        if self.reference_lap_id is not None and self.reference_lap_id not in self.lap_ids:
            raise ValueError('reference_lap_id is not among lap_ids.')
        return self

    @property
    def reference(self) -> int:
        return 0 if self.reference_lap_id is None else self.lap_ids.index(self.reference_lap_id)


class Channel(BaseModel):
    name: str
    unit: str
    data: Numbers


class LapBeside(BaseModel):
    lap_id: int
    lap_number: int
    lap_time_ms: int | None  # between the crossings that are compared
    gate_residual_ms: float | None
    channels: list[Channel]
    delta_t: Numbers  # seconds behind the reference; positive is slower
    sigma: Numbers  # one sigma of delta_t


class LapInCorner(BaseModel):
    lap_id: int
    time_s: float | None
    lost_s: float | None
    sigma_s: float | None
    is_significant: bool
    entry_kmh: float | None
    min_kmh: float | None
    exit_kmh: float | None
    braking_m: float | None  # where braking began, before the apex
    throttle_m: float | None  # where the throttle opened again, after it


class CornerDocument(BaseModel):
    name: str
    start_m: float
    apex_m: float
    end_m: float
    angle_deg: float  # right positive
    laps: list[LapInCorner]


class ComparisonDocument(BaseModel):
    method: Method
    course: str | None
    length_m: float
    distance_m: Numbers
    reference_lap_id: int
    laps: list[LapBeside]
    corners: list[CornerDocument]
    notes: list[str]


router = APIRouter(tags=['laps'])


@router.post(
    '/laps/compare',
    name='compare_laps',
    response_model=ComparisonDocument,
    responses=problems(400, 404, 409, 413, 422, 503, 504, 507),
)
async def compare(instance: Serving, viewer: Visiting, wanted: CompareRequest) -> Response:
    """Compare laps on the course of the reference, speeds in km/h."""
    chosen = await asyncio.to_thread(choose, instance, viewer, wanted.lap_ids)
    comparison = await compare_laps(instance, chosen, wanted.reference, points=wanted.points)
    document = await asyncio.to_thread(_document, comparison, wanted)
    return Response(document, media_type='application/json')


def _document(comparison: Comparison, wanted: CompareRequest) -> str:
    names = names_of(*(lap.traces for lap in comparison.laps))
    if wanted.channels is not None:
        names = {name: older for name, older in names.items() if older in wanted.channels}
    ids = wanted.lap_ids
    return ComparisonDocument(
        method=comparison.method,
        course=comparison.course or None,
        length_m=comparison.length_m,
        distance_m=numbers(comparison.distance_m, 3),
        reference_lap_id=ids[comparison.reference],
        laps=[
            _beside(comparison, lap, lap_id, names) for lap, lap_id in zip(comparison.laps, ids, strict=True)
        ],
        corners=[_corner(row, ids) for row in comparison.corners],
        notes=list(comparison.notes),
    ).model_dump_json()


def _beside(comparison: Comparison, lap: ComparedLap, lap_id: int, names: dict[str, str]) -> LapBeside:
    channels = []
    for name, older in names.items():
        if name in lap.traces:
            unit, values = in_older_unit(lap.traces[name], comparison.distance_m)
            channels.append(Channel(name=older, unit=unit, data=numbers(values, 9)))
    return LapBeside(
        lap_id=lap_id,
        lap_number=lap.lap.number,
        lap_time_ms=milliseconds(lap.lap_time_s),
        gate_residual_ms=lap.gate_residual_ms,
        channels=channels,
        delta_t=numbers(lap.delta_t_s),
        sigma=numbers(lap.sigma_s),
    )


def _corner(row: CornerRow, ids: list[int]) -> CornerDocument:
    corner = row.corner
    return CornerDocument(
        name=corner.name,
        start_m=corner.start_m,
        apex_m=corner.apex_m,
        end_m=corner.end_m,
        angle_deg=corner.angle_deg,
        laps=[_in_corner(lap_id, did) for lap_id, did in zip(ids, row.laps, strict=True)],
    )


def _in_corner(lap_id: int, did: CornerOfLap) -> LapInCorner:
    return LapInCorner(
        lap_id=lap_id,
        time_s=did.time_s,
        lost_s=did.lost_s,
        sigma_s=did.sigma_s,
        is_significant=did.is_significant,
        entry_kmh=did.entry_mps / MPS_PER_KMH,
        min_kmh=did.min_mps / MPS_PER_KMH,
        exit_kmh=did.exit_mps / MPS_PER_KMH,
        braking_m=did.braking_m,
        throttle_m=did.throttle_m,
    )
