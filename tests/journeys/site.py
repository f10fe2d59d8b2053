"""The real application under waitress on a free port, in a thread of the test."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page
from waitress import wasyncore
from waitress.server import create_server

from lms.app import create_app
from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.db import db
from lms.services.regions import load_regions
from lms.services.schema import upgrade
from lms.services.sign_in import make_link
from tests.database import SECRET

ROOT = Path(__file__).parents[2]
NOBODY = 0


@dataclass(frozen=True)
class Site:
    """A running service."""

    app: Flask
    config: Config
    address: str
    """Where it answers, without a closing slash."""

    @property
    def catalogue(self) -> Catalogue:
        """What it teaches."""
        return self.app.extensions["lms"].catalogue

    def link_for(self, person_id: int) -> str:
        """A fresh sign-in link."""
        with self.app.app_context():
            return make_link(person_id, self.config, datetime.now(UTC)).url

    def client_for(self, person_id: int = NOBODY) -> FlaskClient:
        """A client without a browser; signed in when a person is named."""
        client = self.app.test_client()
        if person_id != NOBODY:
            path = self.link_for(person_id).removeprefix(self.config.base_url)
            answer = client.post(path, data={"csrf_token": token_on(client.get(path).text)})
            assert answer.status_code == 302
        return client

    def cookie_for(self, person_id: int) -> str:
        """The cookie of a fresh session."""
        cookie = self.client_for(person_id).get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        return cookie.value

    def sign_in(self, context: BrowserContext, person_id: int) -> None:
        """Put the cookie of a fresh session into a browser."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": self.cookie_for(person_id), "url": self.address}])

    def open(self, chromium: Browser, person_id: int = NOBODY, **options: object) -> Page:
        """A page in a browser of its own, signed in when a person is named."""
        settings = {"locale": "en-GB", "timezone_id": "Europe/Dublin", "base_url": self.address} | options
        context = chromium.new_context(**settings)  # type: ignore[arg-type]
        if person_id != NOBODY:
            self.sign_in(context, person_id)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page


def token_on(text: str) -> str:
    """The token in the first form of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found, "the page has no form"
    return found.group(1)


@contextmanager
def open_site(folder: Path, **changes: object) -> Iterator[Site]:
    """Serve the real courses, or those that `changes` of the settings name, with a database in `folder`."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = Config(
        secret_key=SECRET,
        var=folder,
        courses=ROOT / "courses",
        quizzes=ROOT / "quizzes",
        database_url=f"sqlite:///{folder / 'lms.sqlite'}",
        base_url=address,
    )
    config = replace(config, **changes)  # type: ignore[arg-type]
    upgrade(config)
    app = create_app(config)
    with app.app_context():
        load_regions(app.extensions["lms"].catalogue.regions.values(), datetime.now(UTC))
    with _serving(app, listener):
        yield Site(app, config, address)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _serving(app: Flask, listener: socket.socket) -> Iterator[None]:
    server = create_server(app, sockets=[listener], threads=6, ident=None, clear_untrusted_proxy_headers=False)
    sockets = server._map
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            wasyncore.loop(timeout=0.1, map=sockets, count=1)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        server.task_dispatcher.shutdown()
        wasyncore.close_all(map=sockets, ignore_all=True)
