"""On paper: the text without menus, in the whole width, and in ink that can be read."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

_PAGES = [
    ("middle", "/learn/foundations/why-regions/1", ".lesson-text h1"),
    ("middle", "/learn/foundations/attempt/why-regions/1", "h1"),
    ("finished", "/learn/sheet", "h1"),
    ("coordinator", "/regions/donegal", "h1"),
    ("coordinator", "/regions/donegal", ".chart"),
    ("coordinator", "/regions/donegal", ".bars"),
    ("coordinator", "/regions/donegal", ".definitions dd"),
    ("coordinator", "/regions/donegal/people?nudge=any", ".people"),
    ("programme", "/programme", "table"),
    ("participant", "/learn/materials/learning-lab/worksheet-c-pilot-canvas/1", "table"),
]
_NOT_ON_PAPER = ".menu, .strip, .skip, .site-footer ul, button, summary, nav, .actions, .save-bar, input, select"


@pytest.mark.parametrize(("who", "where", "text"), _PAGES)
def test_a_printed_page_has_the_text_and_no_menus(
    who: str, where: str, text: str, demo_site: Site, people: dict[str, int], chromium: Browser, visits: list[Page]
) -> None:
    page = demo_site.open(chromium, people[who], color_scheme="dark", viewport={"width": 700, "height": 1000})
    visits.append(page)
    page.goto(where)
    page.emulate_media(media="print", color_scheme="dark")
    shown = [one.evaluate("(it) => it.outerHTML.slice(0, 90)") for one in page.locator(_NOT_ON_PAPER).all()
             if one.is_visible()]  # fmt: skip
    assert shown == []
    assert page.locator(text).first.is_visible()
    assert page.evaluate("() => getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.pdf(format="A4").startswith(b"%PDF-")
