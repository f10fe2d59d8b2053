"""Running services for the journeys, each made once: the demo, the real courses, and three tiny modules."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from lms.content.model import Severity
from lms.db import transaction
from lms.models import Person
from lms.services.certificates import issue_due
from lms.services.demo import create_world
from tests.browser import chromium, page  # noqa: F401
from tests.journeys import small_world
from tests.journeys.cast import find_states
from tests.journeys.site import Site, open_site


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with all its people."""
    with open_site(tmp_path_factory.mktemp("demo"), demo=True) as site:
        with site.app.app_context():
            create_world(site.catalogue, datetime.now(UTC))
            issue_due(site.catalogue, site.config, datetime.now(UTC), write=False)
        yield site


@pytest.fixture(scope="session")
def people(demo_site: Site) -> dict[str, int]:
    """People of the demo by their state or role; all read English, as the tests do."""
    found = find_states(demo_site)
    with demo_site.app.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.id.in_(found.values())).values(language="en"))
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service with the real courses and nobody in it yet."""
    with open_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service with three tiny modules."""
    folder = tmp_path_factory.mktemp("small")
    courses, quizzes = small_world.write(folder)
    with open_site(folder, courses=courses, quizzes=quizzes) as running:
        assert not [problem for problem in running.catalogue.problems if problem.severity is Severity.ERROR]
        yield running


@pytest.fixture
def visits(chromium: Browser) -> Iterator[list[Page]]:  # noqa: F811
    """Pages put into this list are closed with their browsers after the test."""
    opened: list[Page] = []
    yield opened
    for one in opened:
        one.context.close()
