"""The service under a path of a larger site, behind both kinds of proxies."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.rules.permissions import Role
from tests.journeys.cast import HOME, enrol, staff
from tests.journeys.looking import Complaints
from tests.journeys.proxy import Proxy, open_proxy
from tests.journeys.site import Site, open_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-prefix")]

PREFIX = "/eu/belong"
_PAGES = {
    "nobody": ("/", "/help", "/privacy", "/sign-in", "/sign-in/code", "/no-such-page"),
    "trainee": (
        "/learn",
        "/learn/foundations",
        "/learn/foundations/why-regions/1",
        "/learn/foundations/four-principles/1",
        "/learn/foundations/why-regions/quiz",
        "/learn/foundations/exam",
        "/learn/survey/self-assessment-before",
    ),
    "trainer": (
        "/teach",
        "/teach/foundations",
        "/teach/foundations/packages",
        "/teach/foundations/preview/four-principles/1",
        "/teach/foundations/preview/exam?try=yes",
        "/learn/materials/learning-lab",
        "/learn/materials/learning-lab/three-day-agenda/1",
    ),
    "coordinator": (f"/regions/{HOME}", f"/regions/{HOME}/people", f"/regions/{HOME}/enrol"),
    "programme": ("/programme",),
}
_ADDRESSES = """() => [...document.querySelectorAll('[href], [src], [action], form')].flatMap(
  (one) => ['href', 'src', 'action', 'data-answer', 'data-token']
    .map((name) => one.getAttribute(name)).filter((value) => value && !value.startsWith('#')))"""


@pytest.fixture(scope="module")
def front() -> Iterator[Proxy]:
    """The proxy that people talk to."""
    with open_proxy(PREFIX) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def inner(front: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service behind it."""
    with open_site(tmp_path_factory.mktemp("prefix"), base_url=front.address) as site:
        front.behind = site.address
        yield site


@pytest.fixture(scope="module")
def persons(inner: Site) -> dict[str, int]:
    """One person of each kind."""
    return {
        "nobody": 0,
        "trainee": enrol(inner, region=HOME).person_id,
        "trainer": staff(inner, Role.TRAINER),
        "coordinator": staff(inner, Role.COORDINATOR, HOME),
        "programme": staff(inner, Role.PROGRAMME),
    }


def _open(inner: Site, front: Proxy, chromium: Browser, person_id: int) -> Page:
    """A page that goes through the proxy; signing in goes through it as well."""
    page = replace(inner, address=front.address).open(chromium)
    if person_id:
        page.goto(inner.link_for(person_id))
        page.get_by_role("button", name="Sign in and go on").click()
        assert page.url.startswith(front.address + "/")
    return page


@pytest.mark.parametrize("strips", [False, True], ids=["path kept", "path cut off"])
@pytest.mark.parametrize("who", list(_PAGES))
def test_everything_stays_under_the_path(
    who: str,
    strips: bool,
    front: Proxy,
    inner: Site,
    persons: dict[str, int],
    chromium: Browser,
    visits: list[Page],
) -> None:
    front.strips = strips
    front.strays.clear()
    page = _open(inner, front, chromium, persons[who])
    visits.append(page)
    complaints = Complaints(page, replace(inner, address=front.address))
    pictures = 0
    for path in _PAGES[who]:
        page.goto(front.address + path)
        assert page.url == front.address + path
        for found in page.evaluate(_ADDRESSES):
            address = urljoin(page.url, found)
            if address.startswith("http") and urlsplit(address).netloc == urlsplit(front.address).netloc:
                assert urlsplit(address).path.startswith(PREFIX + "/"), f"{found} on {path}"
        pictures += page.evaluate("() => [...document.images].filter((one) => one.naturalWidth > 0).length")
    assert pictures > 0
    assert complaints.found == []
    assert front.strays == []


@pytest.mark.parametrize("strips", [False, True], ids=["path kept", "path cut off"])
def test_forms_and_redirects_stay_under_the_path(
    strips: bool, front: Proxy, inner: Site, chromium: Browser, visits: list[Page]
) -> None:
    front.strips = strips
    front.strays.clear()
    page = _open(inner, front, chromium, enrol(inner, region=HOME).person_id)
    visits.append(page)
    assert page.url == front.address + "/learn"
    page.goto(front.address + "/learn/foundations/why-regions/1")
    page.get_by_role("button", name="Next page").click()
    assert page.url == front.address + "/learn/foundations/why-regions/2"
    last = len(inner.catalogue.find_course("foundations", "en").lessons[0].pages)  # type: ignore[union-attr]
    page.goto(f"{front.address}/learn/foundations/why-regions/{last}")
    page.get_by_role("button", name="To the questions").click()
    page.locator(".question input").first.check()
    expect(page.locator(".save-bar .save-state")).to_have_text("Saved")
    page.get_by_role("button", name="Send all answers").click()
    expect(page.locator(".score")).to_be_visible()
    page.locator(".menu summary").first.click()
    page.locator("button[name=language][value=pl]").click()
    assert page.url.startswith(front.address + "/learn/foundations/attempt/")
    page.locator(".menu summary").nth(1).click()
    page.locator("form[action$='/sign-out'] button").click()
    assert page.url == front.address + "/?left=yes"
    page.goto(front.address + "/learn/foundations")
    assert page.url.startswith(front.address + "/sign-in?next=")
    assert page.locator("form[action$='/sign-in'] input[name=next]").input_value() == PREFIX + "/learn/foundations"
    assert front.strays == []


def test_a_session_of_the_path_is_not_sent_to_the_rest_of_the_site(
    front: Proxy, inner: Site, persons: dict[str, int], chromium: Browser, visits: list[Page]
) -> None:
    page = _open(inner, front, chromium, persons["trainee"])
    visits.append(page)
    assert [cookie["path"] for cookie in page.context.cookies()] == [PREFIX]
