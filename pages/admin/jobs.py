"""/admin/jobs: the imports that wait, run or failed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from fastapi import Request
from nicegui import ui

from components import address
from components.follow import follow
from components.kit import box, button, text
from components.session_file import size
from components.words import clock, date
from pages.admin.shell import Shell, is_admin
from racetrace.errors import RaceTraceError
from racetrace.live.hub import Stage
from racetrace.services import all_jobs
from racetrace.services.all_jobs import OwnedJob
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.telemetry.job import JobState
from racetrace.telemetry.log import ZoneSource
from racetrace.words import plural

DOTS: Final = {
    JobState.FAILED: 'dot dot--bad',
    JobState.RUNNING: 'dot dot--info',
    JobState.PLACING: 'dot dot--info',
}
TURNS: Final = frozenset({Stage.WAITING, Stage.READING, Stage.READY, Stage.REFUSED})


def register(instance: Instance) -> None:
    @ui.page('/admin/jobs')
    async def show(request: Request) -> None:
        if await is_admin(instance, request):
            page = JobsPage(
                Shell(instance, request, 'jobs', 'Files that wait, are being read, or could not be.')
            )
            await page.load()
            follow(instance.hub.stirs(), page.stirred)
            follow(_turns(instance), page.stirred)


async def _turns(instance: Instance) -> AsyncIterator[None]:
    """Yield when a file begins to wait, to be read, or ends."""
    seen: dict[tuple[int, str], Stage] = {}
    async for news in instance.hub.watch():
        key = news.owner_id, news.key
        if seen.get(key) is not news.stage:
            seen[key] = news.stage
            if news.stage in TURNS:
                yield


class JobsPage:
    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    async def load(self) -> None:
        await self._shell.do(lambda viewer: all_jobs.all_jobs(self._shell.instance, viewer), self._show)

    async def stirred(self, _: None) -> None:
        """Show what came of it, here or on another page."""
        await self.load()

    def _show(self, found: Sequence[OwnedJob]) -> None:
        body = self._shell.body
        if body.is_deleted:
            return
        body.clear()
        failed = sum(one.job.state is JobState.FAILED for one in found)
        with body, box('pane__all'):
            text(_said(len(found) - failed, failed), 'hint head__say', 'p')
            for one in found:
                self._one(one)

    def _one(self, one: OwnedJob) -> None:
        job = one.job
        with box('thing thing--job', 'section').props('data-row'):
            with box('thing__words'):
                with box('state'):
                    box(DOTS.get(job.state, 'dot'))
                    text(job.state.capitalize(), 'strong')
                    text(plural(job.attempts, 'attempt') if job.attempts > 1 else '', 'muted num')
                if job.sentence:
                    text(job.sentence, 'section__notes', 'p')
            with box('thing__words'):
                text(job.name if one.is_mine else 'A file', 'section__name', 'div')
                at = f'{date(one.at)}, {clock(one.at, ZoneSource.UTC)}'
                text(f'{size(job.size)}, {one.owner}, {at}', 'list__sub num', 'div')
            with box('thing__acts'):
                if job.state is JobState.FAILED:
                    self._act('Try again', all_jobs.retry, job.id)
                elif job.state in {JobState.WAITING, JobState.RUNNING}:
                    self._act('End it', all_jobs.end, job.id)
                if job.session_id is not None and one.is_mine:
                    button('Session', kind='quiet', href=address.session(job.session_id))

    def _act(
        self, label: str, deed: Callable[[Instance, Viewer, int], Awaitable[object]], job_id: int
    ) -> None:
        async def run(viewer: Viewer) -> None:
            said = ''
            try:
                await deed(self._shell.instance, viewer, job_id)
            except RaceTraceError as error:
                said = str(error)
            await self.load()
            if said:
                self._shell.tell(said)

        async def ask() -> None:
            await self._shell.do(lambda viewer: viewer, run)

        button(label, kind='line').mark(f'{label.lower().replace(" ", "-")}-{job_id}').on('click', ask)


def _said(under_way: int, failed: int) -> str:
    if not under_way and not failed:
        return 'Nothing waits, and nothing failed.'
    waits = plural(under_way, 'file') if under_way else 'Nothing'
    return f'{waits} under way, {failed or "none"} failed.'
