import time
from uuid import UUID

from racetrace.store.uid import uid


def test_a_uid_is_a_uuid_of_version_seven() -> None:
    assert (UUID(uid()).version, UUID(uid()).variant) == (7, 'specified in RFC 4122')


def test_it_tells_when_it_was_made() -> None:
    before, made, after = time.time_ns(), UUID(uid()), time.time_ns()
    assert before // 1_000_000 <= made.int >> 80 <= after // 1_000_000


def test_no_two_are_alike() -> None:
    assert len({uid() for _ in range(1000)}) == 1000
