"""The Race Monitor relay: where the race is told, and the websocket that tells it to who joins properly."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from websockets.asyncio.server import ServerConnection

from racetrace.simulation.race_truth import Meeting
from racetrace.simulation.racemonitor import RaceMonitorFeed
from tests.live.twins.feed_twin import HOST
from tests.live.twins.sockets import WebSocketTwin
from tests.live.twins.web import Web

RACE_ID = 4711
INSTANCE = 'mill-lane'
TOKEN = '0a1b2c3d4e5f'
REFUSED = 1008  # a policy was broken


class RaceMonitorTwin(WebSocketTwin):
    def __init__(self, meeting: Meeting) -> None:
        self._relay = RaceMonitorFeed(meeting)
        super().__init__(self._relay)
        self.receiving = True  # whether the race is on
        self.refused = 0
        self._web = Web([Route('/Info/WebRaceList', self._races)])

    @property
    def url(self) -> str:
        """Where races are listed."""
        return self._web.url

    async def start(self) -> None:
        await super().start()
        await self._web.start()

    async def stop(self) -> None:
        await super().stop()
        await self._web.stop()

    async def admits(self, connection: ServerConnection) -> bool:
        """Admit who comes by the right way and joins with its first words."""
        request = connection.request
        path = request.path if request else ''
        said = await connection.recv()
        if path == f'/instance/{INSTANCE}/{TOKEN}' and said == f'$JOIN,{INSTANCE},{TOKEN}':
            return True
        self.refused += 1
        self.changed.change()
        await connection.close(REFUSED)
        return False

    def greeting(self, said: str) -> bytes | None:
        kind, _, number = said.strip().partition(',')
        return self._relay.history(number.strip('"')) if kind == '$GET' else None

    async def _races(self, request: Request) -> Response:
        race = {'ID': RACE_ID, 'ReceivingData': True, 'Instance': INSTANCE, 'IPAddress': HOST}
        asked = request.query_params.get('raceID') == str(RACE_ID)
        return JSONResponse(
            {
                'CurrentRaces': [race] if asked and self.receiving else [],
                'LiveTimingToken': TOKEN,
                'LiveTimingHost': f'{HOST}:{self.ws_port}',
            }
        )
