"""Putting lines in order with two buttons: what changed is said aloud, and the focus stays with the line."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.cast import enrol, invite, link_in
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-small")]


@pytest.fixture
def page(small_site: Site, chromium: Browser, visits: list[Page]) -> Page:
    """The questions of the first lesson, with the one that asks for an order."""
    opened = small_site.open(chromium)
    visits.append(opened)
    opened.goto(link_in(invite(small_site, enrol(small_site))))
    opened.get_by_role("button", name="Sign in and go on").click()
    opened.goto("/learn/arriving/arriving-well/2")
    opened.get_by_role("button", name="To the questions").click()
    return opened


def _texts(box: Locator) -> list[str]:
    return [text.strip() for text in box.locator(".pair-text").all_text_contents()]


def test_a_line_that_moves_is_announced_with_its_new_place(page: Page) -> None:
    box, keys = page.locator("#doors"), Keyboard(page)
    said = box.get_by_role("status")
    # It is there, empty, before anything is said: a region that appears with its text is not read out.
    expect(said).to_have_count(1)
    expect(said).to_have_text("")
    first, second, third = _texts(box)

    down = box.get_by_role("button", name=f"Move down: {first}")
    keys.go(down)
    page.keyboard.press("Enter")
    expect(said).to_have_text("Now in place 2")
    assert _texts(box) == [second, first, third]
    expect(down).to_be_focused()

    page.keyboard.press("Enter")
    expect(said).to_have_text("Now in place 3")
    assert _texts(box) == [second, third, first]
    # At the end there is no way further down, so the focus goes to the way back.
    expect(box.get_by_role("button", name=f"Move up: {first}")).to_be_focused()
    assert [row.input_value() for row in box.locator("select").all()] == ["1", "2", "3"]
    assert keys.faults == []


def test_the_order_is_saved_as_it_was_left(page: Page) -> None:
    box = page.locator("#doors")
    first, second, third = _texts(box)
    box.get_by_role("button", name=f"Move up: {third}").click()
    expect(page.locator(".save-state")).to_have_attribute("data-state", "saved")
    page.reload()
    places = [row.input_value() for row in box.locator("select").all()]
    assert dict(zip(_texts(box), places, strict=True)) == {first: "1", third: "2", second: "3"}
