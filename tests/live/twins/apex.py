"""An Apex Timing server: the websocket and its page, polling for who has no websocket, requests."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from websockets.asyncio.server import ServerConnection

from racetrace.simulation.apex import ApexFeed
from racetrace.simulation.apex_archive import apex_answer
from racetrace.simulation.frame import Frame
from racetrace.simulation.race_truth import Meeting
from tests.live.twins.sockets import WebSocketTwin
from tests.live.twins.web import Web

CONFIG_PORT = 7910  # of the page; real servers put the websocket on the port three above


class ApexTwin(WebSocketTwin):
    """Clients say nothing; who connects is sent the whole board, then what changes."""

    def __init__(self, meeting: Meeting, *, sectors: bool = False, split_every: int = 9) -> None:
        super().__init__(ApexFeed(meeting, sectors=sectors, split_every=split_every))
        self._meeting, self._sectors = meeting, sectors
        self._before = 0  # frames up to the last whole board, that included
        self._since: list[str] = []  # frames since the last whole board
        self.polls = 0
        self.requests: list[str] = []
        self._web = Web(
            [
                Route('/javascript/config.js', self._config),
                Route('/commonv2/functions/live_ajax.php', self._poll),
                Route('/commonv2/functions/request.php', self._request, methods=['POST']),
            ]
        )

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._web.url

    async def start(self) -> None:
        await super().start()
        await self._web.start()

    async def stop(self) -> None:
        await super().stop()
        await self._web.stop()

    async def admits(self, connection: ServerConnection) -> bool:
        del connection
        return True

    def greeting(self, said: str) -> bytes | None:
        del said
        return None  # real servers do not answer either

    def told(self, frame: Frame) -> None:
        if frame.data.startswith(b'init|'):
            self._before += len(self._since) + 1
            self._since = []
        else:
            self._since.append(frame.data.decode())

    async def has_polled(self, times: int) -> None:
        await self.changed.until(lambda: self.polls >= times)

    async def _config(self, request: Request) -> Response:
        del request
        text = f'var configPort = {CONFIG_PORT};\nvar configGMT = 1;\n'
        return PlainTextResponse(text, media_type='text/javascript')

    async def _poll(self, request: Request) -> Response:
        """`init@index@payload`: the whole board to who asks with `init=1` or has an older one, else the lines
        since `index`."""
        self.polls += 1
        self.changed.change()
        asked = request.query_params
        if asked.get('port') != str(CONFIG_PORT + 4):
            return PlainTextResponse('error')
        index = int(asked.get('index') or -1)
        if asked.get('init') == '0' and 0 <= index - self._before <= len(self._since):
            payload = ''.join(self._since[index - self._before :])
        else:
            payload = self.feed.init().decode()
        return PlainTextResponse(f'0@{self._before + len(self._since)}@{payload}')

    async def _request(self, request: Request) -> Response:
        form = await request.form()
        asked = str(form.get('request', ''))
        self.requests.append(asked)
        self.changed.change()
        if form.get('port') != str(CONFIG_PORT):
            return PlainTextResponse('error')
        return PlainTextResponse(apex_answer(self._meeting, self.now_ms, asked, sectors=self._sectors))
