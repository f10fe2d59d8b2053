"""A visitor with a browser's memory: gets pages, and sends forms with the token that the page gave."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services.people import Identity, find_identity_now
from lms.web.context import now

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Visitor:
    """One browser."""

    app: Flask
    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        """Ask for a page."""
        return self.client.get(path, buffered=True, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form with a fresh token."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def send(self, path: str, body: Any) -> TestResponse:
        """Send JSON as the scripts of the pages do."""
        headers = {"X-CSRFToken": self.token(), "Accept": "application/json"}
        return self.client.post(path, json=body, headers=headers)

    def token(self) -> str:
        """Take the token from a page."""
        found = _TOKEN.search(self.client.get("/help").text)
        assert found is not None
        return found.group(1)

    def sign_in(self, identity: Identity) -> "Visitor":
        """Begin a session for a person, past the letter."""
        with self.app.app_context():
            fresh = find_identity_now(identity.person_id, now())
        assert fresh is not None
        at = int(now().timestamp())
        with self.client.session_transaction() as session:
            session.clear()
            session.update(
                {"_user_id": fresh.get_id(), "_fresh": True, "since": at, "seen": at, "_permanent": True}
            )
        return self
