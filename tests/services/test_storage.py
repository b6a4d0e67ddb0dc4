from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from racetrace.errors import NotPermitted, QuotaReached
from racetrace.services.import_log import receive_log, waited
from racetrace.services.instance import Instance
from racetrace.services.storage import room, storage
from racetrace.services.viewer import LOCAL, Viewer
from racetrace.store.jobs import newest
from tests.services.conftest import in_pieces

SOMEBODY = Viewer(user_id=9)


def test_only_an_admin_sees_what_others_keep(fresh: Instance) -> None:
    with pytest.raises(NotPermitted):
        storage(fresh, SOMEBODY)


async def test_a_laptop_says_how_large_its_file_is_and_counts_nothing(instance: Instance) -> None:
    found = storage(instance, LOCAL)
    assert len(found.users) == 1
    assert found.quota_bytes == 0
    assert (found.file_bytes is None) == isinstance(instance.data, str)
    assert room(instance, LOCAL) is None


async def test_who_keeps_as_much_as_an_account_may_is_told_so_and_nothing_stays(instance: Instance) -> None:
    held = replace(instance, quota_bytes=1 << 20)
    await waited(held, await receive_log(held, LOCAL, 'a.csv', in_pieces(b'a' * 700_000)))
    assert room(held, LOCAL) == (1 << 20) - 700_000
    heard: list[bytes] = []

    async def pieces() -> AsyncIterator[bytes]:
        async for piece in in_pieces(b'b' * 700_000):
            heard.append(piece)
            yield piece

    with pytest.raises(QuotaReached, match='1 MiB that one account may keep'):
        await receive_log(held, LOCAL, 'b.csv', pieces())
    assert len(heard) == 7  # to the end, so that the browser hears the answer
    assert [job.name for job in newest(held.engine, LOCAL.user_id, 9)] == ['a.csv']
