"""One lap: what it is, and its channels over distance."""

import asyncio
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from racetrace.api.documents import LapOfSession, lap_of_session, milliseconds
from racetrace.api.numbers import Numbers, numbers
from racetrace.api.older_names import in_older_unit, names_of
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.services import sessions
from racetrace.services.compare_laps import choose, recorded
from racetrace.services.corrections import exclude
from racetrace.services.look_at_lap import look_at_lap
from racetrace.telemetry.alone import LapAlone, fixes_of
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.recorded import Recorded


class LapChanges(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    excluded_reason: Annotated[str, Field(max_length=200)]


class ChannelAlong(BaseModel):
    name: str
    unit: str
    data: Numbers
    timestamps: Numbers  # where each of `data` is: metres, as ever


class Telemetry(BaseModel):
    lap_id: int
    lap_number: int
    lap_time_ms: int | None
    channels: list[ChannelAlong]
    distance_m: Numbers
    gps_track: list[tuple[float, float, float]]  # of each fix: seconds since the start, latitude, longitude


router = APIRouter(tags=['laps'])


@router.get('/laps/{lap_id}', responses=problems(404, 422))
def read_lap(instance: Serving, viewer: Visiting, lap_id: int) -> LapOfSession:
    return lap_of_session(*sessions.of_lap(instance, viewer, lap_id))


@router.patch('/laps/{lap_id}', responses=problems(400, 404, 413, 422, 507))
def change_lap(instance: Serving, viewer: Viewing, lap_id: int, changes: LapChanges) -> LapOfSession:
    """Say why a lap does not count; an empty reason lets it count again."""
    return lap_of_session(*exclude(instance, viewer, lap_id, changes.excluded_reason))


@router.get('/laps/{lap_id}/telemetry', response_model=Telemetry, responses=problems(404, 409, 422))
async def read_telemetry(
    instance: Serving, viewer: Visiting, lap_id: int, points: Annotated[int, Query(ge=2, le=5000)] = 500
) -> Response:
    """Return all channels over metres, speeds in km/h, and the fixes as they were received.

    The metres are along the course; for a lap without a place on one, such as an out-lap, those driven.
    """
    (chosen,) = await asyncio.to_thread(choose, instance, viewer, [lap_id])
    samples = await asyncio.to_thread(recorded, instance, chosen.session.id)
    along = await look_at_lap(instance, chosen)
    document = await asyncio.to_thread(_document, chosen.lap, samples, along, points)
    return Response(document, media_type='application/json')


def _document(lap: Lap, samples: Recorded, along: LapAlone, points: int) -> str:
    distance_m = np.linspace(0, along.length_m, points)
    metres = numbers(distance_m, 3)
    channels = []
    for name, older in names_of(along.traces).items():
        unit, values = in_older_unit(along.traces[name], distance_m)
        channels.append(ChannelAlong(name=older, unit=unit, data=numbers(values, 9), timestamps=metres))
    since_s, latitude_deg, longitude_deg = fixes_of(samples, lap)
    return Telemetry(
        lap_id=lap.id,
        lap_number=lap.number,
        lap_time_ms=milliseconds(lap.time_s),
        channels=channels,
        distance_m=metres,
        gps_track=list(
            zip(np.round(since_s, 4).tolist(), latitude_deg.tolist(), longitude_deg.tolist(), strict=True)
        ),
    ).model_dump_json()
