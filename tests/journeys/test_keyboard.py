"""From the invitation letter to the completed programme by keyboard alone, the focus in sight all the way."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import enrol, invite, link_in
from tests.journeys.site import Site
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-keyboard")]


def _begin(site: Site, chromium: Browser, visits: list[Page], width: int = 1280) -> Walker:
    page = site.open(chromium, viewport={"width": width, "height": 800})
    visits.append(page)
    walker = Walker(site, page)
    walker.sign_in(link_in(invite(site, enrol(site))))
    return walker


def _expect_completed(walker: Walker) -> None:
    walker.keys.press(walker.page.locator("a.site-name"))
    expect(walker.page.locator("main")).to_contain_text("You have completed the programme on")
    assert walker.page.locator("a.continue").count() == 0


def test_a_person_completes_a_small_programme_from_the_letter_on_by_keyboard(
    small_site: Site, chromium: Browser, visits: list[Page]
) -> None:
    walker = _begin(small_site, chromium, visits)
    programme, catalogue = small_site.catalogue.programme, small_site.catalogue
    for survey in (programme.needs, programme.before):
        walker.start_next()
        asked = catalogue.find_quiz(survey, "en")
        assert asked
        walker.answer_survey(asked)
    for course in catalogue.list_courses("en", "north"):
        walker.take_course(course, form=True)
    walker.start_next()
    after = catalogue.find_quiz(programme.after, "en")
    assert after
    walker.answer_survey(after)
    expect(walker.page.locator("main")).to_contain_text("Your own picture")
    _expect_completed(walker)
    assert walker.keys.stops > 200
    assert walker.keys.faults == []


def test_a_person_passes_a_module_by_keyboard_on_a_narrow_screen(
    small_site: Site, chromium: Browser, visits: list[Page]
) -> None:
    walker = _begin(small_site, chromium, visits, width=390)
    walker.start_next()
    walker.skip_survey()
    before = small_site.catalogue.find_quiz("before", "en")
    course = small_site.catalogue.find_course("arriving", "en")
    assert before
    assert course
    walker.start_next()
    walker.answer_survey(before)
    walker.take_course(course, form=False)
    expect(walker.page.locator("main")).to_contain_text("You completed this module on")
    assert walker.keys.faults == []


def test_a_person_completes_the_whole_course_from_the_letter_on_by_keyboard(
    site: Site, chromium: Browser, visits: list[Page]
) -> None:
    walker = _begin(site, chromium, visits)
    programme, catalogue = site.catalogue.programme, site.catalogue
    walker.start_next()
    walker.skip_survey()
    for course in catalogue.list_courses("en", next(iter(catalogue.regions))):
        walker.start_next()
        if course.number == 1:
            before = catalogue.find_quiz(programme.before, "en")
            assert before
            walker.answer_survey(before)
            walker.start_next()
        walker.page.keyboard.press("Home")
        walker.keys.press(walker.page.locator("a.site-name"))
        walker.take_course(course, form=False)
    walker.start_next()
    after = catalogue.find_quiz(programme.after, "en")
    assert after
    walker.answer_survey(after)
    _expect_completed(walker)
    assert walker.keys.faults == []
