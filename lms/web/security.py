"""What every answer carries for the safety of its reader, how long a session lasts, and where `next` may lead."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SessionMixin
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from lms.config import Config

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
LONGEST_SESSION = timedelta(days=14)
"""A session ends after so long even with requests all the time."""
_RENEW_EVERY = 300
_STATIC_DAYS = 365


def cookie_name(config: Config) -> str:
    """Name of the session cookie: `__Host-` where the browser can enforce what that promises."""
    if not config.secure:
        return "lms-session"
    return "__Secure-lms-session" if config.prefix else "__Host-lms-session"


class SafeHeaders:
    """Adds what every answer carries, also where Flask has no say any more."""

    def __init__(self, app: WSGIApplication, secure: bool) -> None:
        self.app = app
        self.headers = [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        if secure:
            self.headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
        self.with_policy = [("Content-Security-Policy", CONTENT_POLICY), *self.headers]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the headers added; a policy that the answer has already stays as it is."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            has_policy = any(name == "Content-Security-Policy" for name, _ in headers)
            return start_response(status, headers + (self.headers if has_policy else self.with_policy), *error)

        return self.app(environ, start)


def register(app: Flask, config: Config) -> None:
    """Add the headers to every answer and end sessions that are too old."""
    app.wsgi_app = SafeHeaders(app.wsgi_app, config.secure)  # type: ignore[method-assign]

    @app.before_request
    def _check_age() -> None:
        if request.endpoint != "static":
            keep_session(session._get_current_object(), datetime.now(UTC))  # type: ignore[attr-defined]

    @app.after_request
    def _add_headers(response: Response) -> Response:
        headers = response.headers
        if request.endpoint == "static" and response.status_code in (200, 304):
            versioned = "v" in request.args
            headers["Cache-Control"] = (
                f"public, max-age={_STATIC_DAYS * 86400}, immutable" if versioned else "no-cache"
            )
        else:
            headers.setdefault("Cache-Control", "no-store")
        kind = headers.get("Content-Type", "")
        if kind and "charset" not in kind and kind.startswith(("text/", "application/json", "image/svg")):
            headers["Content-Type"] = kind + "; charset=utf-8"
        return response


def keep_session(session: SessionMixin, now: datetime) -> None:
    """End a session past its longest age, and renew the cookie of one in use every few minutes."""
    since = session.get("since")
    if since is None:
        return
    seconds = int(now.timestamp())
    if seconds - since > LONGEST_SESSION.total_seconds():
        session.clear()
    elif seconds - session.get("seen", 0) >= _RENEW_EVERY:
        session["seen"] = seconds


def begin_session(now: datetime) -> None:
    """Start a new session, dropping everything an earlier one held."""
    session.clear()
    g.pop("csrf_token", None)
    session.permanent = True
    session["since"] = session["seen"] = int(now.timestamp())


def safe_next(target: str | None) -> str:
    """Give the path of ours that `target` names; empty when the router does not know it."""
    if (
        not target
        or not target.startswith("/")
        or any(ord(character) <= 32 or character == "\\" for character in target)
    ):
        return ""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or target.startswith("//"):
        return ""
    root = request.script_root
    path = parts.path
    if root:
        if not path.startswith(root + "/"):
            return ""
        path = path[len(root) :]
    adapter = current_app.url_map.bind("here.invalid")
    try:
        adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return root + path + ("?" + parts.query if parts.query else "")
