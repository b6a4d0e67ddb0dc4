"""Sign-ins by password, eight at once, against verifies of argon2 alone that are as many at once.

A sign-in reads, counts the attempt, verifies, and writes a session and what it is known by: three
transactions, each on disk before it counts. Half the bare rate is what is left to be good enough.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher

from racetrace.accounts.mode import Mode
from racetrace.services.instance import HASHES, Instance
from racetrace.services.prove import Credentials
from racetrace.services.register import NewAccount, register
from racetrace.services.sign_in import sign_in
from racetrace.services.viewer import Caller
from racetrace.store.migrate import migrate
from tests.bench.contest import Contest

PASSWORD = 'five red lights'
MOST = 48  # in a go


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    instance = _instance(folder)
    count = max(HASHES, round(MOST * share))
    people = [_person(instance, i) for i in range(count)]
    bare = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
    hashed = bare.hash(PASSWORD)
    with ThreadPoolExecutor(HASHES) as threads:

        def all_at_once(one: Callable[[Credentials], object]) -> None:
            list(threads.map(one, people))

        yield Contest(
            name='sign_in',
            task=f'{count} sign-ins by password, {HASHES} at once, through the service',
            peer='as many argon2 verifies alone (19 MiB, t=2, p=1), as many at once',
            unit='s',
            limit=2.0,
            limit_of='ratio',
            ours=lambda: all_at_once(lambda given: sign_in(instance, _from(given), given)),
            theirs=lambda: all_at_once(lambda _: bare.verify(hashed, PASSWORD)),
        )
    instance.engine.dispose()


def _instance(folder: Path) -> Instance:
    data = folder / 'racetrace.db'
    migrate(data)
    return Instance.at(data, workers=1, max_upload_bytes=1 << 20, mode=Mode.LAN)


def _person(instance: Instance, number: int) -> Credentials:
    name = f'person{number}'
    new = NewAccount(name=name, email=f'{name}@club.example', password=PASSWORD)
    register(instance, Caller(address=f'10.0.0.{number}'), new)
    return Credentials(name=name, password=PASSWORD)


def _from(given: Credentials) -> Caller:
    return Caller(address=f'10.1.0.{given.name.removeprefix("person")}')
