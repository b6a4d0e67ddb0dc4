import asyncio
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from racetrace.errors import CorrectionRefused, NotFound
from racetrace.services import corrections, sessions
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.corrections import correct, exclude, line_of, listed, undo
from racetrace.services.import_log import waited
from racetrace.services.instance import Instance
from racetrace.services.preview_gate import preview_gate, track_of
from racetrace.services.reread import reread_all
from racetrace.services.viewer import LOCAL, Viewer
from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.simulation.vbo import vbo_bytes
from racetrace.store import courses, progress
from racetrace.store import sessions as rows
from racetrace.store.imports import Change
from racetrace.telemetry.corrections import Correction, CorrectionKind
from racetrace.telemetry.findings import KnownLine
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.plane import Origin, Samples
from racetrace.telemetry.summary import Summary
from tests.services.conftest import Import

MOVED = 250  # nodes, about metres


@cache
def driven(seed: int = 3) -> Simulated:
    return simulate('kart', laps=5, noise='perfect', seed=seed)


def gate_at(instance: Instance, node: int = MOVED) -> Correction:
    course = line_of(instance, 1)
    assert course is not None
    line = course.line
    latitude, longitude = line.origin.to_degrees(line.east_m[[node]], line.north_m[[node]])
    return Correction(
        kind=CorrectionKind.GATE, latitude_deg=float(latitude[0]), longitude_deg=float(longitude[0])
    )


def of_lap(kind: CorrectionKind, lap: Lap | None, share: float = 0.5) -> Correction:
    assert lap is not None
    return Correction(kind=kind, at_s=lap.start_s + share * (lap.end_s - lap.start_s))


def session(instance: Instance, session_id: int = 1) -> Summary:
    return sessions.session(instance, LOCAL, session_id)


def ids(found: Summary) -> list[int]:
    return [lap.id for lap in found.laps]


def kept(instance: Instance, found: Summary) -> dict[int, bytes]:
    """Return the progress of a session's laps on its line, as it is stored."""
    line_id = rows.source(instance.engine, found.id).line_id
    assert line_id is not None
    places = progress.of_laps(instance.engine, ids(found), line_id)
    return {lap_id: progress.data(instance.engine, place.blob_id) for lap_id, place in places.items()}


async def settled(instance: Instance) -> None:
    """Wait for the sessions that follow."""
    for job in sessions.newest_jobs(instance, LOCAL):
        await waited(instance, job)
        await instance.runner.wait_for(f'places of {job.id}')


def true_crossings_s(simulated: Simulated, gate: Correction) -> Samples:
    """Return when the car really crossed the gate."""
    truth = simulated.truth
    origin = Origin(latitude_deg=truth.latitude_deg, longitude_deg=truth.longitude_deg)
    assert gate.latitude_deg is not None
    assert gate.longitude_deg is not None
    east, north = origin.to_metres(np.array([gate.latitude_deg]), np.array([gate.longitude_deg]))
    away = np.hypot(truth.centreline_east_m - east, truth.centreline_north_m - north)
    node = int(np.argmin(away))
    tangent = np.array(
        [
            truth.centreline_east_m[node + 1] - truth.centreline_east_m[node - 1],
            truth.centreline_north_m[node + 1] - truth.centreline_north_m[node - 1],
        ]
    )
    beyond = np.array([float(east[0]), float(north[0])]) - [
        truth.centreline_east_m[node],
        truth.centreline_north_m[node],
    ]
    metres = truth.gate_m[node] + float(beyond @ tangent / np.hypot(*tangent))
    since_s: Samples = np.array([np.interp(metres, truth.gate_m, lap) for lap in truth.gate_s])
    crossed_s: Samples = truth.crossings_s[:-1] + since_s
    return crossed_s


