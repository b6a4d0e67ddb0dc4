"""In a paddock all are in one network: who names a feed must not make RaceTrace ask the others in it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from racetrace.accounts.inner_feeds import InnerFeeds
from racetrace.accounts.roles import Role
from racetrace.errors import FeedAddressRefused
from racetrace.live.feed_status import FeedState, Status
from racetrace.services import circuits
from racetrace.services.administer import lock, set_admin
from racetrace.services.feed_reach import FeedReach
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, Viewer
from tests.live.rows_feed import rows_feed
from tests.services.house_of_accounts import House

INNER = [
    'ws://10.1.2.3:8080/',
    '192.168.1.20:50000',
    'ws://127.0.0.1/',
    'http://[::1]/',
    'ws://[::ffff:10.0.0.1]/',
]
OUTER = 'wss://8.8.8.8/'
REFUSED = 'which only an admin may add here'
COLUMNS = [{'column': 'bib', 'field': 'number'}]
PROFILE = {'columns': COLUMNS, 'key': 'id', 'rows': ['rows'], 'times_in': 'ms'}
MAPPED = {'provider': 'json', 'profile': PROFILE}


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House.at(tmp_path)
    made.instance = replace(made.instance, inner_feeds=InnerFeeds.ADMINS)
    return made


@pytest.fixture
def admin(house: House) -> Viewer:
    return house.admin()


@pytest.fixture
def driver(house: House, admin: Viewer) -> Viewer:  # noqa: ARG001  (whoever comes first is the admin)
    house.account()
    return house.viewer()


def added(instance: Instance, viewer: Viewer, address: str) -> circuits.Circuit:
    return circuits.add(instance, viewer, {'name': 'South', 'provider': 'apex', 'address': address})


@pytest.mark.parametrize('address', INNER)
def test_in_a_paddock_a_driver_names_no_computer_of_the_network_and_an_admin_does(
    house: House, admin: Viewer, driver: Viewer, address: str
) -> None:
    with pytest.raises(FeedAddressRefused, match=REFUSED):
        added(house.instance, driver, address)
    assert circuits.seen(house.instance, driver) == []
    assert added(house.instance, admin, address).address == address


def test_nor_does_a_driver_by_a_change_or_by_the_page_of_a_circuit(house: House, driver: Viewer) -> None:
    mine = added(house.instance, driver, OUTER)
    for change in ({'address': INNER[0]}, {'page_url': 'http://10.1.2.3/'}):
        with pytest.raises(FeedAddressRefused, match=REFUSED):
            circuits.write(house.instance, driver, mine.id, change)
    found = circuits.circuit(house.instance, driver, mine.id)
    assert (found.address, found.page_url) == (OUTER, '')


async def test_a_name_is_looked_up_for_each_connection_and_so_is_who_the_owner_is(
    house: House, admin: Viewer, driver: Viewer
) -> None:
    assert added(house.instance, driver, 'ws://localhost/')  # what a name stands for is not known yet
    with pytest.raises(FeedAddressRefused, match=f'localhost is a computer of an inner network, {REFUSED}'):
        await house.instance.reach.of(driver.user_id).numbers('localhost', 80)
    reach = house.instance.reach.of(admin.user_id)
    assert await reach.numbers('localhost', 80)
    set_admin(house.instance, admin, driver.user_id, True)
    assert await house.instance.reach.of(driver.user_id).numbers('localhost', 80)
    set_admin(house.instance, admin, driver.user_id, False)
    with pytest.raises(FeedAddressRefused):
        await house.instance.reach.of(driver.user_id).numbers('localhost', 80)


@pytest.mark.parametrize('ending', [lock, partial(set_admin, is_admin=False)])
async def test_who_is_an_admin_no_longer_reads_no_further_from_the_inner_network(
    house: House, admin: Viewer, driver: Viewer, ending: Callable[[Instance, Viewer, int], None]
) -> None:
    instance = house.instance
    set_admin(instance, admin, driver.user_id, True)

    async def until(is_so: Callable[[Status], bool]) -> None:
        async with asyncio.timeout(20):
            while (status := instance.following.status(mine.id)) is None or not is_so(status):
                await asyncio.sleep(0.02)

    with rows_feed() as address:
        mine = circuits.add(instance, house.viewer(), {'name': 'South', 'address': address} | MAPPED)
        await circuits.follow(instance, house.viewer(), mine.id)
        await until(lambda status: status.state is FeedState.LIVE)
        await asyncio.to_thread(ending, instance, admin, driver.user_id)
        await until(lambda status: REFUSED in status.sentence)
    await instance.following.stop_all()


async def test_what_everybody_or_nobody_may_is_asked_of_no_account(instance: Instance) -> None:
    nobody = 999  # there is no such account
    everywhere = FeedReach(engine=instance.engine, inner=InnerFeeds.EVERYBODY)
    nowhere = FeedReach(engine=instance.engine, inner=InnerFeeds.NOBODY)
    assert await everywhere.of(nobody).numbers('127.0.0.1', 80) == ['127.0.0.1']
    everywhere.insist(Role.USER, INNER[0])
    with pytest.raises(FeedAddressRefused, match='this server may not ask'):
        await nowhere.of(nobody).numbers('127.0.0.1', 80)
    with pytest.raises(FeedAddressRefused, match='this server may not ask'):
        nowhere.insist(Role.ADMIN, INNER[0])


def test_on_ones_own_computer_nothing_is_refused(instance: Instance) -> None:
    assert instance.inner_feeds is InnerFeeds.EVERYBODY
    assert added(instance, LOCAL, INNER[0]).address == INNER[0]
