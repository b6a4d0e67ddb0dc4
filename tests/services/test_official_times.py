from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import Engine, text

from racetrace.errors import ChangeRefused, NotFound, NotPermitted
from racetrace.services import official_times, sessions, timing
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, Viewer
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import KartRun
from racetrace.store import circuits, timing_sessions
from racetrace.store.belongings import put
from racetrace.store.database import writing
from racetrace.store.lap_rows import write_laps
from racetrace.store.migrate import migrate
from racetrace.store.official import apply
from racetrace.store.timing_sessions import Keeping
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy, ZoneSource
from racetrace.telemetry.summary import Summary
from racetrace.timing.board import Board
from racetrace.timing.events import Event, Lapped, Listed, Said, Titled
from racetrace.timing.official import Certainty
from racetrace.timing.words import Field, Kind
from tests.garage import user
from tests.stored import OWNER, circle, keep, new_line, upload


@pytest.fixture
def engine(fresh: Instance) -> Engine:
    migrate(fresh.data)
    return fresh.engine


MEETING = simulate_race(karts=8, minutes=12, seed=4, qualifying=False, uneventful=True)
(RACE,) = MEETING.sessions
RUN = RACE.runs[2]
BEGUN_MS = round(MEETING.started_at.timestamp() * 1e3)


def told(engine: Engine, *, visibility: str = 'private', owner_id: int = OWNER) -> int:
    """Keep the race as a feed told of it. Return the session's id."""
    said = {'name': 'South', 'provider': 'apex', 'visibility': visibility}
    made = circuits.add(engine, owner_id, said)
    board = Board(kind=Kind.RACE, started_ms=BEGUN_MS)
    keys = tuple(f'r{run.entrant.number}' for run in RACE.runs)
    named = [Said(key, Field.NUMBER, key[1:]) for key in keys]
    told: list[Event] = [Titled('Cup', 'Race'), Listed(keys), *named]
    for event in told:
        board.apply(event, BEGUN_MS)
    ends = sorted((lap.end_ms, run.entrant.number, lap) for run in RACE.runs for lap in run.laps)
    for end_ms, number, lap in ends:
        board.apply(Lapped(f'r{number}', lap.number, lap.time_ms), BEGUN_MS + end_ms)
    keeping = Keeping()
    timing_sessions.keep(engine, made, timing_sessions.told(board, keeping), keeping, is_ended=True)
    assert keeping.session_id is not None
    return keeping.session_id


def logged(
    engine: Engine, run: KartRun = RUN, *, off_s: float = 2.0, zone: ZoneSource = ZoneSource.UTC, odd: int = 0
) -> int:
    """Keep a session of the kart's laps, each logged 13 ms too long; lap `odd` by two seconds."""
    rng = Random(3)
    laps = tuple(
        Lap(
            number=lap.number,
            kind=LapKind.FLYING,
            start_s=lap.start_ms / 1e3,
            end_s=lap.end_ms / 1e3,
            time_s=lap.time_ms / 1e3 + 0.013 + rng.gauss(0, 0.01) + 2 * (lap.number == odd),
            measured_by=MeasuredBy.GATE,
            resolution_ms=5.0,
            length_m=1000.0,
        )
        for lap in run.laps
    )
    begun = datetime.fromtimestamp(BEGUN_MS / 1e3 + off_s, tz=UTC)
    at = begun if zone is ZoneSource.UTC else begun.replace(tzinfo=None)
    summary = Summary(name='a.csv', format='VBO', laps=laps, started_at=at, zone_source=zone)
    line, numbers = new_line(circle()), tuple(lap.number for lap in laps)
    return keep(engine, summary, upload(engine, str((off_s, odd)).encode()), line=line, laps=numbers)


def laps(instance: Instance, session_id: int) -> tuple[Lap, ...]:
    return sessions.session(instance, LOCAL, session_id).laps


