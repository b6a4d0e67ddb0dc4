"""A session of three known laps in the store, and a person who looks at a page about it."""

from dataclasses import dataclass
from typing import Any

from nicegui.testing import User

from tests.conftest import OpenScreen
from tests.simulated_log import simulated_log


@dataclass(frozen=True, kw_only=True)
class Stored:
    """`laps` are the ids of the laps by their numbers: 0 and 4 are not whole, 3 is the fastest."""

    id: int
    laps: dict[int, int]

    def ids(self, *numbers: int) -> str:
        return ','.join(str(self.laps[number]) for number in numbers)


async def stored(person: User, name: str = 'kart.csv', *, kind: str = 'kart', seed: int = 3) -> Stored:
    content = simulated_log(kind=kind, seed=seed)
    found = await ask(person, 'PUT', f'/sessions/upload?name={name}&wait=30', content=content)
    session_id = found['session_id']
    laps = (await ask(person, 'GET', f'/sessions/{session_id}'))['laps']
    return Stored(id=session_id, laps={lap['lap_number']: lap['id'] for lap in laps})


async def ask(person: User, method: str, path: str, **given: Any) -> Any:
    answer = await person.http_client.request(method, f'/api/v1{path}', **given)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def newcomer(open_screen: OpenScreen) -> User:
    """Return somebody who has not seen anything yet."""
    return await open_screen('/compare')


async def missing(person: User, path: str) -> str:
    """Return the page that stands for one that is not there."""
    answer = await person.http_client.get(path)
    assert answer.status_code == 404
    assert 'To the sessions' in answer.text
    return str(answer.text)
