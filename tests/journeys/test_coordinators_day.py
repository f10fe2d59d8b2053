"""A coordinator's work from the office's spreadsheet to the handover, by somebody with no technical training."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.rules.permissions import Role
from lms.services.people import create_person, find_person_by_email, grant_role
from lms.web import context
from tests.intake import moodle_files as moodle
from tests.journeys import small_world
from tests.journeys.cast import letters_to, link_in
from tests.journeys.office import HOME, SHEET, WEEKS, Desk, await_true, let_people_learn, list_people
from tests.journeys.site import Site, open_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-coordinator")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Site]:
    """The service with three tiny modules, two regions, and nobody in it yet."""
    courses, quizzes = small_world.write(tmp_path)
    north = (courses / "regions" / HOME / "region.md").read_text(encoding="utf-8")
    (courses / "regions" / "south").mkdir()
    (courses / "regions" / "south" / "region.md").write_text(north.replace("North", "South"), encoding="utf-8")
    with open_site(tmp_path, courses=courses, quizzes=quizzes) as running:
        yield running


@pytest.fixture
def desk(
    office: Site, chromium: Browser, visits: list[Page], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """The coordinator of the North on a morning three weeks ago."""
    start = datetime.now(UTC) - WEEKS
    with office.app.app_context():
        person_id = create_person("Sean Gallagher", "sean@north.example", "en", start).id
        grant_role(person_id, Role.COORDINATOR, HOME, None, start)
    desk = Desk(office, office.open(chromium, person_id), start)
    visits.append(desk.page)
    monkeypatch.setattr(context, "now", lambda: desk.now)
    return desk


def test_a_coordinator_gets_from_the_offices_list_to_the_handover(
    desk: Desk, chromium: Browser, visits: list[Page], tmp_path: Path
) -> None:
    enrol_the_list_by_keyboard(desk, tmp_path / "people.xlsx")
    invite_them_by_keyboard(desk)
    finished = let_people_learn(desk.site, datetime.now(UTC))
    desk.now = datetime.now(UTC)
    follow_the_bars(desk)
    write_to_the_silent(desk)
    record_a_module_and_take_it_back(desk)
    bring_in_results_of_a_moodle(desk, tmp_path / "progress-c7.csv")
    let_somebody_in(desk, chromium, visits)
    freeze_a_report(desk)
    correct_a_certificate(desk, finished)
    hand_the_region_over(desk, chromium, visits)
    assert desk.looked_at == []
    assert desk.keys.faults == []
    assert desk.complaints.found == []


def enrol_the_list_by_keyboard(desk: Desk, file: Path) -> None:
    """Twelve lines of 150 are told; two are mended by hand, suggestions are taken, the rest goes home."""
    page, keys = desk.page, desk.keys
    file.write_bytes(SHEET)
    page.goto(f"/regions/{HOME}/people")
    assert "Nobody is enrolled yet." in desk.read()
    keys.press(page.locator(".region-nav").get_by_role("link", name="Upload a list"))
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
    assert "146 people can go in. 4 lines need you." in desk.read()
    rest = page.locator("ul.faults > li").all_text_contents()
    for text, known in zip(rest, ("fr", "South", "P0@North.example", "torn cell"), strict=True):
        assert known in text
    keys.go(page.get_by_role("link", name="Workbook (XLSX)"))
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "lines-to-correct.xlsx"
    keys.press(desk.button("Add 146 people"), back=True)
    assert "146 people were added." in desk.read()
    keys.press(page.locator(".region-nav").get_by_role("link", name="Upload a list"))
    _hand_in(desk, "File with a list of people", file, "Show what is in the list")
    assert "0 people can go in." in desk.read()
    assert page.get_by_role("button", name=re.compile("^Add")).count() == 0
    keys.press(desk.button("Put this list away and choose another file"))
    assert len(list_people(desk.site)) == 146


def invite_them_by_keyboard(desk: Desk) -> None:
    """Three letters are shown before 146 go out; whoever got one can sign in with it."""
    page, keys = desk.page, desk.keys
    keys.press(page.locator(".region-nav").get_by_role("link", name="Letters", exact=True))
    desk.look()
    keys.press(page.get_by_role("link", name=re.compile("Look at it.*Invitation")))
    assert "Would go to 146 people today." in desk.read()
    assert page.locator("article.letter").count() == 3
    desk.look()
    keys.press(desk.button("Send to 146 people"))
    assert await_true(lambda: len(desk.letters()) == 146)
    (letter,) = letters_to(desk.site, "p0@north.example")
    assert link_in(letter).startswith(desk.site.address)
    keys.press(page.get_by_role("link", name=re.compile("Look at it.*Invitation")))
    assert "Would go to nobody today." in desk.read()


def follow_the_bars(desk: Desk) -> None:
    """Each bar of the funnel leads to as many people as it says."""
    page = desk.page
    page.goto(f"/regions/{HOME}")
    desk.look()
    bars = {"Invited": 146, "Opened": 116, "Started": 96, "Completed module 1": 66, "Completed the programme": 16}
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


def bring_in_results_of_a_moodle(desk: Desk, file: Path) -> None:
    """A file of the region's Moodle is mapped once and counts once, however often it is handed in."""
    page = desk.page
    people = [(f"Guest {number}", f"guest{number}@moodle.example", "2026-02-20") for number in range(6)]
    enrolled = [("Person 50", "P50@north.example", "2026-02-21")]
    file.write_bytes(moodle.to_csv(moodle.activities("de", ["Kurs zur Integration, Teil A"], people + enrolled)))
    desk.go("Where people learned")
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
    desk.go("Where people learned")
    assert page.locator("ul.imports > li").count() == 1
    assert "guest" not in desk.read().lower()


