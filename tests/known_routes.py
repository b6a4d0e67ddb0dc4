"""What FastAPI finds out about an operation of ours, kept for the next program that includes it.

It does so anew for each program, at the first requests: for a hundred and thirty operations a quarter of a
second, of which a run of the tests has a thousand. The operations, and what they ask for, are the same in all
of them. A server that is started as a process knows nothing of this.
"""

from typing import Any, Final

import pytest
from fastapi import routing
from fastapi.routing import APIRoute

FINDS_OUT: Final = 'fastapi.routing._EffectiveRouteContext.from_api_route'

known: dict[tuple[int, str, bool], Any] = {}


def remember_routes(patch: pytest.MonkeyPatch) -> None:
    """Do so while the patch holds."""
    find_out = routing._EffectiveRouteContext.from_api_route

    def looked_up(*, original_route: APIRoute, include_context: Any) -> Any:
        if '<locals>' in original_route.endpoint.__qualname__:  # made for one program, and gone with it
            return find_out(original_route=original_route, include_context=include_context)
        place = id(original_route), include_context.prefix, include_context.include_in_schema
        if place not in known:  # what is known has its route, so that no other gets the same id
            known[place] = find_out(original_route=original_route, include_context=include_context)
        return known[place]

    patch.setattr(FINDS_OUT, looked_up)
