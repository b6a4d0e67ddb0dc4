"""A session to ask for: the simulator's log, through the store."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.simulated_log import simulated_log

# How a number that is nobody's is answered.
NOT_THERE = {'99': 404, '-1': 404, str(2**63): 404, 'abc': 422, '9' * 5000: 422}


@dataclass(frozen=True, kw_only=True)
class Kart:
    api: httpx.AsyncClient
    session: Any

    def ids(self, *numbers: int) -> list[int]:
        """Return the ids of laps, by their numbers."""
        ids = {lap['lap_number']: lap['id'] for lap in self.session['laps']}
        return [ids[number] for number in numbers]


async def imported(api: httpx.AsyncClient, content: bytes | None = None, name: str = 'kart.csv') -> Any:
    """Return the session that is made of a file."""
    sent = await api.put(
        '/sessions/upload',
        params={'name': name, 'wait': 60},
        content=simulated_log() if content is None else content,
    )
    assert sent.status_code in {200, 201}, sent.text
    return sent.json()
