"""The second half of a coordinator's day: results from elsewhere, who asks to join, what is handed on."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from lms.services.people import find_person_by_email
from tests.intake import moodle_files as moodle
from tests.journeys.cast import letters_to, link_in
from tests.journeys.office import HOME, Desk, await_true


def bring_in_results_of_a_moodle(desk: Desk, file: Path) -> None:
    """A file of the region's Moodle is mapped once and counts once, however often it is handed in."""
    page = desk.page
    people = [(f"Guest {number}", f"guest{number}@moodle.example", "2026-02-20") for number in range(6)]
    enrolled = [("Person 50", "P50@north.example", "2026-02-21")]
    file.write_bytes(moodle.to_csv(moodle.activities("de", ["Kurs zur Integration, Teil A"], people + enrolled)))
    desk.go("Reports", "Where people learned")
    page.get_by_role("link", name="Bring in results from elsewhere").click()
    desk.look()
    page.get_by_label("File of Moodle").set_input_files(file)
    desk.button("Show what is in the file").click()
    assert "The results of 0 people can go in." in desk.read()
    page.get_by_label("Kurs zur Integration, Teil A").select_option("arriving")
    desk.button("Keep these choices and look again").click()
    assert "The results of 7 people can go in. Nothing is written yet." in desk.read()
    desk.look()
    desk.button("Take over the results of 7 people").click()
    assert "1 person enrolled here, 6 new people from elsewhere" in desk.read()
    desk.look()
    page.get_by_role("link", name="Bring in results from elsewhere").click()
    page.get_by_label("File of Moodle").set_input_files(file)
    desk.button("Show what is in the file").click()
    assert "7 people without change" in desk.read()
    assert page.get_by_role("button", name=re.compile("^Take over")).count() == 0
    desk.go("Reports", "Where people learned")
    assert page.locator("ul.imports > li").count() == 1
    assert "guest" not in desk.read().lower()


def let_somebody_in(desk: Desk, chromium: Browser, visits: list[Page]) -> None:
    """Somebody from outside asks by the link, waits, and gets a letter once the coordinator says yes."""
    page = desk.page
    desk.go("Enrol", "Joining by a link")
    desk.button("Open a link").click()
    page.get_by_label("Domains of your offices").fill("north.example")
    desk.button("Save the domains").click()
    desk.look()
    link = page.locator("a.join-address").text_content() or ""
    guest = desk.site.open(chromium)
    visits.append(guest)
    guest.goto(link)
    guest.get_by_label("Name").fill("Ann Ash")
    guest.get_by_label("Your work address").fill("ann.ash@far.example")
    guest.get_by_role("button", name="Ask to join").click()
    expect(guest.locator("h1")).to_have_text("Thank you")
    page.reload()
    expect(page.locator("#waiting")).to_have_text("Waiting for your word (1)")
    page.get_by_label("Ann Ash").check()
    desk.button("Let the chosen in").click()
    expect(page.locator("#waiting")).to_have_text("Waiting for your word (0)")
    assert await_true(lambda: bool(desk.letters() and letters_to(desk.site, "ann.ash@far.example")))
    guest.goto(link_in(letters_to(desk.site, "ann.ash@far.example")[-1]))
    guest.get_by_role("button", name="Sign in and go on").click()
    assert guest.url.endswith("/learn")


def freeze_a_report_by_keyboard(desk: Desk) -> None:
    """What was frozen is the same to the last byte after people and figures have changed."""
    page = desk.page
    desk.go("Reports")
    desk.button("Count the first edition").click()
    desk.look()
    desk.keys.type(page.get_by_label("What it is for"), "Final report to the fund")
    desk.keys.press(desk.button("Freeze this report"))
    expect(page.locator("#told")).to_be_focused()
    expect(page.locator("#frozen")).to_be_visible()
    desk.look()
    first = _download_frozen(desk)
    assert set(first) == {"JSON", "XLSX", "PDF", "Plain CSV", "CSV for Excel"}
    desk.go("People")
    page.get_by_label("Name, mail address or organisation").fill("p60@north.example")
    desk.button("Find").click()
    page.locator(".tick input").check()
    desk.button("Move out").click()
    desk.button("Move 1 person out").click()
    desk.go("Reports")
    desk.button("Count a new edition").click()
    assert "A new edition is counted" in desk.read()
    assert _download_frozen(desk) == first


def correct_a_certificate(desk: Desk, finished: int) -> None:
    """A name is put right: a new certificate, and the old one says that it was replaced."""
    page = desk.page
    desk.go("Certificates")
    expect(page.locator("ul.people > li")).to_have_count(finished)
    desk.look()
    page.locator("ul.people a").first.click()
    old = page.url
    desk.look()
    page.get_by_label("Right name").fill("Person of the North")
    desk.button("Issue it with this name").click()
    expect(page.locator("h1")).to_have_text("Certificate of Person of the North")
    assert page.url != old
    page.goto(old)
    assert "Replaced" in desk.read()


def hand_the_region_over_by_keyboard(desk: Desk, chromium: Browser, visits: list[Page]) -> None:
    """Whoever hands the region over is out at the next request; the successor finds everything."""
    page, keys = desk.page, desk.keys
    desk.go("Coordinators")
    desk.look()
    keys.type(page.get_by_label("Name of the new coordinator"), "Nora Next")
    keys.type(page.get_by_label("Mail address"), "nora@north")
    keys.press(desk.button("Look at it before you hand over"))
    expect(page.locator("#problems")).to_be_focused()
    keys.type(page.get_by_label("Mail address"), "nora@north.example")
    keys.go(page.get_by_label("Who leaves"))
    page.keyboard.press("Home")
    keys.press(desk.button("Look at it before you hand over"))
    assert "Nora Next (nora@north.example) coordinates" in desk.read()
    desk.look()
    keys.press(desk.button("Hand over"))
    expect(page.locator("h1")).to_have_text("The region is handed over")
    answer = page.goto(f"/regions/{HOME}/people")
    assert answer is not None
    assert answer.status == 404
    with desk.site.app.app_context():
        successor = find_person_by_email("nora@north.example")
    assert successor is not None
    following = desk.site.open(chromium, successor.id)
    visits.append(following)
    following.goto(f"/regions/{HOME}/people")
    expect(following.locator("#list")).to_have_text("145 people")
    ways = " ".join((following.locator("main").text_content() or "").split())
    assert "All people (145)" in ways
    assert "Has left, or account closed (1)" in ways
    following.goto(f"/regions/{HOME}/reports")
    expect(following.locator("ul.frozen-reports > li")).to_have_count(1)


def _download_frozen(desk: Desk) -> dict[str, bytes]:
    """The files of the frozen report by kind, each fetched with a click."""
    found = {}
    for link in desk.page.locator("ul.frozen-reports a").all():
        with desk.page.expect_download() as taken:
            link.click()
        found[link.text_content() or ""] = taken.value.path().read_bytes()
    return found
