"""The files that could not be read, each with its sentence, until somebody has had enough of it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from nicegui import ui

from components.kit import box, button, text
from racetrace.telemetry.job import Job


class RefusedFiles(ui.element):
    def __init__(self, jobs: Sequence[Job], *, on_forget: Callable[[int], Awaitable[None]]) -> None:
        super().__init__('section')
        self.classes('panel')
        self.set_visibility(bool(jobs))
        with self:
            with box('panel__head'):
                text('Could not be read', 'panel__title', 'h2')
            for job in jobs:
                _file(job, partial(on_forget, job.id))


def _file(job: Job, forget: Callable[[], Awaitable[None]]) -> None:
    with box('refused'):
        with box('job__line'):
            box('dot dot--bad')
            text(job.name, 'job__name').props['title'] = job.name
            box('grow')
            button('Forget', title=f'Forget {job.name}').mark('forget').on('click', forget)
        text(job.sentence, 'refused__why', 'p')