def let_somebody_in(desk: Desk, chromium: Browser, visits: list[Page]) -> None:
    """Somebody from outside asks by the link, waits, and gets a letter once the coordinator says yes."""
    page = desk.page
    desk.go("Joining by a link")
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


def freeze_a_report(desk: Desk) -> None:
    """What was frozen is the same to the last byte after people and figures have changed."""
    page = desk.page
    desk.go("Reports")
    desk.button("Count the first edition").click()
    desk.look()
    page.get_by_label("What it is for").fill("Final report to the fund")
    desk.button("Freeze this report").click()
    expect(page.locator("#frozen")).to_be_visible()
    desk.look()
    first = _download_frozen(desk)
    assert {"XLSX", "CSV", "PDF", "JSON"} <= set(first)
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


def hand_the_region_over(desk: Desk, chromium: Browser, visits: list[Page]) -> None:
    """Whoever hands the region over is out at the next request; the successor finds everything."""
    page = desk.page
    desk.go("Coordinators")
    desk.look()
    page.get_by_label("Name of the new coordinator").fill("Nora Next")
    page.get_by_label("Mail address").fill("nora@north.example")
    page.get_by_label("Who leaves").select_option("Sean Gallagher")
    desk.button("Hand over").click()
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
    expect(following.locator("#list")).to_have_text("147 people")
    assert "All people (147)" in " ".join((following.locator("main").text_content() or "").split())
    following.goto(f"/regions/{HOME}/reports")
    expect(following.locator("ul.frozen-reports > li")).to_have_count(1)


def _hand_in(desk: Desk, label: str, file: Path, button: str) -> None:
    """Choose a file and send it, by keyboard; the window in which it is chosen belongs to the browser."""
    field = desk.page.get_by_label(label)
    desk.keys.go(field)
    field.set_input_files(file)
    desk.keys.press(desk.button(button))


def _download_frozen(desk: Desk) -> dict[str, bytes]:
    """The files of the frozen report by kind, each fetched with a click."""
    found = {}
    for link in desk.page.locator("ul.frozen-reports a").all():
        with desk.page.expect_download() as taken:
            link.click()
        found[link.text_content() or ""] = taken.value.path().read_bytes()
    return found
