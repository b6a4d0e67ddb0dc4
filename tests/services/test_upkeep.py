"""For how long it is kept who did what."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from racetrace.services import upkeep
from racetrace.services.administer import audit_log, lock, set_admin
from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.services.upkeep import DAY_MS, forget_deeds, forget_frames
from racetrace.services.viewer import LOCAL
from racetrace.store import audit, circuits, frames
from racetrace.store.database import reading, writing
from tests.services.house_of_accounts import House

LONG_AGO = datetime(2020, 1, 1)


def test_what_is_older_is_removed_and_nothing_younger_least_of_all_locks_and_roles(accounts: House) -> None:
    admin, ana, ben = accounts.admin(), accounts.account(), accounts.account('ben')
    lock(accounts.instance, admin, ana.id)
    accounts.clock.goes_on(days=1)
    set_admin(accounts.instance, LOCAL, ben.id, True)
    before = {entry.id: entry.what for entry in audit_log(accounts.instance, LOCAL)}
    accounts.clock.goes_on(days=399)
    forget_deeds(accounts.instance)
    assert {entry.id: entry.what for entry in audit_log(accounts.instance, LOCAL)} == before
    accounts.clock.goes_on(hours=1)
    forget_deeds(accounts.instance)
    told = [(entry.what, entry.on_what) for entry in audit_log(accounts.instance, LOCAL)]
    removed = len(before) - 1
    assert told == [
        ('remove old entries', f'{removed} from before 2026-06-13'),
        ('make admin', f'user {ben.id}'),
    ]
    forget_deeds(accounts.instance)
    assert len(audit_log(accounts.instance, LOCAL)) == 2, 'nothing was removed, and nothing is said'


async def test_what_a_feed_sent_is_kept_as_long_as_its_circuit_says_followed_or_not_or_deleted(
    instance: Instance,
) -> None:
    now_ms = round(instance.clock().replace(tzinfo=UTC).timestamp() * 1000)
    kept, deleted = (
        circuits.add(instance.engine, 1, {'name': name, 'provider': 'apex', 'keep_days': 7}) for name in 'ab'
    )
    circuits.delete(instance.engine, deleted)
    for circuit_id in (kept, deleted):
        frames.add(instance.engine, circuit_id, [(now_ms - 8 * DAY_MS, b'old')])
        frames.add(instance.engine, circuit_id, [(now_ms - 6 * DAY_MS, b'new')])
    forget_frames(instance)
    for circuit_id in (kept, deleted):
        assert [raw for _, raw in frames.between(instance.engine, circuit_id, 0)] == [b'new']


def whats(instance: Instance) -> list[str]:
    with reading(instance.engine) as db:
        return [entry.what for entry in audit.newest(db, 9)]


def write_old(instance: Instance) -> None:
    with writing(instance.engine) as db:
        audit.note(db, at=LONG_AGO, who_id=1, what='lock')


async def test_it_is_looked_after_at_the_start_and_every_day(
    fresh: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(fresh):
        write_old(fresh)
    monkeypatch.setattr(upkeep, 'DAY_S', 0.05)
    async with running(fresh):
        assert whats(fresh) == ['remove old entries']
        write_old(fresh)
        async with asyncio.timeout(20):
            while 'lock' in whats(fresh):
                await asyncio.sleep(0.02)
    assert whats(fresh) == ['remove old entries'] * 2
    assert fresh.audit_life == timedelta(days=400)
