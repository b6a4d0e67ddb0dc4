"""An error as a program reads it: RFC 9457, with a sentence for its person."""

from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel

MEDIA_TYPE = 'application/problem+json'


class Problem(BaseModel):
    type: str
    title: str
    status: int
    detail: str


def problem(status: int, sentence: str, **members: Any) -> JSONResponse:
    """Return an error; `members` are what this kind of it says besides."""
    body = Problem(
        type='about:blank',
        title=HTTPStatus(status).phrase,
        status=status,
        detail=sentence.encode(errors='replace').decode(),  # it may quote what no encoding can hold
    )
    return JSONResponse(body.model_dump() | members, status, media_type=MEDIA_TYPE)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the errors that an operation may answer with, as FastAPI's `responses`."""
    content = {MEDIA_TYPE: {'schema': Problem.model_json_schema()}}
    return {status: {'description': HTTPStatus(status).phrase, 'content': content} for status in statuses}
