"""A small web server on a free port: the platform's page and runtime, and the unpacked package."""

import mimetypes
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

_HERE = Path(__file__).parent
_RUNTIME = _HERE.parent / "node" / "node_modules" / "scorm-again" / "dist"
_PAGES = {
    "lms.html": _HERE / "lms.html",
    "lms.js": _HERE / "lms.js",
    "frame.html": _HERE / "frame.html",
    "frame.js": _HERE / "frame.js",
    "scorm12.js": _RUNTIME / "scorm12.min.js",
    "scorm2004.js": _RUNTIME / "scorm2004.min.js",
}
CONTENT = "content/"
STRICT_POLICY = "; ".join(
    [
        "default-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
    ]
)
"""What a careful platform allows a course: no inline scripts, no outside hosts."""


class Server:
    """Serves the files of one package below `content/`."""

    def __init__(self, files: dict[str, bytes], policy: str, may_unload: bool) -> None:
        self.files = files
        self.missing: list[str] = []
        """Paths that were asked for and are not there."""
        self.headers = {"Cache-Control": "no-store"}
        if not may_unload:
            self.headers["Permissions-Policy"] = "unload=()"
        self.policy = policy
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._http.server_port}/"

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        path = unquote(urlsplit(request.path).path).removeprefix("/")
        data = self._find(path)
        if data is None:
            self.missing.append(path)
            request.send_error(HTTPStatus.NOT_FOUND)
            return
        request.send_response(HTTPStatus.OK)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        request.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        request.send_header("Content-Length", str(len(data)))
        for name, value in self.headers.items():
            request.send_header(name, value)
        if path.startswith(CONTENT) and self.policy:
            request.send_header("Content-Security-Policy", self.policy)
        request.end_headers()
        request.wfile.write(data)

    def _find(self, path: str) -> bytes | None:
        if path.startswith(CONTENT):
            return self.files.get(path.removeprefix(CONTENT))
        return _PAGES[path].read_bytes() if path in _PAGES else None
