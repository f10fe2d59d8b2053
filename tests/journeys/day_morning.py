"""The first half of a coordinator's day: the list, the invitations, the figures, the people behind them."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.cast import letters_to, link_in
from tests.journeys.office import HOME, SHEET, Desk, await_true, list_people


def enrol_the_list_by_keyboard(desk: Desk, file: Path) -> None:
    """Twelve lines of 150 are told; two are mended by hand, suggestions are taken, the rest goes home."""
    page, keys = desk.page, desk.keys
    file.write_bytes(SHEET)
    page.goto(f"/regions/{HOME}/people")
    assert "Nobody is enrolled yet." in desk.read()
    _go_by_keyboard(desk, "Enrol", "Upload a list")
    desk.look()
    _hand_in(desk, "File with a list of people", file, "Show what is in the list")
    assert "138 people can go in. 12 lines need you. Nothing is written yet." in desk.read()
    assert page.locator("ul.faults > li").count() == 12
    desk.look()
    for fault, address in (("Line 62, column E-mail", "no.mail@x.example"), ("a5@x", "a5@x.example")):
        box = page.locator("ul.faults > li").filter(has_text=fault).locator("input")
        keys.go(box)
        page.keyboard.press("Control+a")
        page.keyboard.type(address)
    keys.press(desk.button("Check these lines again"))
    assert "145 people can go in. 5 lines need you." in desk.read()
    rest = page.locator("ul.faults > li").all_text_contents()
    for text, known in zip(rest, ("fr", "South", "P0@North.example", "torn cell", "xxx"), strict=True):
        assert known in text
    keys.go(page.get_by_role("link", name="Workbook (XLSX)"))
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "lines-to-correct.xlsx"
    keys.press(desk.button("Add 145 people"), back=True)
    expect(page.locator("#told")).to_be_focused()
    assert "145 people were added." in desk.read()
    _go_by_keyboard(desk, "Enrol", "Upload a list")
    _hand_in(desk, "File with a list of people", file, "Show what is in the list")
    assert "0 people can go in." in desk.read()
    assert page.get_by_role("button", name=re.compile("^Add")).count() == 0
    keys.press(desk.button("Put this list away and choose another file"))
    assert len(list_people(desk.site)) == 145


def invite_them_by_keyboard(desk: Desk) -> None:
    """Three letters are shown before 145 go out; whoever got one can sign in with it."""
    page, keys = desk.page, desk.keys
    _go_by_keyboard(desk, "Letters")
    desk.look()
    keys.press(page.get_by_role("link", name=re.compile("Look at it.*Invitation")))
    assert "Would go to 145 people today." in desk.read()
    assert page.locator("article.letter").count() == 3
    desk.look()
    keys.press(desk.button("Send to 145 people"))
    expect(page.locator("#told")).to_be_focused()
    assert await_true(lambda: len(desk.letters()) == 145)
    (letter,) = letters_to(desk.site, "p0@north.example")
    assert link_in(letter).startswith(desk.site.address)
    keys.press(page.get_by_role("link", name=re.compile("Look at it.*Invitation")))
    assert "Would go to nobody today." in desk.read()


def follow_the_bars(desk: Desk) -> None:
    """Each bar of the funnel leads to as many people as it says."""
    page = desk.page
    page.goto(f"/regions/{HOME}")
    desk.look()
    bars = {"Invited": 145, "Opened": 115, "Started": 95, "Completed module 1": 65, "Completed the programme": 15}
    for name, number in bars.items():
        bar = page.locator("#steps-bars li").filter(has=page.get_by_role("link", name=name, exact=True))
        assert (bar.locator(".bar-number").text_content() or "").split()[0] == str(number)
        bar.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("#list")).to_have_text(f"{number} people")
        page.go_back()


def write_to_the_silent(desk: Desk) -> None:
    """Whoever was invited more than two weeks ago and never opened gets a letter; the filter outlives the way."""
    page, before = desk.page, len(desk.letters())
    desk.go("People")
    page.get_by_text("More ways to narrow the list").click()
    page.get_by_label("Needs a nudge").select_option("Invited, never opened")
    page.get_by_label("Quiet days").fill("14")
    desk.button("Find").click()
    expect(page.locator("#list")).to_have_text("30 people")
    desk.look()
    page.get_by_label("Keep the list as it is narrowed now").fill("Silent for two weeks")
    desk.button("Keep this view").click()
    page.locator(".person-name a").first.click()
    assert "has never signed in." in desk.read()
    page.go_back()
    expect(page.locator("#list")).to_have_text("30 people")
    desk.button("Write to them").click()
    desk.look()
    desk.button("Send 30 letters").click()
    assert "30 letters are on their way." in desk.read()
    expect(page.locator("#list")).to_have_text("30 people")
    assert await_true(lambda: len(desk.letters()) == before + 30)
    desk.go("People")
    page.get_by_role("link", name="Silent for two weeks").click()
    expect(page.locator("#list")).to_have_text("30 people")


def record_a_module_and_take_it_back(desk: Desk) -> None:
    """A page says why somebody has not finished; a module is recorded with its reason, and taken back."""
    page = desk.page
    desk.go("People")
    page.get_by_label("Name, mail address or organisation").fill("p55@north.example")
    desk.button("Find").click()
    page.locator(".person-name a").click()
    assert page.locator("p.why").text_content()
    expect(page.locator("#module-arriving ul.why")).not_to_be_empty()
    desk.look()
    module = page.locator("#module-arriving")
    module.locator("summary", has_text="Record this module as done").click()
    module.get_by_label("Why it is recorded").fill("The line of the office failed")
    module.get_by_label("What proves it, and where it is kept").fill("Signed sheet, folder 3")
    desk.button("Record module 1 as done").click()
    expect(module).to_contain_text("Reason: The line of the office failed")
    expect(module).to_contain_text("Recorded by Sean Gallagher")
    desk.look()
    module.get_by_role("button", name="Take this record back").click()
    expect(module).not_to_contain_text("Recorded by")


def _go_by_keyboard(desk: Desk, *names: str) -> None:
    for name in names:
        desk.keys.press(desk.page.locator(".region-nav").get_by_role("link", name=name, exact=True))


def _hand_in(desk: Desk, label: str, file: Path, button: str) -> None:
    """Choose a file and send it, by keyboard; the window in which it is chosen belongs to the browser."""
    field = desk.page.get_by_label(label)
    desk.keys.go(field)
    field.set_input_files(file)
    desk.keys.press(desk.button(button))
