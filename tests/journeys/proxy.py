"""A small proxy in front of the service: it answers under a path, and keeps that path or cuts it off."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_NOT_OURS = {"connection", "transfer-encoding", "keep-alive", "content-length"}


class Proxy(ThreadingHTTPServer):
    """Passes what lies below `prefix` on to another server; everything else is not its business."""

    daemon_threads = True

    def __init__(self, prefix: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.prefix = prefix
        self.strips = False
        self.behind = ""
        self.strays: list[str] = []
        """What was asked for outside of the prefix."""

    @property
    def address(self) -> str:
        """Where people reach the service, with the prefix."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.0"

    def _pass_on(self) -> None:
        proxy = self.server
        path = urlsplit(self.path).path
        if path != proxy.prefix and not path.startswith(proxy.prefix + "/"):
            proxy.strays.append(self.path)
            self.send_error(404)
            return
        inner = self.path[len(proxy.prefix) :] or "/" if proxy.strips else self.path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_OURS}
        behind = http.client.HTTPConnection(urlsplit(proxy.behind).netloc, timeout=20)
        behind.request(self.command, inner, body or None, headers | {"Connection": "close"})
        answer = behind.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _NOT_OURS:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):  # a browser that has gone to another page
                self.wfile.write(data)
        behind.close()

    do_GET = do_POST = do_HEAD = _pass_on  # noqa: N815 - names that the base class asks for

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def open_proxy(prefix: str) -> Iterator[Proxy]:
    """Run the proxy; `behind` and `strips` are set by whoever uses it."""
    with Proxy(prefix) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()
