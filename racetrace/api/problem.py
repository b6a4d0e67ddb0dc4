"""An error as a program reads it: RFC 9457, with a sentence for its person."""

from http import HTTPStatus

from fastapi.responses import JSONResponse


def problem(status: int, sentence: str) -> JSONResponse:
    body = {'type': 'about:blank', 'title': HTTPStatus(status).phrase, 'status': status, 'detail': sentence}
    return JSONResponse(body, status, media_type='application/problem+json')
