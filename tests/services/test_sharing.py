from datetime import timedelta

import pytest

from racetrace.errors import NotFound
from racetrace.services import sessions, share, teams
from racetrace.services.describe import choices, describe
from racetrace.services.instance import Instance
from racetrace.services.sharing import Sharing
from racetrace.services.viewer import LOCAL, NOBODY
from racetrace.telemetry.summary import Visibility, Written


def made(instance: Instance) -> int:
    return sessions.create(instance, LOCAL, Written(name='Wet test'), None).id


async def test_an_owner_shows_a_session_to_a_team_of_his(instance: Instance) -> None:
    sharing = Sharing(instance=instance, viewer=LOCAL, session_id=made(instance))
    team = teams.add(instance, LOCAL, 'Team')
    await sharing.choose(Visibility.TEAM, team.id)
    seen = await sharing.seen_by()
    assert (seen.visibility, seen.team_id, seen.teams) == (Visibility.TEAM, team.id, ((team.id, 'Team'),))


async def test_a_link_opens_it_until_it_is_ended(instance: Instance) -> None:
    sharing = Sharing(instance=instance, viewer=LOCAL, session_id=made(instance))
    path = await sharing.make_link(timedelta(days=1), with_file=False)
    secret = path.removeprefix('/share/')
    assert share.session_of_share(instance, secret)[0].title == 'Wet test'
    seen = await sharing.seen_by()
    assert seen.visibility is Visibility.LINK
    await sharing.end_link(seen.links[0].id)
    assert (await sharing.seen_by()).links == ()
    with pytest.raises(NotFound):
        share.session_of_share(instance, secret)


async def test_nobody_else_finds_out_who_sees_it(instance: Instance) -> None:
    sharing = Sharing(instance=instance, viewer=NOBODY, session_id=made(instance))
    with pytest.raises(NotFound):
        await sharing.seen_by()
    with pytest.raises(NotFound):
        await sharing.choose(Visibility.PUBLIC, None)


async def test_a_new_car_comes_into_the_garage_and_its_name_to_the_session(instance: Instance) -> None:
    session_id = made(instance)
    said = {'driver_name': 'Ana', 'new_car': {'make': 'CRG', 'model': 'Road Rebel'}}
    describe(instance, LOCAL, session_id, said)
    session = sessions.session(instance, LOCAL, session_id)
    found = choices(instance, LOCAL)
    assert (session.written.car_name, session.belongs.car_id) == ('CRG Road Rebel', found.cars[0][0])
    assert (found.cars[0][1], found.drivers) == ('CRG Road Rebel', ('Ana',))
    describe(instance, LOCAL, session_id, {'car_id': None, 'car_name': 'Borrowed'})
    session = sessions.session(instance, LOCAL, session_id)
    assert (session.written.car_name, session.belongs.car_id) == ('Borrowed', None)


async def test_a_session_of_somebody_else_is_described_by_nobody_and_makes_no_car(instance: Instance) -> None:
    session_id = made(instance)
    with pytest.raises(NotFound):
        describe(instance, NOBODY, session_id, {'new_car': {'make': 'CRG'}})
    assert choices(instance, LOCAL).cars == ()
