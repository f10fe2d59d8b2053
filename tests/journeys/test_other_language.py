"""Pages in a language of long words, on a phone: one of each kind."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.looking import PHONE, Complaints, look_on_a_phone
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

_LANGUAGE = "de"
_REGION = "/regions/donegal"
_KINDS = [
    ("coordinator", _REGION),
    ("coordinator", f"{_REGION}?compare=yes"),
    ("coordinator", f"{_REGION}/people?nudge=any&page=2"),
    ("coordinator", f"{_REGION}/people/duplicates"),
    ("coordinator", f"{_REGION}/reports"),
    ("coordinator", f"{_REGION}/results"),
    ("coordinator", f"{_REGION}/receipts"),
    ("coordinator", f"{_REGION}/scores"),
    ("coordinator", f"{_REGION}/enrol"),
    ("coordinator", f"{_REGION}/enrol/list"),
    ("coordinator", f"{_REGION}/enrol/join"),
    ("coordinator", f"{_REGION}/enrol/results"),
    ("coordinator", f"{_REGION}/letters"),
    ("coordinator", f"{_REGION}/letters/write/inactive"),
    ("coordinator", f"{_REGION}/letters/schedules/new"),
    ("coordinator", f"{_REGION}/letters/log?outcome=skipped"),
    ("coordinator", f"{_REGION}/certificates"),
    ("coordinator", f"{_REGION}/coordinators"),
    ("programme", "/programme"),
    ("programme", "/programme/sources"),
    ("programme", "/programme/reports"),
    ("middle", "/learn"),
    ("middle", "/learn/foundations"),
    ("middle", "/learn/foundations/four-principles/2"),
    ("middle", "/learn/foundations/why-regions/quiz"),
    ("fresh", "/learn/foundations/exam"),
    ("fresh", "/learn/survey/self-assessment-before"),
    ("fresh", "/learn/background"),
    ("finished", "/learn/certificate"),
    ("finished", "/learn/sheet"),
]
Opener = Callable[[str], Page]


@pytest.fixture(scope="module")
def open_as(demo_site: Site, people: dict[str, int], chromium: Browser) -> Iterator[Opener]:
    """A function that gives somebody's page; what they chose here counts, so that their own language stays."""
    pages: dict[str, Page] = {}
    contexts: list[BrowserContext] = []

    def open_page(who: str) -> Page:
        if who not in pages:
            client = demo_site.client_for(people[who])
            with client.session_transaction() as session:
                session["language"] = _LANGUAGE
            cookie = client.get_cookie(demo_site.app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            pages[who] = demo_site.open(chromium, viewport={"width": PHONE, "height": 900})
            contexts.append(pages[who].context)
            found = {"name": cookie.key, "value": cookie.value, "url": demo_site.address}
            contexts[-1].add_cookies([found])  # type: ignore[list-item]
        return pages[who]

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("who", "where"), _KINDS, ids=[f"{who}:{where}" for who, where in _KINDS])
def test_a_page_in_german_follows_the_rules_on_a_phone(
    who: str, where: str, open_as: Opener, demo_site: Site
) -> None:
    page = open_as(who)
    complaints = Complaints(page, demo_site)
    answer = page.goto(where)
    assert answer
    assert answer.status == 200
    expect(page.locator("html")).to_have_attribute("lang", _LANGUAGE)
    assert look_on_a_phone(page) + complaints.found == []
