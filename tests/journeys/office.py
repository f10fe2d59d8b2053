"""A region's office: the spreadsheet it keeps, the person at the desk, and three weeks in which people learn."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page
from sqlalchemy import select, update

from lms.db import db, transaction
from lms.models import CourseRecord, Enrolment, Person
from lms.services import certificates, counters_rebuilding, learning, outbox
from lms.services.people import find_identity_now
from tests.intake.spreadsheets import make_xlsx
from tests.journeys.keyboard import Keyboard
from tests.journeys.looking import DESK, Complaints, look
from tests.journeys.site import Site
from tests.reports.crowd import add_records
from tests.services.test_people_lists import LINES

HOME = "north"
WEEKS = timedelta(days=20)
SHEET = make_xlsx([line.split(";") for line in LINES])
"""138 good lines, and twelve with a planted fault each."""
_PATIENCE = 10


@dataclass
class Desk:
    """The coordinator at work: a page, keys, a clock, and everything that was found wrong on the way."""

    site: Site
    page: Page
    now: datetime
    looked_at: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = Keyboard(self.page)
        self.complaints = Complaints(self.page, self.site)

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def read(self) -> str:
        """What the page says."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    def look(self) -> None:
        """Let the accessibility rules look at the page, and go on at the desk."""
        self.page.wait_for_load_state()
        self.looked_at += [f"{fault} on {self.page.url}" for fault in look(self.page)]
        self.page.set_viewport_size({"width": DESK, "height": 900})

    def go(self, *names: str) -> None:
        """Follow the ways of the region, one after the other."""
        for name in names:
            self.page.locator(".region-nav").get_by_role("link", name=name, exact=True).click()

    def letters(self) -> list[str]:
        """The names of the letters in the outbox folder, delivered up to now."""
        with self.site.app.app_context():
            outbox.deliver_due(self.site.config, self.now)
        return sorted(path.name for path in (self.site.config.var / "outbox").glob("*.eml"))


def await_true(happens: Callable[[], bool]) -> bool:
    """Wait for what is done after an answer has gone out."""
    end = time.monotonic() + _PATIENCE
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def list_people(site: Site) -> list[tuple[int, int, str]]:
    """Enrolment, person and address of the region's people, in the order of the list."""
    query = select(Enrolment.id, Person.id, Person.email).join(Person).where(Enrolment.region_id == HOME)
    with site.app.app_context():
        return [tuple(row) for row in db.session.execute(query.order_by(Enrolment.id))]  # type: ignore[misc]


def let_people_learn(site: Site, now: datetime) -> int:
    """Thirty never open the letter, the others come further and further; give how many finish."""
    catalogue, enrolled = site.catalogue, list_people(site)
    courses = catalogue.list_courses("en", HOME)
    at = now - timedelta(days=10)
    opened, begun = enrolled[30:], enrolled[50:]
    modules = (enrolled[80:], enrolled[105:], enrolled[120:])
    finished = enrolled[130:]
    with site.app.app_context():
        _mark([one for one, *_ in opened], opened_at=at)
        for _, person_id, _ in begun:
            identity = find_identity_now(person_id, at)
            assert identity is not None
            course = courses[0]
            learning.mark_page_read(identity, catalogue.programme, course, course.lessons[0], 1, at)
        for course, people in zip(courses, modules, strict=True):
            _complete([one for one, *_ in people], course.id, at, begun=course is courses[0])
        _mark([one for one, *_ in finished], completed_at=at)
        counters_rebuilding.rebuild_all(now)
        assert certificates.issue_due(catalogue, site.config, now) == len(finished)
    return len(finished)


def _mark(ids: list[int], **times: datetime) -> None:
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id.in_(ids)).values(**times))


def _complete(ids: list[int], course: str, at: datetime, begun: bool) -> None:
    values = {"lessons_done": 1, "reached": 1, "best_score": 100}
    values |= dict.fromkeys(("passed_at", "form_at", "completed_at"), at)
    if not begun:
        add_records(ids, HOME, course, at, **values)
        return
    with transaction() as session:
        session.execute(update(CourseRecord).where(CourseRecord.enrolment_id.in_(ids)).values(**values))
