"""Laps beside each other as a chart that is zoomed draws them: packed, in SI, finest where one looks."""

import asyncio
from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response

from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Visiting
from racetrace.errors import LapsNotComparable
from racetrace.services.compare_laps import Chosen, choose, compare_laps, look_at
from racetrace.services.instance import Instance
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.packing import pack
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.thinning import focused

DELTA_POINTS = 5000  # along the whole course, before they are thinned
MOST_LAPS = 20


router = APIRouter(tags=['laps'])


@router.get(
    '/compare/columns',
    response_class=Response,
    responses={
        200: {'content': {'application/octet-stream': {}}},
        **problems(404, 409, 422, 503, 504),
    },
)
async def read_window(
    instance: Serving,
    viewer: Visiting,
    laps: Annotated[str, Query(description='Ids, with commas.', pattern=r'^\d{1,18}(,\d{1,18})*$')],
    from_m: Annotated[float, Query(alias='from', allow_inf_nan=False)],
    to_m: Annotated[float, Query(alias='to', allow_inf_nan=False)],
    ref: Annotated[int | None, Query(description='One of them; the first, where none is named.')] = None,
    names: Annotated[list[str] | None, Query(description='Channels, each by itself; else all.')] = None,
    points: Annotated[int, Query(ge=40, le=20_000)] = 2000,
) -> Response:
    """Return samples of several laps in one answer: between two places [m] as many as draw the same
    picture, and around them the least that still has every extreme.

    Packed like the columns of one lap. Of the lap at place `k` of `laps`: `k/speed_mps/x` [m] and
    `k/speed_mps`, and so for each channel; `k/x`, `k/delta` and `k/sigma` [s], but for the reference.
    """
    if to_m <= from_m:
        raise HTTPException(422, 'query.to: It must be larger than query.from.')
    ids = list(dict.fromkeys(map(int, laps.split(','))))
    if len(ids) > MOST_LAPS:
        raise HTTPException(422, f'query.laps: At most {MOST_LAPS} laps.')
    if ref is not None and ref not in ids:
        raise HTTPException(422, 'query.ref: It is not among the laps.')
    chosen = await asyncio.to_thread(choose, instance, viewer, ids)
    comparison = await _compared(instance, chosen, 0 if ref is None else ids.index(ref))
    body = await asyncio.to_thread(_packed, comparison, names, (from_m, to_m), points)
    headers = {'Cache-Control': 'no-store', 'Content-Encoding': 'identity'}
    return Response(body, media_type='application/octet-stream', headers=headers)


async def _compared(instance: Instance, chosen: list[Chosen], reference: int) -> Comparison:
    if len(chosen) > 1:
        return await compare_laps(instance, chosen, reference, points=DELTA_POINTS)
    alone = await look_at(instance, chosen[0], points=DELTA_POINTS)
    if alone is None:
        raise LapsNotComparable(f'{chosen[0].label} has no place on a course.')
    return alone


def _packed(
    comparison: Comparison, names: Collection[str] | None, stretch_m: tuple[float, float], points: int
) -> bytes:
    columns: dict[str, Samples] = {}
    along_m = comparison.distance_m
    for k, lap in enumerate(comparison.laps):
        for name, trace in lap.traces.items():
            if names is None or name in names:
                index = focused(trace.distance_m, trace.values, *stretch_m, points)
                columns[f'{k}/{name}/x'] = trace.distance_m[index]
                columns[f'{k}/{name}'] = trace.values[index]
        if k != comparison.reference:
            index = focused(along_m, lap.delta_t_s, *stretch_m, points)
            columns[f'{k}/x'] = along_m[index]
            columns |= {f'{k}/delta': lap.delta_t_s[index], f'{k}/sigma': lap.sigma_s[index]}
    return pack(columns)