@pytest.mark.parametrize('as_bytes', [trackaddict_bytes, vbo_bytes])
async def test_laps_are_cut_where_the_car_really_crossed_the_moved_gate(
    instance: Instance, imported: Import, as_bytes: object
) -> None:
    assert callable(as_bytes)
    await imported(as_bytes(driven()), 'kart.csv' if as_bytes is trackaddict_bytes else 'kart.vbo')
    found = await correct(instance, LOCAL, 1, gate_at(instance))
    (gate,) = listed(instance, LOCAL, 1)
    truth = true_crossings_s(driven(), gate)
    timed = [lap for lap in found.laps if lap.is_timed]
    times_s = [lap.time_s for lap in timed][1:]  # the truth does not tell of the out-lap
    assert times_s == pytest.approx(np.diff(truth).tolist(), abs=0.012)
    assert {lap.measured_by for lap in timed} == {MeasuredBy.GATE}
    assert sorted(found.passed) == [lap.number for lap in timed], 'each lies on the line'


async def test_the_times_that_the_logger_states_stay_beside_ours(
    instance: Instance, imported: Import
) -> None:
    await imported(trackaddict_bytes(driven()))
    before = session(instance)
    found = await correct(instance, LOCAL, 1, gate_at(instance, 30))
    whole = [lap for lap in found.laps if lap.is_timed]
    stated = {lap.id: lap.time_s for lap in before.laps}
    assert len(whole) >= 4
    assert all(lap.stated_time_s == stated[lap.id] != lap.time_s for lap in whole)


