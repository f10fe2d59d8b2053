"""Somebody who is signed in and asks for pages through WSGI, with requests that are prepared beforehand."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from lms.services.people import Identity

Request = Callable[[], int]
"""Sends the same request every time; gives the status."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, with the cookie of the session and the token against foreign forms."""

    app: Flask
    cookie: str
    token: str

    def ask(self, path: str, data: Any = None, **headers: str) -> Answer:
        """Send one request and give the whole answer; `data` makes it a POST with JSON."""
        return send(self.app, self._environ(path, data, headers))

    def repeat(self, path: str, data: Any = None, expected: int = 200, **headers: str) -> Request:
        """Prepare a request; raises `RuntimeError` if the first answer has another status."""
        environ = self._environ(path, data, headers)
        answer = send(self.app, environ)
        if answer.status != expected:
            raise RuntimeError(f"{path} answered {answer.status} instead of {expected}: {answer.body[:300]!r}")
        return prepare(self.app, environ)

    def _environ(self, path: str, data: Any, headers: dict[str, str]) -> dict[str, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if data is None:
            return make_environ(path, Cookie=self.cookie, **named)
        body = json.dumps(data).encode()
        return make_environ(path, body, Cookie=self.cookie, **{"X-CSRFToken": self.token}, **named)


def sign_in(app: Flask, identity: Identity) -> Visitor:
    """Give somebody a session."""
    client = app.test_client()
    seconds = int(datetime.now(UTC).timestamp())
    with client.session_transaction() as session:
        session.permanent = True
        session.update(_user_id=identity.get_id(), _fresh=True, since=seconds, seen=seconds)
    client.get("/help")  # the first page gives the session its token
    token = ""
    if identity.enrolment_id is not None:
        token = client.get("/learn/token").get_json()["token"]
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    if cookie is None:
        raise RuntimeError("The application set no session cookie.")
    return Visitor(app, f"{name}={cookie.value}", token)


def make_hello() -> Flask:
    """The least that Flask can do: one route, a short text."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello"

    return app


def hello_request() -> Request:
    """Prepare a request to the smallest application."""
    return prepare(make_hello(), make_environ("/"))


def make_environ(path: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
    """Describe a request as a server does; a body makes it a POST with JSON."""
    names = {
        "Accept": "text/html,application/xhtml+xml",
        "Accept-Language": "en",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
        **headers,
    }
    method, kind = ("GET", None) if body is None else ("POST", "application/json")
    builder = EnvironBuilder(path=path, method=method, headers=names, data=body, content_type=kind)
    try:
        environ = builder.get_environ()
    finally:
        builder.close()
    environ["wsgi.input"] = body or b""
    return environ


def prepare(app: Flask, environ: dict[str, Any]) -> Request:
    """Make a function that sends the request and reads the answer to its end, as a server does."""
    body = environ["wsgi.input"]
    statuses: list[str] = []

    def start(status: str, _headers: list, _error: Any = None) -> None:
        statuses.append(status)

    def request() -> int:
        statuses.clear()
        answer = app({**environ, "wsgi.input": BytesIO(body)}, start)
        _read(answer)
        return int(statuses[0][:3])

    return request


def send(app: Flask, environ: dict[str, Any]) -> Answer:
    """Send one request and keep what comes back."""
    told: dict[str, Any] = {}

    def start(status: str, headers: list, _error: Any = None) -> None:
        told.update(status=int(status[:3]), headers=dict(headers))

    body = _read(app({**environ, "wsgi.input": BytesIO(environ["wsgi.input"])}, start))
    return Answer(told["status"], told["headers"], body)


def _read(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