async def test_the_kart_is_offered_accepted_and_taken_back_exactly(fresh: Instance, engine: Engine) -> None:
    timing_id, session_id = told(engine), logged(engine)
    (found, *_) = official_times.offer(fresh, LOCAL, session_id).candidates
    assert (found.told.id, found.entry.number) == (timing_id, RUN.entrant.number)
    assert found.fit.certainty is Certainty.CLEAR
    assert len(found.fit.agreeing) == found.of == len(RUN.laps)
    assert found.fit.bias_ms == pytest.approx(13, abs=8)
    assert found.fit.offset_s == pytest.approx(2.0, abs=0.01)
    before = laps(fresh, session_id)
    await official_times.accept(fresh, LOCAL, session_id, timing_id, found.entry.key)
    after = laps(fresh, session_id)
    assert [lap.time_s for lap in after] == [lap.time_ms / 1e3 for lap in RUN.laps]
    assert {(lap.measured_by, lap.resolution_ms) for lap in after} == {(MeasuredBy.OFFICIAL, 1.0)}
    assert [(lap.start_s, lap.end_s, lap.id) for lap in after] == [
        (lap.start_s, lap.end_s, lap.id) for lap in before
    ]
    kept = official_times.offer(fresh, LOCAL, session_id)
    assert kept.link is not None
    assert (kept.link.number, kept.link.source) == (RUN.entrant.number, 'South, Cup, Race')
    assert kept.candidates == ()
    await official_times.accept(fresh, LOCAL, session_id, timing_id, found.entry.key)  # once more
    await official_times.remove(fresh, LOCAL, session_id)
    assert laps(fresh, session_id) == before
    assert official_times.offer(fresh, LOCAL, session_id).candidates


async def test_a_lap_that_differs_much_keeps_its_own_time_and_is_told_of(
    fresh: Instance, engine: Engine
) -> None:
    timing_id, session_id = told(engine), logged(engine, odd=4)
    before = laps(fresh, session_id)
    await official_times.accept(fresh, LOCAL, session_id, timing_id, f'r{RUN.entrant.number}')
    after = {lap.number: lap for lap in laps(fresh, session_id)}
    assert after[4].time_s == next(lap.time_s for lap in before if lap.number == 4)
    assert after[4].measured_by is MeasuredBy.GATE
    (odd,) = [lap for lap in official_times.offer(fresh, LOCAL, session_id).laps if not lap.is_taken]
    assert (odd.lap_number, odd.official_number) == (4, 4)
    assert odd.difference_s == pytest.approx(2.013, abs=0.05)


async def test_the_leaderboard_tells_that_a_time_is_official_and_forgets_it(
    fresh: Instance, engine: Engine
) -> None:
    timing_id, session_id = told(engine), logged(engine)
    put(engine, OWNER, session_id, {'visibility': 'public'})

    def standing() -> tuple[str, float]:
        with engine.connect() as connection:
            row = connection.execute(text('select measured_by, time_s from standing where is_best')).one()
        return row[0], row[1]

    before = standing()
    await official_times.accept(fresh, LOCAL, session_id, timing_id, f'r{RUN.entrant.number}')
    assert standing() == ('official', min(lap.time_ms for lap in RUN.laps) / 1e3)
    await official_times.remove(fresh, LOCAL, session_id)
    assert standing() == before


async def test_laps_that_are_cut_anew_get_their_official_times_again(fresh: Instance, engine: Engine) -> None:
    timing_id, session_id = told(engine), logged(engine)
    await official_times.accept(fresh, LOCAL, session_id, timing_id, f'r{RUN.entrant.number}')
    cut = [
        replace(lap, start_s=lap.start_s + 5, end_s=lap.end_s + 5, time_s=round((lap.time_s or 0) + 0.03, 3))
        for lap in laps(fresh, session_id)[:-1]
    ]
    cut = [replace(lap, measured_by=MeasuredBy.GATE, resolution_ms=5.0) for lap in cut]
    with writing(engine) as db:
        write_laps(db, session_id, cut)
        apply(db, session_id)
    assert [lap.time_s for lap in laps(fresh, session_id)] == [lap.time_ms / 1e3 for lap in RUN.laps[:-1]]
    await official_times.remove(fresh, LOCAL, session_id)
    assert [(lap.time_s, lap.measured_by) for lap in laps(fresh, session_id)] == [
        (lap.time_s, lap.measured_by) for lap in cut
    ]


