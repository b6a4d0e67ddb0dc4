"""kill -9 at seeded moments of imports, and what must hold afterwards."""

import hashlib
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import psutil

from main import cli
from racetrace.store.blobs import read_blob
from racetrace.store.database import open_engine, writing
from racetrace.store.imports import Intake
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.findings import Found
from racetrace.telemetry.job import Job
from tests.running_server import RunningServer, running_server
from tests.simulated_log import simulated_log

LONGEST_S = 1.2  # after the first byte was sent: in it a file arrives, waits, is read and kept
PATIENCE_S = 60.0
WHAT = ('server', 'worker', 'group')


@dataclass(kw_only=True)
class Proof:
    """A data file, and what was promised for it."""

    data: Path
    command: Sequence[str] = ()
    acknowledged: dict[int, bytes] = field(default_factory=dict)  # the file, by the id of its job
    sent: int = 0

    def run(self, kills: int, seed: int) -> None:
        """Send files and kill what reads them; a third of the kills for each of WHAT."""
        chance = random.Random(seed)
        done = 0
        while done < kills:
            with self.server() as server:
                while done < kills:
                    what = WHAT[done % 3]
                    done += 1
                    self._import_and_kill(server, what, chance.uniform(0, LONGEST_S))
                    if what != 'worker':
                        break

    @contextmanager
    def server(self) -> Iterator[RunningServer]:
        with running_server(self.data, command=self.command) as server:
            yield server

    def _import_and_kill(self, server: RunningServer, what: str, after_s: float) -> None:
        files = [self._next_file() for _ in range(2)]
        sending = [threading.Thread(target=self._send, args=(server, file)) for file in files]
        everyone = [psutil.Process(server.process.pid), *server.workers()]
        for thread in sending:
            thread.start()
        time.sleep(after_s)  # the moment itself
        kill(server, what)
        for thread in sending:
            thread.join()
        if what != 'worker':
            server.process.wait(5)
            _, alive = psutil.wait_procs(everyone, timeout=2)
            assert not any(map(is_running, alive)), 'a process was left behind'

    def _next_file(self) -> bytes:
        self.sent += 1
        return simulated_log() + f'# Number: {self.sent}\n'.encode()

    def _send(self, server: RunningServer, file: bytes) -> None:
        address = f'{server.url}/api/v1/sessions/upload'
        try:
            answer = httpx.put(address, params={'name': 'kart.csv'}, content=file, timeout=PATIENCE_S)
        except httpx.TransportError:
            return  # it was never acknowledged
        answer.raise_for_status()
        self.acknowledged[answer.json()['job_id']] = file

    def check(self) -> None:
        """Start once more, let everything end, and look at every row."""
        with self.server() as server:
            deadline = time.monotonic() + PATIENCE_S
            while self._rows("SELECT id FROM job WHERE state IN ('waiting', 'running')"):
                assert time.monotonic() < deadline, 'an import that was owed is not done'
                httpx.get(f'{server.url}/api/v1/health').raise_for_status()
                time.sleep(0.05)
        assert self.half_sessions() == []
        assert self._rows('PRAGMA integrity_check') == [('ok',)]
        assert self._rows('PRAGMA foreign_key_check') == []
        assert self._rows('SELECT id FROM blob WHERE sha256 IS NULL') == []
        assert self._rows(ORPHANS) == []
        self._insist_on_whole_files()

    def half_sessions(self) -> list[tuple[object, ...]]:
        """Return what is not all there of the sessions that are seen: laps, progress, samples and line."""
        return [row for row in self._rows(SESSIONS) if row[1:] != (5, 3, 2)]

    def _insist_on_whole_files(self) -> None:
        engine = open_engine(self.data)
        for job_id, file in self.acknowledged.items():
            kept = self._rows(FILE.format(job_id))
            assert kept, f'upload {job_id} was acknowledged and is gone'
            ((state, blob_id, digest, sessions),) = kept
            assert (state, digest, sessions) == ('done', hashlib.sha256(file).hexdigest(), 1)
            assert b''.join(read_blob(engine, str(blob_id))) == file
        engine.dispose()

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.data)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


SESSIONS = """
    SELECT s.id, (SELECT count(*) FROM lap WHERE session_id = s.id),
        (SELECT count(*) FROM progress p JOIN lap ON lap.id = p.lap_id
         WHERE lap.session_id = s.id AND p.line_id = s.line_id),
        (s.samples_id IS NOT NULL) + (s.line_id IS NOT NULL)
    FROM session s"""
FILE = """
    SELECT job.state, blob.id, blob.sha256, (SELECT count(*) FROM session WHERE upload_id = upload.id)
    FROM job JOIN upload ON upload.id = upload_id JOIN blob ON blob.id = raw_id WHERE job.id = {}"""
ORPHANS = """
    SELECT id FROM blob EXCEPT SELECT raw_id FROM upload EXCEPT SELECT blob_id FROM progress
    EXCEPT SELECT blob_id FROM line_version EXCEPT SELECT samples_id FROM session"""


def is_running(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def kill(server: RunningServer, what: str) -> None:
    if what == 'group':
        os.killpg(server.process.pid, signal.SIGKILL)
    elif what == 'server':
        server.process.kill()
    else:
        for worker in server.workers()[-1:]:
            worker.kill()


def broken_server() -> None:
    """RaceTrace with the order of its writes broken: a session is visible before its laps are there."""
    kept = Intake.keep

    def keep_session_first(self: Intake, job: Job, found: Found, **more: Any) -> int:
        placed, self._laps = self._laps, []
        session_id = kept(self, job, replace(found, summary=replace(found.summary, laps=())), **more)
        time.sleep(0.5)  # so that a few kills are enough to meet it
        self._laps = placed
        with writing(self._engine) as db:
            row = db.get_one(SessionRow, session_id)
            self._lay(db, row, row.owner_id, replace(found, line=row.line_id))
        return session_id

    Intake.keep = keep_session_first  # type: ignore[method-assign]
    cli()


if __name__ == '__main__':
    broken_server()
