"""The leaderboard, the track directory and the search of a laptop with a thousand times as many laps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import insert
from sqlmodel import Session, select

from racetrace.jobs.pool import Pool
from racetrace.services import leaderboard, places
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store import lap_search, standings
from racetrace.store.database import open_engine, writing
from racetrace.store.leaderboard import Wanted
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.store.standing_rows import StandingRow
from racetrace.telemetry.sought import Sought
from tests.bench.contest import Asked, Trial, took_s
from tests.bench.grown import LAPS, grow

SMALL: Final = 100  # laps
LARGE: Final = 100_000
LEAST: Final = 10_000
TIMES: Final = 20  # in one go
DRIVERS: Final = 40  # of them there is a page, in the small store too
TASKS: Final = {
    'growth_leaderboard': 'a page of the leaderboard of a course',
    'growth_tracks': 'a page of the track directory, with the best lap of each course',
    'growth_search': 'laps found by words',
}


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    laps = LARGE if share == 1 else LEAST
    with _store(folder / 'large.db', laps) as ours, _store(folder / 'small.db', SMALL) as theirs:
        asked = [
            Asked(
                name=name,
                task=f'{task}; {laps} laps in {laps // LAPS} sessions',
                peer=f'the same with {SMALL} laps in {SMALL // LAPS}',
                unit='ms',
                limit=1.5,
                limit_of='ratio',
            )
            for name, task in TASKS.items()
        ]
        yield Trial(asked=asked, ours=ours, theirs=theirs, is_slow=True)


@contextmanager
def _store(data: Path, laps: int) -> Iterator[Callable[[], list[float]]]:
    """Make a store of public laps. Yield what measures it: the milliseconds of each of TASKS."""
    grow(data, laps)
    engine = open_engine(data)
    with writing(engine) as db:
        _publish(db)
    instance = Instance(data=data, engine=engine, pool=Pool(0), max_upload_bytes=0)
    tasks = (
        lambda: leaderboard.best_laps(instance, LOCAL, Wanted(course_id=1)),
        lambda: places.directory(instance, LOCAL),
        lambda: lap_search.find(engine, LOCAL.user_id, Sought.of('kart'), beside=1, without=(), most=41),
    )
    yield lambda: [1e3 * took_s(task, TIMES) for task in tasks]
    engine.dispose()


def _publish(db: Session) -> None:
    """Make every session public, of forty drivers by turns, and write what then stands of each."""
    for session in db.exec(select(SessionRow)):
        session.visibility = 'public'
        session.driver_name = f'Driver {(session.id or 0) % DRIVERS}'
    db.flush()
    first = db.exec(select(SessionRow.id).order_by(SessionRow.id)).first() or 0  # type: ignore[arg-type]
    standings.refresh(db, first)
    row = db.exec(select(StandingRow)).one()
    best = {lap.session_id: lap for lap in db.exec(select(LapRow)) if lap.time_s == row.time_s}
    rows = [
        row.model_dump(exclude={'id'})
        | {'session_id': session_id, 'lap_id': lap.id, 'driver': f'1 driver {session_id % DRIVERS}'}
        | {'is_best': session_id <= DRIVERS}
        for session_id, lap in best.items()
    ]
    db.delete(row)
    db.flush()
    db.execute(insert(StandingRow), rows)
