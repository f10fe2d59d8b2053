"""What every answer carries for the safety of its reader, how long a session lasts, and where `next` may lead."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication

from flask import Flask, current_app, g, request, session
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
_UNLESS_SAID = (("Content-Security-Policy", CONTENT_POLICY), ("Cache-Control", "no-store"))
_TEXTS = ("text/", "application/json", "image/svg")
"""Kinds of answers whose letters are told."""


def cookie_name(config: Config) -> str:
    """Name of the session cookie: `__Host-` where the browser can enforce what that promises."""
    if not config.secure:
        return "lms-session"
    return "__Secure-lms-session" if config.prefix else "__Host-lms-session"


class SafeHeaders:
    """Adds what every answer carries, also where Flask has no say any more."""

    def __init__(self, app: WSGIApplication, secure: bool) -> None:
        self.app = app
        self.always = [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        if secure:
            self.always.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the headers added; what the answer says by itself about policy and keeping stays."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, self._complete(headers), *error)

        return self.app(environ, start)

    def _complete(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        own = dict(headers)
        added = [pair for pair in _UNLESS_SAID if pair[0] not in own]
        kind = own.get("Content-Type", "")
        if kind.startswith(_TEXTS) and "charset" not in kind:
            headers = [pair for pair in headers if pair[0] != "Content-Type"]
            added.append(("Content-Type", f"{kind}; charset=utf-8"))
        return [*headers, *added, *self.always]


def register(app: Flask, config: Config) -> None:
    """Add the headers to every answer, and end sessions that are too old."""
    app.wsgi_app = SafeHeaders(app.wsgi_app, config.secure)  # type: ignore[method-assign]

    @app.before_request
    def _check_age() -> None:
        if request.endpoint != "static":
            keep_session(session._get_current_object(), datetime.now(UTC))  # type: ignore[attr-defined]


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
