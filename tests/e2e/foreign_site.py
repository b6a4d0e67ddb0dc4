"""A web site of somebody else on this computer, and what its pages may try on ours.

It answers whatever is asked with something that a browser would take, and remembers what it was asked: what
is tried on it succeeds, or the trying would prove nothing.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

KINDS: Final = {
    '.js': ('text/javascript', b'globalThis.wasRead = true;'),
    '.css': ('text/css', b'body { outline-color: rgb(1, 2, 3); }'),
    '.ico': ('image/svg+xml', b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
}
PAGE: Final = ('text/html', b'<!doctype html><title>Elsewhere</title><p>a page of somebody else</p>')


@dataclass(frozen=True, kw_only=True)
class ForeignSite:
    port: int
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and path

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.port}'


@contextmanager
def foreign_site() -> Iterator[ForeignSite]:
    asked: list[tuple[str, str]] = []

    class Answers(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append((self.command, self.path))
            self.rfile.read(int(self.headers.get('Content-Length') or 0))
            path = self.path.partition('?')[0]
            media_type, body = KINDS.get(path[path.rfind('.') :], PAGE)
            self.send_response(200)
            self.send_header('Content-Type', media_type)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            if self.command != 'HEAD':
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(('127.0.0.1', 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield ForeignSite(port=server.server_address[1], asked=asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# Each ends with what it got hold of, and with nothing when that was nothing.
READS: Final = {
    'fetch': 'async url => (await fetch(url)).text()',
    'fetch with cookies': 'async url => (await fetch(url, { credentials: "include" })).text()',
    'opaque fetch': 'async url => (await fetch(url, { mode: "no-cors" })).type',
    'module': 'async url => Object.keys(await import(url)).join()',
    'request': """url => new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open("GET", url);
        request.onloadend = () => done(request.responseText);
        request.send();
    })""",
    'image': 'url => load("img", "src", url)',
    'script': 'url => load("script", "src", url)',
    'style': 'url => load("link", "href", url)',
    'beforehand': 'url => load("link", "href", url, "prefetch")',
}
LOAD: Final = """() => {
    globalThis.load = (tag, attribute, url, rel = "stylesheet") => new Promise((done) => {
        const element = Object.assign(document.createElement(tag), { rel, [attribute]: url });
        element.onload = () => done("loaded");
        element.onerror = () => done("");
        document.body.append(element);
    });
}"""
EMBED: Final = """([tag, attribute, url]) => {
    const element = document.createElement(tag);
    element[attribute] = url;
    document.body.append(element);
}"""
# Whoever writes needs no answer: these end when the request is on its way.
SEND: Final = """([url, method, type, body]) => {
    const mode = method === "POST" ? "no-cors" : "cors";
    fetch(url, { method, mode, body, headers: { "Content-Type": type } }).catch(() => {});
}"""
BEACON: Final = '([url, body]) => navigator.sendBeacon(url, body)'
FORM: Final = """([url, type, target]) => {
    document.body.insertAdjacentHTML("beforeend", `<iframe name="${target}"></iframe>
        <form method="post"><input name="name" value="evil"><input name="file" type="file"></form>`);
    const form = document.forms[document.forms.length - 1];
    const files = new DataTransfer();
    files.items.add(new File(["Time,Speed"], "evil.csv"));
    form.file.files = files.files;
    Object.assign(form, { enctype: type, action: url, target });
    form.submit();
}"""
SOCKET: Final = """url => new Promise((done) => {
    const socket = new WebSocket(url);
    socket.onopen = () => done("open");
    socket.onerror = () => done("");
})"""
