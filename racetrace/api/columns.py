"""Native samples of a lap for a stretch of its course: packed, in SI, thinned like a chart of that width."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Header, HTTPException, Query, Response

from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Visiting
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.instance import Instance
from racetrace.services.look_at_lap import look_at_lap
from racetrace.services.viewer import Viewer
from racetrace.telemetry.alone import LapAlone
from racetrace.telemetry.packing import pack
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.thinning import window

DELTA_POINTS = 5000  # along the whole course, before they are thinned


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Delta:
    distance_m: Samples
    delta_t_s: Samples
    sigma_s: Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    names: Collection[str] | None  # None: every channel
    from_m: float
    to_m: float | None  # None: to the end
    points: int


router = APIRouter(tags=['laps'])


@router.get(
    '/laps/{lap_id}/columns',
    response_class=Response,
    responses={
        200: {'content': {'application/octet-stream': {}}},
        304: {'description': 'It is what you have'},
        **problems(404, 409, 422, 503, 504),
    },
)
async def read_columns(
    instance: Serving,
    viewer: Visiting,
    lap_id: int,
    ref: Annotated[int | None, Query(description='The lap that it is held against.')] = None,
    names: Annotated[list[str] | None, Query(description='Channels, with commas; else all.')] = None,
    from_m: Annotated[float, Query(alias='from', allow_inf_nan=False)] = 0.0,
    to_m: Annotated[float | None, Query(alias='to', allow_inf_nan=False)] = None,
    points: Annotated[int, Query(ge=4, le=20_000)] = 2000,
    if_none_match: Annotated[str, Header()] = '',
) -> Response:
    """Return samples in SI between two places [m], as many as draw the same picture.

    Four bytes of length, a head of JSON `[[name, samples], …]`, then little-endian float32 columns in its
    order: `speed_mps/x` [m] and `speed_mps`, and so for each channel; with `ref`, on whose course they
    then are, `delta/x`, `delta` and `sigma` [s] too.
    """
    if to_m is not None and to_m <= from_m:
        raise HTTPException(422, 'query.to: It must be larger than query.from.')
    along, delta = await _found(instance, viewer, lap_id, ref)
    given = None if names is None else {part for name in names for part in (name, *name.split(','))}
    wanted = Wanted(names=given, from_m=from_m, to_m=to_m, points=points)
    body = await asyncio.to_thread(_packed, along, delta, wanted)
    tag = f'"{sha256(body).hexdigest()[:32]}"'  # a file read anew may change them
    headers = {'ETag': tag, 'Cache-Control': 'private, no-cache', 'Content-Encoding': 'identity'}
    if tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type='application/octet-stream', headers=headers)


async def _found(
    instance: Instance, viewer: Viewer, lap_id: int, ref: int | None
) -> tuple[LapAlone, Delta | None]:
    chosen = await asyncio.to_thread(choose, instance, viewer, [lap_id] if ref is None else [ref, lap_id])
    if len(chosen) == 2:
        comparison = await compare_laps(instance, chosen, 0, points=DELTA_POINTS)
        lap = comparison.laps[1]
        delta = Delta(distance_m=comparison.distance_m, delta_t_s=lap.delta_t_s, sigma_s=lap.sigma_s)
        return LapAlone(length_m=comparison.length_m, traces=lap.traces), delta
    along = await look_at_lap(instance, chosen[0])
    if ref is None:
        return along, None
    nothing = np.zeros(2)  # a lap loses nothing to itself
    return along, Delta(distance_m=np.array([0.0, along.length_m]), delta_t_s=nothing, sigma_s=nothing)


def _packed(along: LapAlone, delta: Delta | None, wanted: Wanted) -> bytes:
    from_m, to_m = wanted.from_m, along.length_m if wanted.to_m is None else wanted.to_m
    columns: dict[str, Samples] = {}
    for name, trace in along.traces.items():
        if wanted.names is None or name in wanted.names:
            index = window(trace.distance_m, trace.values, from_m, to_m, wanted.points)
            columns |= {f'{name}/x': trace.distance_m[index], name: trace.values[index]}
    if delta is not None:
        index = window(delta.distance_m, delta.delta_t_s, from_m, to_m, wanted.points)
        columns['delta/x'] = delta.distance_m[index]
        columns |= {'delta': delta.delta_t_s[index], 'sigma': delta.sigma_s[index]}
    return pack(columns)
