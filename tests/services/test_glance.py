import asyncio
from dataclasses import replace

import numpy as np

from racetrace.services import sessions
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.glance import glance
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from tests.services.conftest import Import
from tests.simulated_log import simulated_log


async def test_the_laps_differ_as_their_comparison_says(instance: Instance, imported: Import) -> None:
    job = await imported(simulated_log())
    session = sessions.session(instance, LOCAL, job.session_id or 0)
    found = (await asyncio.to_thread(glance, instance, session)).apart
    assert found is not None
    ranked = [lap.id for lap in session.ranked]
    compared = await compare_laps(instance, choose(instance, LOCAL, ranked))
    assert found.corners == tuple(row.corner.name for row in compared.corners)
    for k, lap_id in enumerate(ranked):
        lost_s = [row.laps[k].lost_s for row in compared.corners]
        assert np.allclose(found.over_best_s[lap_id] - found.over_best_s[ranked[0]], lost_s, atol=2e-3)


async def test_every_lap_has_a_shape_and_a_lap_taken_out_no_dots(
    instance: Instance, imported: Import
) -> None:
    job = await imported(simulated_log())
    session = sessions.session(instance, LOCAL, job.session_id or 0)
    out = session.ranked[0]
    laps = tuple(replace(lap, excluded_reason='traffic') if lap is out else lap for lap in session.laps)
    found = await asyncio.to_thread(glance, instance, replace(session, laps=laps))
    assert found.speeds_mps.keys() == {lap.id for lap in session.laps}
    assert 'speed_mps' in found.channels
    assert found.apart is not None
    assert out.id not in found.apart.over_best_s
