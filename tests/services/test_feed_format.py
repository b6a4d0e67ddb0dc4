"""How a feed is read: drawn up, looked at, saved by version, and in force at once."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from racetrace.errors import FeedAddressRefused, NotFound, ProfileRefused
from racetrace.services import circuits, followed
from racetrace.services.analyse_feed import analyse
from racetrace.services.change_feed import change_feed
from racetrace.services.feed_format import feed_format, preview, save, save_labels, use_again
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store import timing_sessions
from tests.live.rows_feed import EVIL, rows_feed

MAPPED = {
    'p': 'position',
    'bib': 'number',
    'squad': 'name',
    'lapcount': 'laps',
    'llp': 'last',
    'quickest': 'best',
    'gap': 'gap',
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed, 'KEPT_EVERY_S', 0.05)


def profile(**fields: str) -> dict[str, Any]:
    columns = [{'column': name, 'field': one} for name, one in (MAPPED | fields).items() if one]
    return {'columns': columns, 'key': 'id', 'rows': ['rows'], 'times_in': 'ms'}


def unknown(instance: Instance, address: str) -> int:
    return circuits.add(instance, LOCAL, {'name': 'South', 'provider': 'unknown', 'address': address}).id


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(is_so):
            await asyncio.sleep(0.02)


async def test_what_was_heard_is_proposed_with_values_and_a_board(instance: Instance) -> None:
    with rows_feed() as address:
        one = unknown(instance, address)
        await analyse(instance, LOCAL, one)
    found = feed_format(instance, LOCAL, one)
    assert found.profile is not None
    assert found.circuit.profile is None
    assert dict(found.profile.columns)['lapcount'] == 'laps'
    made = preview(instance, LOCAL, one, profile())
    assert [(row['number'], row['position']) for row in made.rows] == [(str(10 + n), n) for n in range(1, 6)]
    assert (made.entries, made.rows[2]['name']) == (7, EVIL)
    samples = {column.name: column.samples for column in made.found}
    assert samples['bib'] == ('11', '12', '13')
    assert samples['tyre'] == ('soft', 'hard')  # in the feed, and not in the profile
    assert circuits.circuit(instance, LOCAL, one).profile is None


async def test_a_column_whose_values_cannot_be_what_it_is_said_to_hold_is_doubted(instance: Instance) -> None:
    with rows_feed() as address:
        one = unknown(instance, address)
        await analyse(instance, LOCAL, one)
    made = preview(instance, LOCAL, one, profile(llp='', squad='last', tyre='state'))
    assert made.doubts == {
        'squad': "None of its values is a time: 'Kartclub North', 'Kartclub South'.",
        'tyre': "None of its values is a state that is known, such as run, pit or finished: 'soft', 'hard'.",
    }


def test_each_saving_is_a_version_and_an_older_one_is_used_again(instance: Instance) -> None:
    one = unknown(instance, 'ws://127.0.0.1:1/')
    first = save(instance, LOCAL, one, profile())
    save(instance, LOCAL, one, profile(quickest=''))
    save_labels(instance, LOCAL, one, {'c1': 'Clt', 'c2': ''})
    again = use_again(instance, LOCAL, one, 1)
    assert (first.provider, first.profile_version, again.profile_version) == ('json', 1, 4)
    assert again.profile == first.profile
    assert again.labels == {}
    versions = feed_format(instance, LOCAL, one).versions
    assert [version.version for version in versions] == [4, 3, 2, 1]
    assert all(version.who and version.at_ms for version in versions)
    assert versions[1].labels == {'c1': 'Clt'}
    with pytest.raises(NotFound):
        use_again(instance, LOCAL, one, 9)


def test_names_that_are_the_same_are_no_new_version(instance: Instance) -> None:
    one = unknown(instance, 'ws://127.0.0.1:1/')
    save_labels(instance, LOCAL, one, {'c1': 'Clt'})
    assert save_labels(instance, LOCAL, one, {'c1': 'Clt', 'c3': ''}).profile_version == 1


@pytest.mark.parametrize(
    'said', [{'columns': []}, profile(llp='best'), profile(llp='evil'), profile() | {'code': 'import os'}]
)
def test_what_is_no_profile_is_neither_shown_nor_saved(instance: Instance, said: dict[str, Any]) -> None:
    one = unknown(instance, 'ws://127.0.0.1:1/')
    with pytest.raises(ProfileRefused):
        preview(instance, LOCAL, one, said)
    with pytest.raises(ProfileRefused):
        save(instance, LOCAL, one, said)
    assert feed_format(instance, LOCAL, one).versions == []


async def test_a_format_that_cannot_be_at_the_address_of_a_feed_does_not_end_it(instance: Instance) -> None:
    """Neither a new one, nor an older one of when the feed was elsewhere."""
    one = unknown(instance, 'ws://127.0.0.1:1/')
    save(instance, LOCAL, one, profile())
    change_feed(instance, LOCAL, one, {'provider': 'rmonitor', 'address': 'tcp://127.0.0.1:1'})
    await circuits.follow(instance, LOCAL, one)
    before = circuits.circuit(instance, LOCAL, one)
    for change in (partial(save, said=profile()), partial(use_again, version=1)):
        with pytest.raises(FeedAddressRefused, match='it must begin with wss://'):
            await asyncio.to_thread(change, instance, LOCAL, one)
    assert circuits.circuit(instance, LOCAL, one) == before
    assert one in instance.following


async def test_a_feed_that_nothing_reads_for_a_time_is_followed_again_once_it_is_mapped(
    instance: Instance,
) -> None:
    with rows_feed() as address:
        one = unknown(instance, address)
        await asyncio.to_thread(save, instance, LOCAL, one, profile())
        await circuits.follow(instance, LOCAL, one)
        await asyncio.to_thread(change_feed, instance, LOCAL, one, {'provider': 'unknown'})
        await until(lambda: one not in instance.following)
        await asyncio.to_thread(save, instance, LOCAL, one, profile())
        await until(lambda: one in instance.following)
        await until(lambda: timing_sessions.of_circuit(instance.engine, one, 9))


async def test_a_followed_feed_is_read_by_a_new_version_at_once_and_nobody_is_cut_off(
    instance: Instance,
) -> None:
    with rows_feed() as address:
        one = unknown(instance, address)
        await asyncio.to_thread(save, instance, LOCAL, one, profile(squad='', llp='best', quickest='last'))
        await circuits.follow(instance, LOCAL, one)
        await until(lambda: timing_sessions.of_circuit(instance.engine, one, 9))
        watched = instance.boards.broadcast(one)

        def names() -> set[str]:
            return {row['name'] for row in json.loads(watched.whole())['rows']}

        await until(lambda: names() == {''})
        await asyncio.to_thread(save, instance, LOCAL, one, profile())
        async with asyncio.timeout(20):
            while 'Kartclub North' not in names():
                await asyncio.sleep(0.02)
        assert instance.boards.broadcast(one) is watched
        assert not watched.is_over
        (session,) = timing_sessions.of_circuit(instance.engine, one, 9)
        await until(
            lambda: (
                {row['name'] for row in timing_sessions.board(instance.engine, session.id)['rows']} >= {EVIL}
            )
        )
        laps = await asyncio.to_thread(timing_sessions.laps, instance.engine, session.id, 'k1')
        assert [lap['ms'] - 61_100 for lap in laps] == [lap['number'] for lap in laps]  # all are read anew
        assert [lap['number'] for lap in laps] == list(range(laps[0]['number'], laps[-1]['number'] + 1))
        await until(lambda: len(timing_sessions.laps(instance.engine, session.id, 'k1')) > len(laps) + 2)


async def test_another_key_leaves_nobody_twice_in_what_is_kept(instance: Instance) -> None:
    with rows_feed() as address:
        one = unknown(instance, address)
        await asyncio.to_thread(save, instance, LOCAL, one, profile() | {'key': 'squad'})
        await circuits.follow(instance, LOCAL, one)
        await until(lambda: timing_sessions.of_circuit(instance.engine, one, 9))
        await asyncio.to_thread(save, instance, LOCAL, one, profile())
        (session,) = timing_sessions.of_circuit(instance.engine, one, 9)

        def keys() -> set[str]:
            return {row['key'] for row in timing_sessions.board(instance.engine, session.id)['rows']}

        await until(lambda: keys() == {f'k{n}' for n in range(1, 8)})
        await instance.following.stop_all()
        assert await asyncio.to_thread(keys) == {f'k{n}' for n in range(1, 8)}
