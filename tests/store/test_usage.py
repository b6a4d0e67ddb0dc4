import random

from sqlalchemy import Engine

from racetrace.store import circuits, frames, sessions, usage
from tests.garage import driven, user
from tests.stored import OWNER, upload


def test_what_is_kept_is_told_of_each_user_and_kind(store_engine: Engine) -> None:
    ben = user(store_engine, 'ben')
    upload(store_engine, b'x' * 3_000_000, owner_id=ben)
    kept = driven(store_engine, 60.0, 61.0)
    sessions.put_in_bin(store_engine, OWNER, driven(store_engine, 62.0))
    first, second = usage.of_all(store_engine)
    assert {first.user_id, second.user_id} == {OWNER, ben}
    mine, bens = (first, second) if first.user_id == OWNER else (second, first)
    assert (mine.sessions, mine.binned, kept > 0) == (1, 1, True)
    assert min(mine.files_bytes, mine.places_bytes, mine.lines_bytes) > 0
    assert mine.all_bytes > mine.files_bytes
    assert bens.counted_bytes == 3_000_000
    assert 0 < bens.files_bytes < 3_000_000  # it is compressed
    assert usage.counted(store_engine, ben) == 3_000_000
    assert usage.counted(store_engine, 99) == 0


def test_a_file_of_two_users_is_counted_to_both(engine: Engine) -> None:
    ben = user(engine, 'ben')
    for owner in (OWNER, ben):
        upload(engine, b'the same', owner_id=owner)
    assert [usage.counted(engine, owner) for owner in (OWNER, ben)] == [8, 8]
    assert len({one.files_bytes for one in usage.of_all(engine)}) == 1


def test_what_a_feed_sent_is_counted_to_its_owner_also_when_the_circuit_is_gone(store_engine: Engine) -> None:
    ben = user(store_engine, 'ben')
    of_ben = circuits.add(store_engine, ben, {'name': 'South', 'provider': 'apex'})
    frames.add(store_engine, of_ben, [(1, random.Random(1).randbytes(20_000))])
    circuits.delete(store_engine, of_ben)
    kept = {one.user_id: one for one in usage.of_all(store_engine)}
    assert kept[ben].frames_bytes > 20_000  # which cannot be made smaller
    assert kept[ben].frames_bytes == kept[ben].all_bytes == kept[ben].counted_bytes
    assert usage.counted(store_engine, ben) == kept[ben].frames_bytes
    assert usage.counted(store_engine, OWNER) == kept[OWNER].frames_bytes == 0
