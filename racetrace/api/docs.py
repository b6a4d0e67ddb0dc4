"""The API as a page to read and to try out. Everything that it loads comes from here."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, HTTPException, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse

from racetrace.api.examples import with_examples

SCRIPT: Final = 'swagger-ui-bundle.js'
STYLE: Final = 'swagger-ui.css'
# Said rather than guessed: some Windows registries call a script text/plain, and `nosniff` then stops it.
MEDIA_TYPES: Final = {SCRIPT: 'text/javascript', STYLE: 'text/css'}


def mount(app: FastAPI) -> None:
    """Answer /docs, and below it the two files that the page needs; what it shows has examples."""
    describe = app.openapi
    app.openapi = lambda: with_examples(describe())  # type: ignore[method-assign]
    app.include_router(_router(app.title, app.openapi_url or ''), include_in_schema=False)


def _router(title: str, openapi_url: str) -> APIRouter:
    pages = APIRouter()
    assets = Path(str(files('fastapi_offline') / 'static'))  # of that package these two files are all we use

    @pages.get('/docs')
    def docs() -> Response:
        return get_swagger_ui_html(
            title=f'{title} API',
            openapi_url=openapi_url,
            swagger_js_url=f'/docs/{SCRIPT}',
            swagger_css_url=f'/docs/{STYLE}',
            swagger_favicon_url='/favicon.ico',
            swagger_ui_parameters={'validatorUrl': None},  # otherwise a host on the internet is its default
        )

    @pages.get('/docs/{name}')
    def asset(name: str) -> Response:
        if name not in MEDIA_TYPES:
            raise HTTPException(404, f'There is no /docs/{name}.')
        return FileResponse(assets / name, media_type=MEDIA_TYPES[name])

    return pages
