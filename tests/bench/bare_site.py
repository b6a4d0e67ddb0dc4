"""The least of a site: it reads what is sent and forgets it, and has a page with one line drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

COMPARISON: Final = 'canvas[data-painted]'
PAGE: Final = b"""<!doctype html><link rel="icon" href="data:,"><body>
<canvas width="1000" height="600"></canvas>
<script>
    const canvas = document.querySelector("canvas"), context = canvas.getContext("2d");
    for (let x = 0; x < 1000; x++) context.lineTo(x, 300 + 200 * Math.sin(x / 50));
    context.stroke();
    requestAnimationFrame(() => (canvas.dataset.painted = "1"));
</script>"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self) -> None:
        self._answer(PAGE)

    def do_PUT(self) -> None:
        left = int(self.headers['Content-Length'])
        while left:
            left -= len(self.rfile.read(min(left, 1 << 18)))
        self._answer(b'')

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def bare_site() -> Iterator[str]:
    """Yield its address."""
    with ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()
