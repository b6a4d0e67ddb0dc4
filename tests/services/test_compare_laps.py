import numpy as np
import pytest

from racetrace.errors import LapsNotComparable, NotFound
from racetrace.services import sessions
from racetrace.services.compare_laps import choose, compare_laps, look_at
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.store import progress
from racetrace.telemetry.compare import compare
from racetrace.telemetry.session import read_session
from tests.services.conftest import Import
from tests.simulated_log import simulated_log


async def ids(
    instance: Instance, imported: Import, raw: bytes, *numbers: int, name: str = 'a.csv'
) -> list[int]:
    job = await imported(raw, name)
    session = sessions.session(instance, LOCAL, job.session_id or 0)
    return [lap.id for number in numbers if (lap := session.lap(number))]


async def test_from_the_store_it_is_what_it_is_from_the_file(instance: Instance, imported: Import) -> None:
    chosen = choose(instance, LOCAL, await ids(instance, imported, simulated_log(), 3, 1))
    ours = await compare_laps(instance, chosen, 0, points=500)
    theirs = compare(read_session(simulated_log(), 'a.csv'), [3, 1], 3, points=500)
    for our, their in zip(ours.laps, theirs.laps, strict=True):
        assert np.array_equal(our.delta_t_s, their.delta_t_s)
        assert np.array_equal(our.sigma_s, their.sigma_s)
        assert our.lap_time_s == their.lap_time_s
        assert our.traces.keys() == their.traces.keys()
        for name, trace in our.traces.items():
            assert np.array_equal(trace.values, their.traces[name].values)
    assert ours.corners == theirs.corners
    assert ours.notes == theirs.notes


async def test_nothing_is_read_or_placed_twice(
    instance: Instance, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = choose(instance, LOCAL, await ids(instance, imported, simulated_log(), 3, 1))
    first = await compare_laps(instance, chosen)
    monkeypatch.setattr(progress, 'data', None)
    monkeypatch.setattr(instance.pool, 'run', None)
    again = await compare_laps(instance, chosen)
    assert np.array_equal(first.laps[1].delta_t_s, again.laps[1].delta_t_s)


async def test_laps_of_two_sessions_are_compared_on_the_course_they_share(
    instance: Instance, imported: Import
) -> None:
    a = await ids(instance, imported, simulated_log(), 3)
    b = await ids(instance, imported, trackaddict_bytes(simulate('kart', laps=3, seed=9)), 2, name='b.csv')
    found = await compare_laps(instance, choose(instance, LOCAL, [*a, *b]))
    assert [lap.label for lap in found.laps] == ['a.csv L3', 'b.csv L2']
    gained = found.laps[1].lap_time_s - found.laps[0].lap_time_s
    assert found.laps[1].delta_t_s[-1] == pytest.approx(gained, abs=1e-3)


async def test_laps_of_another_circuit_are_refused_in_a_sentence(
    instance: Instance, imported: Import
) -> None:
    a = await ids(instance, imported, simulated_log(), 3)
    b = await ids(instance, imported, simulated_log(kind='car', laps=2), 1, name='car.csv')
    with pytest.raises(LapsNotComparable, match=r'car\.csv L1'):
        await compare_laps(instance, choose(instance, LOCAL, [*a, *b]))


async def test_a_lap_that_is_not_there_and_a_lap_alone_are_refused(
    instance: Instance, imported: Import
) -> None:
    (lap_id,) = await ids(instance, imported, simulated_log(), 3)
    with pytest.raises(NotFound):
        choose(instance, LOCAL, [lap_id, 99])
    with pytest.raises(LapsNotComparable, match='two laps'):
        await compare_laps(instance, choose(instance, LOCAL, [lap_id, lap_id]))


async def test_one_lap_can_be_looked_at_along_its_course(instance: Instance, imported: Import) -> None:
    (chosen,) = choose(instance, LOCAL, await ids(instance, imported, simulated_log(), 3))
    found = await look_at(instance, chosen)
    assert found is not None
    assert len(found.laps) == 1
    assert found.corners
    assert not found.laps[0].delta_t_s.any()


async def test_an_out_lap_has_no_place_on_it(instance: Instance, imported: Import) -> None:
    (chosen,) = choose(instance, LOCAL, await ids(instance, imported, simulated_log(), 0))
    assert await look_at(instance, chosen) is None
