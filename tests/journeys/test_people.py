"""A coordinator's Monday: from the dashboard to who never opened, and a letter in three clicks."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.keyboard import Keyboard
from tests.journeys.looking import Complaints, look
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
SILENT = "/regions/donegal/people?nudge=never_opened&days=14"


@pytest.fixture
def page(demo_site: Site, people: dict[str, int], chromium: Browser, visits: list[Page]) -> Page:
    """The coordinator of Donegal."""
    opened = demo_site.open(chromium, people["coordinator"])
    visits.append(opened)
    return opened


def count(page: Page) -> int:
    found = re.search(r"[\d,]+", page.locator("#list").text_content() or "")
    assert found is not None
    return int(found.group().replace(",", ""))


def test_who_never_opened_gets_a_letter_in_three_clicks(page: Page, demo_site: Site) -> None:
    complaints = Complaints(page, demo_site)
    page.goto("/regions/donegal")
    page.get_by_role("link", name=re.compile("never opened")).click()
    silent = count(page)
    assert silent > 3
    page.get_by_role("button", name="Write to them").click()
    assert look(page) == []
    send = page.get_by_role("button", name=re.compile(r"Send [\d,]+ letters"))
    assert str(silent) in (send.text_content() or "")
    send.click()
    assert f"{silent} letters are on their way." in (page.get_by_role("status").text_content() or "")
    # The same press once more writes to nobody: one letter a week at most.
    page.get_by_role("button", name="Write to them").click()
    assert page.get_by_text("Nobody gets a letter today.").is_visible()
    assert complaints.found == []


def test_the_filter_survives_the_way_to_a_person_and_back(page: Page) -> None:
    page.goto("/regions/donegal/people?state=learning&sort=quiet")
    before = count(page)
    page.get_by_label("Name, mail address or organisation").fill("a")
    page.get_by_role("button", name="Find").click()
    address = page.url
    assert "state=learning" in address
    assert "text=a" in address
    page.locator(".person-name a").first.click()
    assert page.locator("h1").is_visible()
    page.go_back()
    assert page.url == address
    assert count(page) <= before


def test_ticked_people_are_moved_out_and_back_by_keyboard(page: Page) -> None:
    keys = Keyboard(page)
    page.goto("/regions/donegal/people?state=opened&sort=name")
    before = count(page)
    keys.go(page.locator(".tick input").first)
    page.keyboard.press("Space")
    keys.press(page.get_by_role("button", name="Move out"), back=True)
    assert look(page) == []
    keys.press(page.get_by_role("button", name="Move 1 person out"))
    assert count(page) == before - 1
    page.goto("/regions/donegal/people?state=closed")
    keys.press(page.get_by_role("button", name="Bring back"))
    assert look(page) == []
    keys.press(page.get_by_role("button", name=re.compile("Bring .* back")))
    page.goto("/regions/donegal/people?state=opened&sort=name")
    assert count(page) == before
    assert keys.faults == []


def test_a_bar_is_reached_by_keyboard_and_leads_to_its_people(page: Page) -> None:
    keys = Keyboard(page)
    page.goto("/regions/donegal")
    bar = page.locator("#steps-bars li", has_text="Started").first
    number = (bar.locator(".bar-number").text_content() or "").split(" ")[0]
    keys.press(bar.get_by_role("link").first)
    assert count(page) == int(number)
    assert keys.faults == []
