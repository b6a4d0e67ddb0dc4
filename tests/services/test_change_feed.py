import asyncio
from typing import Any

import pytest

from racetrace.errors import EntryRefused, FeedAddressRefused, NotFound, SignInNeeded
from racetrace.services import circuits
from racetrace.services.change_feed import change_feed, place
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.simulation.race import simulate_race
from tests.live.twins.apex import ApexTwin

MEETING = simulate_race(karts=4, minutes=3, seed=4, qualifying=False)
SOUTH = {'name': 'South', 'provider': 'apex', 'address': 'ws://127.0.0.1:1/', 'visibility': 'private'}


def made(instance: Instance, **said: Any) -> circuits.Circuit:
    return circuits.add(instance, LOCAL, SOUTH | said)


def test_what_is_new_is_changed_and_what_was_typed_again_is_not(instance: Instance) -> None:
    one = made(instance, page_url='https://live.example/south')
    changed = change_feed(instance, LOCAL, one.id, SOUTH | {'name': 'North', 'visibility': 'public'})
    assert (changed.name, changed.visibility, changed.address) == ('North', 'public', SOUTH['address'])
    assert (changed.page_url, changed.profile_version) == ('https://live.example/south', 0)
    assert change_feed(instance, LOCAL, one.id, SOUTH | {'name': 'North', 'visibility': 'public'}) == changed


def test_a_circuit_known_by_its_page_is_typed_by_that(instance: Instance) -> None:
    one = made(instance, address='', page_url='https://live.example/south')
    assert place(one) == 'https://live.example/south'
    changed = change_feed(instance, LOCAL, one.id, SOUTH | {'address': 'https://live.example/new'})
    assert place(changed) == 'https://live.example/new'


@pytest.mark.parametrize(
    ('said', 'why'),
    [
        ({'address': 'javascript:alert(1)'}, 'is no address of a feed'),
        ({'address': ''}, 'is no address of a feed'),
        ({'provider': 'rmonitor'}, 'it must begin with tcp://'),
        ({'provider': 'racemonitor'}, 'names no race of Race Monitor'),
    ],
)
def test_where_no_such_feed_can_be_is_refused_and_nothing_is_changed(
    instance: Instance, said: dict[str, str], why: str
) -> None:
    one = made(instance)
    with pytest.raises(FeedAddressRefused, match=why):
        change_feed(instance, LOCAL, one.id, SOUTH | {'name': 'North'} | said)
    assert circuits.circuit(instance, LOCAL, one.id) == one


def test_a_profile_goes_with_the_provider_that_was_read_by_it(instance: Instance) -> None:
    columns = [{'column': 'bib', 'field': 'number'}]
    profile = {'columns': columns, 'key': 'bib', 'rows': ['rows'], 'times_in': 'ms'}
    one = made(instance, provider='json', profile=profile)
    assert change_feed(instance, LOCAL, one.id, SOUTH | {'provider': 'apex'}).profile is None


def test_nobody_but_its_owner_changes_it(instance: Instance) -> None:
    mine, seen = made(instance), made(instance, visibility='public')
    with pytest.raises(NotFound):
        change_feed(instance, Viewer(user_id=7), mine.id, SOUTH)
    with pytest.raises(SignInNeeded):
        change_feed(instance, NOBODY, seen.id, SOUTH)
    with pytest.raises(EntryRefused):
        change_feed(instance, LOCAL, mine.id, SOUTH | {'visibility': 'team'})


async def test_a_feed_that_is_followed_is_read_from_its_new_place_at_once(instance: Instance) -> None:
    async with ApexTwin(MEETING) as twin:
        await twin.advance_to(MEETING.sessions[0].opens_ms)
        one = made(instance)
        await circuits.follow(instance, LOCAL, one.id)
        said = SOUTH | {'address': f'ws://127.0.0.1:{twin.ws_port}'}
        await asyncio.to_thread(change_feed, instance, LOCAL, one.id, said)
        await twin.has_joined()


@pytest.mark.parametrize('said', [{'address': 'nonsense'}, {'provider': 'rmonitor'}, {'address': ''}])
async def test_a_feed_that_is_followed_is_not_sent_where_none_can_be(
    instance: Instance, said: dict[str, str]
) -> None:
    one = made(instance)
    await circuits.follow(instance, LOCAL, one.id)
    with pytest.raises(FeedAddressRefused):
        await asyncio.to_thread(circuits.write, instance, LOCAL, one.id, said)
    after = circuits.circuit(instance, LOCAL, one.id)
    assert (after.provider, after.address, after.is_followed) == ('apex', SOUTH['address'], True)
    await circuits.unfollow(instance, LOCAL, one.id)
    circuits.write(instance, LOCAL, one.id, said)  # who follows it is told then
    with pytest.raises(FeedAddressRefused):
        await circuits.follow(instance, LOCAL, one.id)
