"""Sessions in signed cookies, whose signature is checked once per cookie instead of with every request."""

import time
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

_MOST = 2000
_LONGEST = 2000
"""Characters of a line of cookies that is remembered: a session takes a few hundred."""


class KeptSessions(SecureCookieSessionInterface):
    """Remembers what the lines of cookies held that were seen lately; a changed cookie makes another line.

    A kept cookie ends at the same moment as one that is read anew: its own time is kept with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[int, dict[str, Any]]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session of a request; static files are the same for everybody and need none."""
        if request.path.startswith("/static/"):
            return self.session_class()
        cookies = request.environ.get("HTTP_COOKIE")
        if not cookies:
            return self.session_class()
        longest = int(app.permanent_session_lifetime.total_seconds())
        seen = self._seen.get(cookies)
        if seen is None:
            cookie = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
            seen = self._read(app, cookie, longest) if cookie else None
            if seen is None:
                return self.session_class()
            self._keep(cookies, seen)
        signed_at, values = seen
        if time.time() - signed_at > longest:
            return self.session_class()
        return self.session_class(dict(values))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if something changed; else only say that the answer depends on it."""
        if session.modified or not session:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")

    def _read(self, app: Flask, cookie: str, longest: int) -> tuple[int, dict[str, Any]] | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            values, signed_at = serializer.loads(cookie, max_age=longest, return_timestamp=True)
        except BadSignature:
            return None
        return int(signed_at.timestamp()), values

    def _keep(self, cookies: str, seen: tuple[int, dict[str, Any]]) -> None:
        if len(cookies) > _LONGEST or any(isinstance(value, dict | list) for value in seen[1].values()):
            return  # what could be changed in place is read anew every time
        if len(self._seen) >= _MOST:
            self._seen.clear()
        self._seen[cookies] = seen
