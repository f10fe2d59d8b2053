"""Lost lines, ended sessions, two tabs, a full disk, a lost database: nothing is lost, nothing counted twice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.breaking import full_disk, lost_database
from tests.journeys.cast import enrol
from tests.journeys.site import Site
from tests.journeys.trainee import QUIZ, READ, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-small")]

_PATIENCE = 30_000
"""Milliseconds: pages wait longer and longer before they try again."""


@pytest.fixture
def visit(small_site: Site, chromium: Browser, visits: list[Page]) -> Visit:
    made = Visit(small_site, chromium)
    visits.append(made.page)
    return made


def test_answers_given_while_the_line_is_down_are_kept_and_sent_once(visit: Visit) -> None:
    visit.page.context.set_offline(True)
    visit.choose("first-door", 1)
    expect(visit.state).to_contain_text("Not saved yet")
    visit.choose("offices", 0)
    visit.choose("offices", 2)
    expect(visit.state).to_contain_text("Not saved yet")
    assert visit.attempts()[0].answers == {}
    visit.page.context.set_offline(False)
    expect(visit.state).to_have_text("Saved", timeout=_PATIENCE)
    assert visit.attempts()[0].answers == {"first-door": 1, "offices": [0, 2]}
    assert sorted(map(str, visit.saved)) == ["1", "[0, 2]"]


def test_what_is_answered_before_the_script_has_come_is_saved_too(visit: Visit) -> None:
    held = visit.hold("**/js/quiz.js*")
    visit.page.goto(QUIZ, wait_until="commit")
    visit.choose("first-door", 1)
    visit.page.locator("#days select").first.select_option("2")
    visit.page.locator("#words textarea").fill("Good morning.")
    for route in held:
        route.continue_()
    expect(visit.state).to_have_text("Saved")
    answers = visit.attempts()[0].answers
    assert answers == {"first-door": 1, "days": [2, None, None], "words": "Good morning."}


def test_a_note_written_before_the_script_has_come_is_saved_too(visit: Visit) -> None:
    held = visit.hold("**/js/note.js*")
    visit.page.goto(READ, wait_until="commit")
    visit.page.locator("textarea[name=text]").fill("Ask first.")
    for route in held:
        route.continue_()
    expect(visit.page.locator(".note-foot .save-state")).to_have_text("Saved")


def test_sending_while_the_line_is_down_leaves_the_answers_in_the_page(visit: Visit) -> None:
    visit.choose("first-door", 1)
    expect(visit.state).to_have_text("Saved")
    visit.page.context.set_offline(True)
    visit.page.get_by_role("button", name="Send all answers").click()
    expect(visit.state).to_contain_text("There is no connection")
    expect(visit.page.locator("#first-door input[value='1']")).to_be_checked()
    visit.page.context.set_offline(False)
    visit.page.get_by_role("button", name="Send all answers").click()
    expect(visit.page.locator(".score")).to_be_visible()
    assert [attempt.answers for attempt in visit.attempts()] == [{"first-door": 1}]


def test_an_answer_survives_signing_out_in_another_tab_and_is_saved_after_signing_in_again(visit: Visit) -> None:
    other = visit.page.context.new_page()
    other.goto("/learn")
    other.locator(".menu summary").nth(1).click()
    other.get_by_role("button", name="Sign out everywhere").click()
    visit.choose("first-door", 1)
    expect(visit.state).to_contain_text("you are signed out")
    expect(visit.page.locator("#first-door input[value='1']")).to_be_checked()
    other.goto(visit.site.link_for(visit.person_id))
    other.get_by_role("button", name="Sign in and go on").click()
    expect(visit.state).to_have_text("Saved", timeout=_PATIENCE)
    assert visit.attempts()[0].answers == {"first-door": 1}
    visit.page.get_by_role("button", name="Send all answers").click()
    expect(visit.page.locator(".score")).to_be_visible()


def test_what_one_person_wrote_is_never_saved_for_another_who_signs_in(visit: Visit) -> None:
    visit.site.sign_in(visit.page.context, enrol(visit.site, "Somebody Else").person_id)
    visit.choose("first-door", 1)
    expect(visit.state).to_contain_text("somebody else has signed in", timeout=_PATIENCE)
    assert visit.attempts()[0].answers == {}


def test_two_tabs_at_the_same_questions_lose_nothing_and_count_once(visit: Visit) -> None:
    other = visit.page.context.new_page()
    other.goto(QUIZ)
    visit.choose("first-door", 1)
    expect(visit.state).to_have_text("Saved")
    visit.choose("offices", 0, other)
    visit.choose("offices", 2, other)
    other.get_by_role("button", name="Send all answers").click()
    expect(other.locator(".score")).to_be_visible()
    assert [attempt.answers for attempt in visit.attempts()] == [{"first-door": 1, "offices": [0, 2]}]
    visit.page.get_by_role("button", name="Send all answers").click()
    expect(visit.page.locator(".score")).to_be_visible()
    attempts = visit.attempts()
    assert len(attempts) == 1
    assert attempts[0].answers == {"first-door": 1, "offices": [0, 2]}


def test_after_signing_out_the_back_button_shows_nothing_personal(visit: Visit) -> None:
    page = visit.page
    page.goto("/learn")
    expect(page.locator("main")).to_contain_text("Maria Byrne")
    page.locator(".menu summary").nth(1).click()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.locator("main")).to_contain_text("You are signed out on all devices.")
    page.go_back()
    assert "Maria Byrne" not in page.content()


def test_a_double_click_sends_once(visit: Visit) -> None:
    visit.choose("first-door", 1)
    visit.page.get_by_role("button", name="Send all answers").dblclick()
    expect(visit.page.locator(".score")).to_be_visible()
    assert [attempt.number for attempt in visit.attempts()] == [1]


def test_with_a_full_disk_the_person_reads_not_saved_yet_and_it_is_saved_later(visit: Visit) -> None:
    page = visit.page
    page.goto(READ)
    state, note = page.locator(".note-foot .save-state"), page.locator("textarea[name=text]")
    long = "Ask first. " * 700
    with full_disk(visit.site):
        note.fill(long)
        expect(state).to_contain_text("Not saved yet")
        assert page.request.get("/learn").status == 200
    expect(state).to_have_text("Saved", timeout=_PATIENCE)
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value(long)


def test_without_the_database_the_person_reads_not_saved_yet_and_the_service_heals(visit: Visit) -> None:
    other = visit.page.context.new_page()
    with lost_database(visit.site):
        visit.choose("first-door", 1)
        expect(visit.state).to_contain_text("Not saved yet")
        gone = other.goto("/learn")
        assert gone
        assert gone.status == 503
        assert gone.headers["retry-after"] == "10"
        expect(other.locator("h1")).to_have_text("Not saved yet")
        assert other.request.get("/health").status == 503
    expect(visit.state).to_have_text("Saved", timeout=_PATIENCE)
    assert visit.attempts()[0].answers == {"first-door": 1}
    healed = other.goto("/learn")
    assert healed
    assert healed.status == 200
