"""The client of docs/FLUTTER.md, in the words of this language."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from main import build
from racetrace.accounts.mode import Mode
from racetrace.services import circuits
from racetrace.services.viewer import LOCAL
from racetrace.settings import Settings
from racetrace.store.uid import uid_of
from tests.api.ancestors.served import served
from tests.live.karts import init, lap
from tests.live.twins.by_hand import ByHand

PAGE = Path(__file__).parents[3] / 'docs' / 'FLUTTER.md'
FIRESTORE_ID = 'Xb7kQ'


class Client:
    """Merges what it is told, and does nothing else that the page does not do."""

    def __init__(self) -> None:
        self.karts: dict[str, dict[str, str]] = {}
        self.is_connected: bool | None = None
        self.sorts: list[str] = []

    async def listen(self, socket: ClientConnection, until: str) -> None:
        """Listen until a kart has this for its last lap."""
        async with asyncio.timeout(10):
            while until not in {kart.get('Dernier T.') for kart in self.karts.values()}:
                self._hear(json.loads(await socket.recv()))

    def _hear(self, said: dict[str, Any]) -> None:
        self.sorts.append(said['type'])
        match said['type']:
            case 'cached_data':
                self._merge(said['data']['drivers'])
            case 'karting_data':
                self._merge(said['drivers'])
            case 'status_update':
                self.is_connected = said['status']['timing_connected']

    def _merge(self, drivers: dict[str, dict[str, str]]) -> None:
        for key, values in drivers.items():
            self.karts.setdefault(key, {}).update(values)


async def test_the_client_of_the_page_has_the_board_of_the_circuit(tmp_path: Path) -> None:
    async with ByHand(init({'7': 1, '9': 1})) as twin, served(tmp_path) as (app, address):
        new = {'name': 'South', 'provider': 'apex', 'address': twin.ws_url, 'uid': uid_of(FIRESTORE_ID)}
        circuits.add(app.state.instance, LOCAL, new)
        async with httpx.AsyncClient(base_url=f'http://{address}') as api:
            assert (await api.post(f'/circuits/{FIRESTORE_ID}/start-timing')).json()['status'] == 'started'
        await twin.has_joined()
        client, late = Client(), Client()
        async with connect(f'ws://{address}/circuits/{FIRESTORE_ID}/live', proxy=None) as socket:
            await client.listen(socket, '1:00.000')
            twin.send(lap('7', 2, '1:02.345'))
            await client.listen(socket, '1:02.345')
            await socket.send('{"type":"ping"}')
        async with connect(f'ws://{address}/circuits/{FIRESTORE_ID}/live', proxy=None) as socket:
            await late.listen(socket, '1:02.345')
    assert client.karts == late.karts
    assert client.karts['r9'] == {
        'Kart': '9',
        'Equipe/Pilote': 'TEAM 9',
        'Tours': '1',
        'Dernier T.': '1:00.000',
    }
    assert (client.is_connected, late.sorts[0]) == (True, 'cached_data')


def test_the_page_names_what_the_client_is_told() -> None:
    snippet = re.findall(r'```dart\n(.*?)```', PAGE.read_text(), re.DOTALL)[0]
    assert '/circuits/$circuitId/live' in snippet
    assert set(re.findall(r"case '(\w+)'", snippet)) == {'cached_data', 'karting_data', 'status_update'}


def test_the_page_signs_in_as_the_api_describes_it() -> None:
    snippet = re.findall(r'```dart\n(.*?)```', PAGE.read_text(), re.DOTALL)[1]
    described = build(Settings(mode=Mode.LAN)).openapi()
    for path in re.findall(r"baseUrl(/[\w/]+)'", snippet):
        assert 'post' in described['paths'][path], path
    schemas = described['components']['schemas']
    assert set(re.findall(r"'(\w+)': (?:await|code)", snippet)) == set(schemas['FirebaseUser']['properties'])
    assert "said['access_token']" in snippet
    assert 'access_token' in schemas['TokenDocument']['properties']
