"""All that can be asked of the program, as its own routes say it."""

import re
from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

SAME = frozenset({'HEAD', 'OPTIONS'})  # as GET, and as nothing


def operations(app: FastAPI) -> set[str]:
    return {re.sub(r'/_nicegui/[\d.]+', '/_nicegui', one) for one in _of(app.routes, '')}


def _of(routes: Iterable[BaseRoute], above: str) -> Iterator[str]:
    for route in routes:
        if hasattr(route, 'effective_route_contexts'):  # a router that was included
            for context in route.effective_route_contexts():
                yield from _of_one(context.starlette_route or context, above)
        else:
            yield from _of_one(route, above)


def _of_one(route: BaseRoute, above: str) -> Iterator[str]:
    if isinstance(route, Mount):
        path = above + route.path.rstrip('/')
        yield from _of(route.routes, path) if route.routes else (f'GET {path}/{{path}}',)
    elif isinstance(route, WebSocketRoute):
        yield f'SOCKET {above}{route.path}'
    else:
        methods = getattr(route, 'methods', None)
        assert methods, f'nobody knows how {route!r} is asked'
        path = (above + getattr(route, 'path')).rstrip('/') or '/'  # noqa: B009 (two classes have it)
        yield from (f'{method} {path}' for method in methods - SAME)


assert issubclass(APIRoute, Route)
