import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import Engine

from racetrace.errors import AccountRefused, NotFound, NotPermitted, StepUpNeeded
from racetrace.services.administer import (
    all_accounts,
    audit_log,
    lock,
    remove_app,
    reset_link,
    set_admin,
    unlock,
    verify_link,
)
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials
from racetrace.services.sign_in import sign_in_program
from racetrace.services.step_up import step_up
from racetrace.services.viewer import Viewer
from racetrace.services.viewers import viewer_of, viewer_of_token
from racetrace.store import accounts as rows
from racetrace.store.database import reading
from tests.services.house_of_accounts import HERE, PASSWORD, House

OWN = Credentials(password=PASSWORD)


def test_only_an_admin_who_has_just_proved_it_has_power(accounts: House) -> None:
    accounts.admin()
    ben = accounts.account('ben')
    for viewer, refusal in ((accounts.viewer('ben'), NotPermitted), (accounts.viewer('root1'), StepUpNeeded)):
        for act in (
            lambda viewer: lock(accounts.instance, viewer, ben.id),
            lambda viewer: unlock(accounts.instance, viewer, ben.id),
            lambda viewer: set_admin(accounts.instance, viewer, ben.id, True),
            lambda viewer: reset_link(accounts.instance, viewer, ben.id),
            lambda viewer: verify_link(accounts.instance, viewer, ben.id),
            lambda viewer: remove_app(accounts.instance, viewer, ben.id),
            lambda viewer: all_accounts(accounts.instance, viewer),
            lambda viewer: audit_log(accounts.instance, viewer),
        ):
            with pytest.raises(refusal):
                act(viewer)


def test_what_was_proved_holds_for_two_hours(accounts: House) -> None:
    admin = accounts.admin()
    assert all_accounts(accounts.instance, admin)
    session = accounts.browser('root1').session
    step_up(accounts.instance, viewer_of(accounts.instance, session), OWN)
    accounts.clock.goes_on(hours=2)
    assert not viewer_of(accounts.instance, session).is_stepped_up


def test_a_program_of_an_admin_gets_a_token_for_it(accounts: House) -> None:
    accounts.admin()
    tokens = sign_in_program(accounts.instance, HERE, Credentials(name='root1', password=PASSWORD))
    viewer = viewer_of_token(accounts.instance, tokens.access)
    stepped_up = step_up(accounts.instance, viewer, OWN)
    assert stepped_up.access is not None
    assert viewer_of_token(accounts.instance, stepped_up.access).is_stepped_up


def test_who_is_no_admin_any_more_has_no_power_left(accounts: House) -> None:
    admin, ben = accounts.admin(), accounts.account('ben')
    set_admin(accounts.instance, admin, ben.id, True)
    session = accounts.browser('ben').session
    step_up(accounts.instance, viewer_of(accounts.instance, session), OWN)
    set_admin(accounts.instance, admin, ben.id, False)
    with pytest.raises(NotPermitted):
        all_accounts(accounts.instance, viewer_of(accounts.instance, session))


def test_there_is_always_an_admin(accounts: House) -> None:
    admin = accounts.admin()
    with pytest.raises(AccountRefused, match='last admin'):
        lock(accounts.instance, admin, admin.user_id)
    with pytest.raises(AccountRefused, match='last admin'):
        set_admin(accounts.instance, admin, admin.user_id, False)
    assert viewer_of(accounts.instance, accounts.browser('root1').session)


@pytest.mark.parametrize('user_id', [99, 0, -1, 2**70])
def test_who_is_not_there_cannot_be_locked(accounts: House, user_id: int) -> None:
    admin = accounts.admin()
    for act in (lock, unlock, reset_link, verify_link, remove_app):
        with pytest.raises(NotFound):
            act(accounts.instance, admin, user_id)


def test_every_change_says_who_did_it_to_whom_and_from_where(accounts: House) -> None:
    admin, ben = accounts.admin(), accounts.account('ben')
    done = ['lock', 'unlock', 'make admin', 'make admin no longer', 'make reset link', 'remove app']
    lock(accounts.instance, admin, ben.id)
    unlock(accounts.instance, admin, ben.id)
    set_admin(accounts.instance, admin, ben.id, True)
    set_admin(accounts.instance, admin, ben.id, False)
    reset_link(accounts.instance, admin, ben.id)
    remove_app(accounts.instance, admin, ben.id)
    entries = audit_log(accounts.instance, admin, most=6)
    assert [entry.what for entry in reversed(entries)] == done
    assert {(entry.who_id, entry.on_what, entry.from_where) for entry in entries} == {
        (admin.user_id, f'user {ben.id}', '10.0.0.7')
    }
    assert [entry.what for entry in audit_log(accounts.instance, admin, 1, entries[-1].id)] == ['register']


async def test_open_pages_of_whom_it_concerns_are_told(accounts: House) -> None:
    admin, ben = accounts.admin(), accounts.account('ben')
    told = accounts.instance.hub.told(ben.id)
    waiting = asyncio.ensure_future(anext(told))
    await asyncio.sleep(0)
    await asyncio.to_thread(lock, accounts.instance, admin, ben.id)
    await asyncio.wait_for(waiting, 5)


def test_accounts_are_listed_page_by_page(accounts: House) -> None:
    admin = accounts.admin()
    for name in ('ben', 'cleo'):
        accounts.account(name)
    first = all_accounts(accounts.instance, admin, most=2)
    assert [account.name for account in first] == ['root1', 'ben']
    assert [account.name for account in all_accounts(accounts.instance, admin, 2, first[-1].id)] == ['cleo']


def demote(instance: Instance, viewer: Viewer, user_id: int) -> None:
    set_admin(instance, viewer, user_id, False)


@pytest.mark.parametrize('act', [demote, lock])
def test_of_two_admins_who_are_at_each_other_at_once_one_stays(
    accounts: House, store_engine: Engine, act: Callable[[Instance, Viewer, int], None]
) -> None:
    house = House(instance=replace(accounts.instance, engine=store_engine), clock=accounts.clock)
    first = house.admin()
    for number in range(3):
        second = replace(first, user_id=house.account(f'ben{number}').id)
        set_admin(house.instance, first, second.user_id, True)
        both = Barrier(2)

        def at(one: Viewer, other: Viewer, both: Barrier = both) -> bool:
            both.wait()
            try:
                act(house.instance, one, other.user_id)
            except AccountRefused:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            did = list(threads.map(at, [first, second], [second, first]))
        with reading(store_engine) as db:
            left = rows.admins(db)
        assert (sorted(did), len(left)) == ([False, True], 1)
        first = replace(first, user_id=left[0])
