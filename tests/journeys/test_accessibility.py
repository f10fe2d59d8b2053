"""Every page, for every role, at two widths, in light and dark, by the rules of accessibility."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from lms.services.certificates import list_certificates
from lms.services.people import find_identity_now
from lms.services.stop_links import stop_link
from tests.journeys.cast import HOME
from tests.journeys.looking import Complaints, look
from tests.journeys.places import FILES, PLACES, REFUSED
from tests.journeys.site import Site
from tests.journeys.waiting import open_link, put_lists

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

_LOOKS = [(who, where) for looks in PLACES.values() for who, where in looks]
Opener = Callable[[str], Page]


@pytest.fixture(scope="module")
def open_as(demo_site: Site, people: dict[str, int], chromium: Browser) -> Iterator[Opener]:
    """A function that opens a page as somebody; everybody has one browser for all tests."""
    browsers: dict[str, BrowserContext] = {}
    opened: list[Page] = []

    def open_page(who: str) -> Page:
        if who not in browsers:
            browsers[who] = demo_site.open(chromium, people[who]).context
        for page in opened:
            page.close()
        opened[:] = [browsers[who].new_page()]
        return opened[0]

    yield open_page
    for context in browsers.values():
        context.close()


def test_every_route_that_answers_a_page_is_looked_at(demo_site: Site) -> None:
    routes = {rule.endpoint for rule in demo_site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert routes == set(PLACES) | FILES


@pytest.mark.parametrize(("who", "where"), _LOOKS, ids=[f"{who}:{where}" for who, where in _LOOKS])
def test_a_page_follows_the_rules(
    who: str, where: str, open_as: Opener, demo_site: Site, people: dict[str, int]
) -> None:
    if where.endswith("/VALID"):
        where = demo_site.link_for(people["fresh"]).removeprefix(demo_site.address)
    elif where.endswith("/MIDDLE"):
        with demo_site.app.app_context():
            middle = find_identity_now(people["middle"], datetime.now(UTC))
        assert middle
        where = where.replace("MIDDLE", str(middle.enrolment_id))
    elif where.endswith(("/NUMBER", "/CODE")):
        with demo_site.app.app_context():
            certificate = list_certificates(HOME, "", "valid", demo_site.config, 1)[0]
        where = where.replace("NUMBER", str(certificate.id)).replace("CODE", certificate.facts.code)
    elif where.endswith("/MINE"):
        where = stop_link(people["fresh"], demo_site.config).removeprefix(demo_site.address)
    where = open_link(demo_site, people[who], put_lists(demo_site, people[who], where))
    page = open_as(who)
    complaints = Complaints(page, demo_site)
    answer = page.goto(where)
    assert answer
    assert answer.status == 200
    assert page.url == demo_site.address + where
    assert look(page) + complaints.found == []


@pytest.mark.parametrize(("who", "where", "status"), REFUSED)
def test_a_page_that_says_no_follows_the_rules(
    who: str, where: str, status: int, open_as: Opener, demo_site: Site
) -> None:
    page = open_as(who)
    complaints = Complaints(page, demo_site)
    answer = page.goto(where)
    assert answer
    first = answer.request.redirected_from.response() if answer.request.redirected_from else answer
    assert first
    assert first.status == status
    assert look(page) + complaints.found == []
