"""The outline under a live board: whose it is to see, and where a kart stands on it."""

from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest

from racetrace.errors import EntryRefused
from racetrace.services import circuit_tracks, circuits, places, sessions
from racetrace.services.circuits import Circuit
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.simulation.session import degrees, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.store import courses
from racetrace.store.migrate import migrate
from racetrace.telemetry.job import Job
from tests.garage import driven, user

Import = Callable[..., Awaitable[Job]]

SOMEWHERE = {'latitude_deg': 50.0, 'longitude_deg': 8.0}  # where `driven` drives


def made(instance: Instance, **said: Any) -> Circuit:
    return circuits.add(instance, LOCAL, {'name': 'South', 'provider': 'demo', 'visibility': 'public'} | said)


@pytest.fixture
def house(fresh: Instance) -> Instance:
    """An instance on which somebody drove, in public."""
    migrate(fresh.data)
    driven(fresh.engine, 60.0, 61.0)
    return fresh


async def test_half_a_lap_time_after_its_passing_a_kart_stands_where_the_reference_lap_was(
    instance: Instance, imported: Import
) -> None:
    kart = simulate('kart', laps=3, seed=3)
    await imported(trackaddict_bytes(kart))
    circuit = made(instance, course_id=1)
    found = circuit_tracks.outline(instance, LOCAL, circuit)
    assert found is not None
    assert found.is_paced
    line_id = courses.current_line(instance.engine, 1)
    assert line_id is not None
    origin = courses.line(instance.engine, line_id).course().line.origin
    truth, best = kart.truth, int(np.argmin(kart.truth.lap_times_s))
    parts = np.arange(0.1, 1.0, 0.1)
    way_m = np.interp(parts * truth.lap_times_s[best], truth.gate_s[best], truth.gate_m)
    true_m = [
        np.interp(way_m, truth.gate_m[:-1], one, period=truth.length_m)
        for one in (truth.centreline_east_m, truth.centreline_north_m)
    ]
    true_east_m, true_north_m = origin.to_metres(*degrees(kart.circuit, *true_m))
    points = np.array(found.points_m)[np.round(parts * len(found.points_m)).astype(int)]
    away_m = np.hypot(points[:, 0] - true_east_m, points[:, 1] - true_north_m)
    assert away_m.max() < 4.0  # what the receiver is wrong, and the kart beside the middle of the track
    assert np.abs(way_m - parts * truth.length_m).max() > 20.0  # by distance it would stand there


def test_a_track_that_is_not_published_is_drawn_for_its_owner_alone(house: Instance) -> None:
    circuit = made(house, course_id=1)
    stranger = Viewer(user_id=user(house.engine, 'stranger'))
    assert circuit_tracks.outline(house, LOCAL, circuit) is not None
    for one in (stranger, NOBODY):
        assert circuit_tracks.outline(house, one, circuit) is None
        assert circuit_tracks.seen_course_ids(house, one, [circuit]) == set()
    places.publish(house, LOCAL, 1, is_published=True)
    for one in (stranger, NOBODY):
        assert circuit_tracks.outline(house, one, circuit) is not None
        assert circuit_tracks.seen_course_ids(house, one, [circuit]) == {1}


async def test_the_pace_of_a_private_lap_is_for_its_driver_alone(
    instance: Instance, imported: Import
) -> None:
    job = await imported(trackaddict_bytes(simulate('kart', laps=3, seed=3)))
    circuit = made(instance, course_id=1)
    places.publish(instance, LOCAL, 1, is_published=True)
    own, others = (circuit_tracks.outline(instance, one, circuit) for one in (LOCAL, NOBODY))
    assert own is not None
    assert others is not None
    assert (own.is_paced, others.is_paced) == (True, False)
    steps = np.hypot(*np.diff(np.array(others.points_m), axis=0).T)
    assert steps == pytest.approx(np.full(steps.size, steps.mean()), rel=0.1)  # evenly: nothing of the lap
    assert job.session_id is not None
    sessions.write(instance, LOCAL, job.session_id, {'visibility': 'public'})
    assert circuit_tracks.outline(instance, NOBODY, circuit) == own


def test_the_only_published_track_within_two_kilometres_is_proposed(house: Instance) -> None:
    here, far = made(house, **SOMEWHERE), made(house, latitude_deg=50.019, longitude_deg=8.0)
    assert circuit_tracks.proposed(house, LOCAL, here) is None  # not published
    places.publish(house, LOCAL, 1, is_published=True)
    found = circuit_tracks.proposed(house, LOCAL, here)
    assert found is not None
    assert found.course.id == 1
    assert circuit_tracks.proposed(house, LOCAL, far) is None
    assert circuit_tracks.proposed(house, LOCAL, made(house)) is None  # nobody said where it is
    assert [one.away_km for one in circuit_tracks.offered(house, LOCAL, here)] == [pytest.approx(0, abs=0.1)]
    assert [one.away_km for one in circuit_tracks.offered(house, LOCAL)] == [None]


def test_a_course_that_is_not_there_and_one_that_is_not_for_the_eyes_are_refused_alike(
    house: Instance,
) -> None:
    stranger = Viewer(user_id=user(house.engine, 'stranger'))
    said = set()
    for course_id in (1, 999):
        with pytest.raises(EntryRefused) as refused:
            circuits.add(house, stranger, {'name': 'x', 'provider': 'demo', 'course_id': course_id})
        said.add(str(refused.value))
    assert said == {'The track directory has no such course.'}
    with pytest.raises(EntryRefused, match='both, or neither'):
        made(house, latitude_deg=50.0)
