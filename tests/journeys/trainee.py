"""A trainee at the questions of the first lesson of the small modules, with a browser or without."""

import json

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Response, Route, expect
from sqlalchemy import select

from lms.db import db
from lms.models import Attempt
from tests.journeys.cast import enrol
from tests.journeys.site import Site, token_on

QUIZ, READ = "/learn/arriving/arriving-well/quiz", "/learn/arriving/arriving-well/2"


class Trainee:
    """Somebody who has opened the questions."""

    def __init__(self, site: Site) -> None:
        self.site = site
        enrolled = enrol(site)
        self.person_id, self.enrolment_id = enrolled.person_id, enrolled.enrolment_id
        self.client: FlaskClient = site.client_for(self.person_id)
        self.token = token_on(self.client.get(READ).text)
        assert self.client.post(READ, data={"csrf_token": self.token}).location.endswith("/quiz")

    def send(self, path: str = QUIZ, **fields: str):  # type: ignore[no-untyped-def]
        """Send a form with its token."""
        return self.client.post(path, data={"csrf_token": self.token, **fields})

    def attempts(self) -> list[Attempt]:
        """What is kept of this trainee's tries."""
        with self.site.app.app_context():
            query = select(Attempt).where(Attempt.enrolment_id == self.enrolment_id).order_by(Attempt.number)
            return list(db.session.scalars(query))


class Visit(Trainee):
    """The same with a browser that shows the questions."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        super().__init__(site)
        self.page = site.open(chromium, self.person_id)
        self.saved: list[object] = []
        """Values that the service has acknowledged."""
        self.page.on("response", self._note)
        self.page.goto(QUIZ)
        expect(self.page.locator("form.quiz")).to_be_visible()
        self.state = self.page.locator(".save-bar .save-state")

    def _note(self, response: Response) -> None:
        if response.url.endswith("/answer") and response.ok:
            self.saved.append(json.loads(response.request.post_data or "{}")["value"])

    def choose(self, question: str, value: int, page: Page | None = None) -> None:
        """Press one answer, here or in another tab."""
        (page or self.page).locator(f"#{question} input[value='{value}']").check()

    def hold(self, address: str) -> list[Route]:
        """Let a file wait on its way; give the list that it will be in."""
        held: list[Route] = []

        def keep(route: Route) -> None:
            held.append(route)

        self.page.route(address, keep)
        return held
