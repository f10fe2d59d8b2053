"""Pages in the middle of something: after a press, with faults shown, with menus open; by the same rules."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import address_of
from tests.journeys.looking import Complaints, look
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

_LIST = b"name;email;organisation\nAnna;anna@x.example;Town hall\nBob;bob;\n;c@x.example;\n"


def _check_an_answer(page: Page) -> None:
    page.goto("/learn/foundations/policy-models/quiz")
    page.get_by_role("button", name="Answer again").click()
    box = page.locator(".question[data-kind=single]").first
    box.locator("input").last.check()
    box.get_by_role("button", name="Check this answer").click()
    expect(box.locator(".verdict-word")).to_be_visible()
    expect(page.locator(".save-bar .save-state")).to_have_text("Saved")


def _start_the_exam(page: Page) -> None:
    page.goto("/learn/foundations/exam")
    page.locator("button[name=start]").click()
    expect(page.locator(".question").first).to_be_visible()


def _sign_in_wrongly(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#email").fill("no address")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.locator("#problems")).to_be_focused()


def _type_a_wrong_code(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#email").fill("somebody@elsewhere.example")
    page.get_by_role("button", name="Send me a link").click()
    page.locator("#code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#problems")).to_be_focused()


def _open_all_menus(page: Page) -> None:
    page.goto("/learn/foundations/why-regions/1")
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def _open_all_tables(page: Page) -> None:
    page.goto("/regions/donegal")
    page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


def _upload_a_list(page: Page) -> None:
    page.goto("/regions/donegal/enrol/list")
    page.locator("#file").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": _LIST})
    page.get_by_role("button", name="Show what is in the list").click()
    expect(page.locator("main")).to_contain_text("1 person can go in")


def _enrol_nobody(page: Page) -> None:
    page.goto("/regions/donegal/enrol")
    page.get_by_role("button", name="Enrol this person").click()
    expect(page.locator("#problems")).to_be_focused()


def _try_a_quiz_as_trainer(page: Page) -> None:
    page.goto("/teach/foundations/preview/why-regions/quiz?try=yes")
    page.locator(".question input").first.check()
    page.locator("form.quiz button[name=send]").last.click()
    expect(page.locator(".score")).to_be_visible()


_ACTS: list[tuple[str, Callable[[Page], None]]] = [
    ("middle", _check_an_answer),
    ("middle", _start_the_exam),
    ("nobody", _sign_in_wrongly),
    ("nobody", _type_a_wrong_code),
    ("middle", _open_all_menus),
    ("coordinator", _open_all_tables),
    ("coordinator", _upload_a_list),
    ("coordinator", _enrol_nobody),
    ("trainer", _try_a_quiz_as_trainer),
]


@pytest.mark.parametrize(("who", "act"), _ACTS, ids=[act.__name__.strip("_") for _, act in _ACTS])
def test_a_page_in_the_middle_of_something_follows_the_rules(
    who: str,
    act: Callable[[Page], None],
    demo_site: Site,
    people: dict[str, int],
    chromium: Browser,
    visits: list[Page],
) -> None:
    page = demo_site.open(chromium, people[who])
    visits.append(page)
    complaints = Complaints(page, demo_site)
    act(page)
    assert look(page) + complaints.found == []


def test_the_letters_of_the_demo_can_be_read_and_lead_in(
    demo_site: Site, people: dict[str, int], chromium: Browser, visits: list[Page]
) -> None:
    page = demo_site.open(chromium)
    visits.append(page)
    address = address_of(demo_site, people["fresh"])
    letters = page.locator(".letter").filter(has_text=address)
    page.goto("/outbox")
    before = letters.count()
    page.goto("/sign-in")
    page.locator("#email").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("link", name="Read the letter here").click()
    for _ in range(20):
        if letters.count() > before:
            break
        page.reload()  # the letter is written after the answer went out
    expect(letters).to_have_count(before + 1)
    assert look(page) == []
    letters.first.locator("a[href*='/sign-in/']").first.click()
    page.get_by_role("button", name="Sign in and go on").click()
    assert page.url.endswith("/learn")