def test_a_clock_of_unknown_zone_is_looked_for_hours_away_and_one_of_utc_is_not(
    fresh: Instance, engine: Engine
) -> None:
    told(engine)
    local = logged(engine, off_s=2 * 3600.0, zone=ZoneSource.LOCAL)
    (found, *_) = official_times.offer(fresh, LOCAL, local).candidates
    assert (found.entry.number, found.fit.certainty) == (RUN.entrant.number, Certainty.CLEAR)
    assert found.fit.offset_s == pytest.approx(7200, abs=0.05)
    assert official_times.offer(fresh, LOCAL, logged(engine, off_s=2 * 3600.0)).candidates == ()


async def test_what_is_declined_is_offered_no_more_until_that_is_taken_back(
    fresh: Instance, engine: Engine
) -> None:
    told(engine)
    session_id = logged(engine)
    before = laps(fresh, session_id)
    await official_times.decline(fresh, LOCAL, session_id)
    offer = official_times.offer(fresh, LOCAL, session_id)
    assert offer.link is not None
    assert offer.link.is_declined
    assert offer.candidates == ()
    assert laps(fresh, session_id) == before
    await official_times.remove(fresh, LOCAL, session_id)
    assert official_times.offer(fresh, LOCAL, session_id).candidates
    with pytest.raises(NotFound):
        await official_times.remove(fresh, LOCAL, session_id)


async def test_the_feed_of_somebody_else_counts_only_where_it_is_public(
    fresh: Instance, engine: Engine
) -> None:
    other = user(engine, 'other')
    session_id = logged(engine)
    hidden = told(engine, owner_id=other)
    assert official_times.offer(fresh, LOCAL, session_id).candidates == ()
    with pytest.raises(NotFound):
        await official_times.accept(fresh, LOCAL, session_id, hidden, f'r{RUN.entrant.number}')
    seen = told(engine, owner_id=other, visibility='public')
    assert official_times.offer(fresh, LOCAL, session_id).candidates[0].told.id == seen


async def test_only_its_owner_joins_a_session_to_official_times(fresh: Instance, engine: Engine) -> None:
    timing_id, session_id = told(engine, visibility='public'), logged(engine)
    other = Viewer(user_id=user(engine, 'other'))
    key = f'r{RUN.entrant.number}'
    with pytest.raises(NotFound):
        official_times.offer(fresh, other, session_id)
    put(engine, OWNER, session_id, {'visibility': 'public'})
    with pytest.raises(NotPermitted):
        await official_times.accept(fresh, other, session_id, timing_id, key)
    with pytest.raises(NotPermitted):
        await official_times.remove(fresh, other, session_id)


async def test_an_entry_that_does_not_fit_is_refused(fresh: Instance, engine: Engine) -> None:
    timing_id, session_id = told(engine), logged(engine)
    with pytest.raises(ChangeRefused, match='too few'):
        await official_times.accept(fresh, LOCAL, session_id, timing_id, 'no such kart')
    assert official_times.offer(fresh, LOCAL, session_id).link is None


async def test_official_times_stay_when_their_feed_is_gone(fresh: Instance, engine: Engine) -> None:
    timing_id, session_id = told(engine), logged(engine)
    await official_times.accept(fresh, LOCAL, session_id, timing_id, f'r{RUN.entrant.number}')
    with engine.begin() as connection:
        connection.execute(text('delete from circuit'))
    kept = official_times.offer(fresh, LOCAL, session_id)
    assert kept.link is not None
    assert (kept.link.timing_session_id, len(kept.laps)) == (None, len(RUN.laps))
    with pytest.raises(NotFound):
        timing.session(fresh, LOCAL, timing_id)
    await official_times.remove(fresh, LOCAL, session_id)
    assert {lap.measured_by for lap in laps(fresh, session_id)} == {MeasuredBy.GATE}