async def test_the_preview_is_what_comes(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    before, track = session(instance), track_of(instance, 1)
    said = preview_gate(instance, 1, before.laps, track, MOVED)
    found = await correct(instance, LOCAL, 1, gate_at(instance))
    assert [(lap.number, lap.time_s, lap.stated_time_s) for lap in said] == [
        (lap.number, lap.time_s, lap.stated_time_s) for lap in found.laps
    ]


async def test_a_lap_that_is_still_the_same_keeps_its_address(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    before = session(instance)
    found = await correct(instance, LOCAL, 1, gate_at(instance, 60))
    assert ids(found) == ids(before)


async def test_undone_all_is_what_it_was_to_the_last_bit(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    before = session(instance)
    bytes_before = kept(instance, before)
    await correct(instance, LOCAL, 1, gate_at(instance))
    await correct(instance, LOCAL, 1, of_lap(CorrectionKind.SPLIT, session(instance).lap(2)))
    await correct(instance, LOCAL, 1, of_lap(CorrectionKind.MERGE, session(instance).lap(4)))
    exclude(instance, LOCAL, ids(session(instance))[1], 'Traffic.')
    assert session(instance) != before
    for one in (2, 0, 1, 0):
        await undo(instance, LOCAL, 1, listed(instance, LOCAL, 1)[one].id)
    assert (session(instance), ids(session(instance))) == (before, ids(before))
    assert kept(instance, session(instance)) == bytes_before


async def test_another_reading_keeps_every_correction(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    await correct(instance, LOCAL, 1, gate_at(instance))
    await correct(instance, LOCAL, 1, of_lap(CorrectionKind.MERGE, session(instance).lap(1)))
    exclude(instance, LOCAL, ids(session(instance))[2], 'Yellow flag.')
    before = session(instance)
    bytes_before = kept(instance, before)
    for job in await reread_all(instance):
        await waited(instance, job)
    assert (session(instance), ids(session(instance))) == (before, ids(before))
    assert kept(instance, before) == bytes_before
    assert len(listed(instance, LOCAL, 1)) == 3


async def test_the_other_sessions_on_the_course_follow_and_come_back(
    instance: Instance, imported: Import
) -> None:
    await imported(trackaddict_bytes(driven()))
    await imported(vbo_bytes(driven(7)), 'b.vbo')
    stated = await imported(trackaddict_bytes(driven(9)), 'c.csv')
    before = [session(instance, n) for n in (1, 2, 3)]
    assert len({found.driven.course_id for found in before if found.driven}) == 1
    await correct(instance, LOCAL, 1, gate_at(instance))
    await settled(instance)
    truth = true_crossings_s(driven(7), listed(instance, LOCAL, 1)[0])
    again = session(instance, 2)
    timed = [lap.time_s for lap in again.laps if lap.is_timed][1:]
    assert timed == pytest.approx(np.diff(truth).tolist(), abs=0.012), 'cut there: nothing better is known'
    third = session(instance, stated.session_id or 0)
    assert third.laps == before[2].laps, 'its logger states the times'
    assert third.passed != before[2].passed
    assert [lap.id for found in (again, third) for lap in found.laps if lap.is_timed]
    lines = {rows.source(instance.engine, n).line_id for n in (1, 2, 3)}
    assert len(lines) == 1
    await undo(instance, LOCAL, 1, listed(instance, LOCAL, 1)[0].id)
    await settled(instance)
    assert [session(instance, n) for n in (1, 2, 3)] == before


async def test_laps_are_compared_from_the_new_gate(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    found = await correct(instance, LOCAL, 1, gate_at(instance))
    first, second = (lap for lap in found.laps if lap.number in {1, 2})
    comparison = await compare_laps(instance, choose(instance, LOCAL, [first.id, second.id]))
    assert comparison.laps[1].delta_t_s[-1] == pytest.approx(
        (second.time_s or 0) - (first.time_s or 0), abs=1e-3
    )


async def test_two_laps_in_one_are_split_at_the_crossing_that_was_missed(
    instance: Instance, imported: Import
) -> None:
    await imported(vbo_bytes(driven()), 'kart.vbo')
    before = session(instance)
    double = await correct(instance, LOCAL, 1, of_lap(CorrectionKind.MERGE, before.lap(2)))
    lap = double.lap(2)
    assert lap is not None
    assert lap.kind is LapKind.DOUBLE
    third = before.lap(3)
    assert third is not None
    at_s = third.start_s + 1.1  # as well as a person hits it
    found = await correct(instance, LOCAL, 1, Correction(kind=CorrectionKind.SPLIT, at_s=at_s))
    assert [replace(lap, number=0) for lap in found.laps] == [replace(lap, number=0) for lap in before.laps]
    assert ids(found) == ids(before)


async def test_a_lap_split_anywhere_is_two_that_are_cut(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    before = session(instance)
    found = await correct(instance, LOCAL, 1, of_lap(CorrectionKind.SPLIT, before.lap(3), 0.6))
    assert [lap.number for lap in found.laps] == list(range(len(before.laps) + 1))
    parts = [lap for lap in found.laps if lap.measured_by is MeasuredBy.HAND]
    assert [(lap.number, lap.kind) for lap in parts] == [(3, LapKind.CUT), (4, LapKind.CUT)]
    whole = before.lap(3)
    assert whole is not None
    assert whole.id == parts[0].id, 'the longer part'
    assert parts[0].end_s == parts[1].start_s
    assert sum(lap.time_s or 0 for lap in parts) == pytest.approx(whole.time_s, abs=2e-3)


async def test_an_excluded_lap_is_never_the_best(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    best = session(instance).best
    assert best is not None
    found, lap = exclude(instance, LOCAL, best.id, 'Cut the chicane.')
    assert lap.excluded_reason == 'Cut the chicane.'
    assert found.best is not None
    assert found.best.id != best.id
    found, _ = exclude(instance, LOCAL, best.id, '')
    assert found.best is not None
    assert found.best.id == best.id
    assert listed(instance, LOCAL, 1) == []


async def test_a_course_is_chosen_and_let_go_of(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    await imported(trackaddict_bytes(driven(9)), 'b.csv')
    (mine,) = corrections.candidates(instance, LOCAL, 2)
    none = await correct(instance, LOCAL, 2, Correction(kind=CorrectionKind.COURSE))
    assert none.driven is not None
    assert none.driven.course_id is None
    assert len(none.passed) == 5, 'compared within itself'
    chosen = Correction(kind=CorrectionKind.COURSE, course_id=mine.course_id)
    found = await correct(instance, LOCAL, 2, chosen)
    assert found.driven is not None
    assert found.driven.course_id == mine.course_id


async def test_a_course_that_was_not_driven_is_refused(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    with pytest.raises(CorrectionRefused, match='no such course'):
        await correct(instance, LOCAL, 1, Correction(kind=CorrectionKind.COURSE, course_id=99))
    assert listed(instance, LOCAL, 1) == []


@pytest.mark.parametrize(
    ('wanted', 'sentence'),
    [
        (Correction(kind=CorrectionKind.GATE), 'latitude'),
        (Correction(kind=CorrectionKind.SPLIT, at_s=-5.0), 'inside a lap'),
        (Correction(kind=CorrectionKind.SPLIT), 'inside a lap'),
        (Correction(kind=CorrectionKind.SPLIT, at_s=0.5), 'a second or more'),
        (Correction(kind=CorrectionKind.EXCLUDE, at_s=1e9, reason='x'), 'inside a lap'),
    ],
)
async def test_what_cannot_be_corrected_is_refused_and_changes_nothing(
    instance: Instance, imported: Import, wanted: Correction, sentence: str
) -> None:
    await imported(trackaddict_bytes(driven()))
    before = session(instance)
    with pytest.raises(CorrectionRefused, match=sentence):
        await correct(instance, LOCAL, 1, wanted)
    assert (session(instance), listed(instance, LOCAL, 1)) == (before, [])


async def test_the_last_lap_has_none_to_merge_with(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    with pytest.raises(CorrectionRefused, match='last lap'):
        await correct(instance, LOCAL, 1, of_lap(CorrectionKind.MERGE, session(instance).laps[-1]))


async def test_corrections_made_at_once_are_made_one_after_the_other(
    instance: Instance, imported: Import
) -> None:
    await imported(trackaddict_bytes(driven()))
    laps = session(instance)
    wanted = [of_lap(CorrectionKind.SPLIT, laps.lap(n), 0.6) for n in (1, 2)] + [gate_at(instance)]
    await asyncio.gather(*(correct(instance, LOCAL, 1, one) for one in wanted))
    assert [one.kind.value for one in listed(instance, LOCAL, 1)] == ['split', 'split', 'gate']


async def test_a_correction_during_another_reading_is_not_lost(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    (job,) = await reread_all(instance)
    await correct(instance, LOCAL, 1, gate_at(instance))
    after = session(instance)
    await waited(instance, job)
    assert session(instance) == after


async def test_nobody_corrects_what_is_anothers(instance: Instance, imported: Import) -> None:
    await imported(trackaddict_bytes(driven()))
    other = Viewer(user_id=2)
    with pytest.raises(NotFound):
        await correct(instance, other, 1, gate_at(instance))
    with pytest.raises(NotFound):
        exclude(instance, other, ids(session(instance))[1], 'x')
    with pytest.raises(NotFound):
        listed(instance, other, 1)


async def test_what_fails_at_the_very_end_leaves_all_as_it_was(
    instance: Instance, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    await imported(trackaddict_bytes(driven()))
    before = session(instance)
    line_id = rows.source(instance.engine, 1).line_id
    with monkeypatch.context() as broken:
        broken.setattr(Change, 'write_after', fail)
        with pytest.raises(RuntimeError):
            await correct(instance, LOCAL, 1, gate_at(instance))
    assert (session(instance), ids(session(instance))) == (before, ids(before))
    assert rows.source(instance.engine, 1).line_id == line_id
    assert listed(instance, LOCAL, 1) == []


async def test_workers_that_knew_other_courses_do_it_once_more(
    instance: Instance, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    await imported(trackaddict_bytes(driven()))
    near, asked = courses.near, []

    def nothing_at_first(*where: Any) -> list[KnownLine]:
        asked.append(where)
        return [] if len(asked) == 1 else near(*where)

    monkeypatch.setattr(courses, 'near', nothing_at_first)
    found = await correct(instance, LOCAL, 1, gate_at(instance))
    assert len(asked) == 4, 'two workers, twice'
    whole = [lap.id for lap in found.laps if lap.is_comparable]
    assert sorted(kept(instance, found)) == sorted(whole)
    assert len(listed(instance, LOCAL, 1)) == 1
