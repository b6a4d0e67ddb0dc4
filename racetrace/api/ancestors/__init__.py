"""The addresses of the programs that this one comes from, for who still asks there."""

from fastapi import APIRouter, HTTPException, Request

from racetrace.api.ancestors import karting, karting_analysis, karting_data, karting_live
from racetrace.api.guard import METHODS
from racetrace.services.instance import Instance


def router(instance: Instance) -> APIRouter:
    api = APIRouter(include_in_schema=False)
    for part in (karting, karting_data, karting_analysis):
        api.include_router(part.router)
    api.include_router(karting_live.router(instance))

    @api.api_route('/circuits/{path:path}', methods=sorted(METHODS))
    def nothing_here(path: str, request: Request) -> None:
        # These paths pass the entrance, so nothing below may be left to the pages.
        raise HTTPException(404, f'There is no {request.method} /circuits/{path}.')

    return api
