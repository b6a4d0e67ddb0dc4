"""Pages of a list: how they are asked for, and how an answer leads to the next one."""

from typing import Annotated, Protocol, TypeVar

from fastapi import Query, Response

MOST_ID = 2**63 - 1

Limit = Annotated[int, Query(ge=1, le=200)]
Before = Annotated[int | None, Query(ge=1, le=MOST_ID)]
Skip = Annotated[int, Query(ge=0, le=100_000)]


class Numbered(Protocol):
    @property
    def id(self) -> int: ...


One = TypeVar('One')
OneNumbered = TypeVar('OneNumbered', bound=Numbered)


def page_before(response: Response, path: str, found: list[OneNumbered], limit: int) -> list[OneNumbered]:
    """Return a page of what was found, which is one more where there is another page, the newest first."""
    if len(found) > limit:
        _lead(response, f'{path}?limit={limit}&before={found[limit - 1].id}')
    return found[:limit]


def page_after(response: Response, path: str, found: list[One], limit: int, skipped: int) -> list[One]:
    """Return a page of what was found, which is one more where there is another page."""
    if len(found) > limit:
        _lead(response, f'{path}{"&" if "?" in path else "?"}limit={limit}&skip={skipped + limit}')
    return found[:limit]


def _lead(response: Response, address: str) -> None:
    response.headers['Link'] = f'</api/v1{address}>; rel="next"'
