"""/admin and what is below: looking after people and the instance."""

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui

from pages.admin import audit, jobs, storage, tracks, users
from pages.admin.shell import is_admin, parts
from racetrace.services.instance import Instance


def register(instance: Instance) -> None:
    @ui.page('/admin')
    async def show(request: Request) -> RedirectResponse | None:
        if await is_admin(instance, request):
            return RedirectResponse(f'/admin/{parts(instance)[0][0]}', 303)
        return None

    for part in (users, tracks, storage, jobs, audit):
        part.register(instance)
