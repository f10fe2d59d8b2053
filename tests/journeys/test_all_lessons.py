"""Every page of lessons and materials on the smallest screen: nothing sticks out, nothing is missing."""

import pytest
from playwright.sync_api import Browser, Page

from lms.content.model import Course
from tests.journeys.looking import Complaints, frame_faults, overflow
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

_COURSES = ["foundations", "competence", "strategy", "learning-lab"]
_PICTURES = """() => [...document.images]
  .filter((one) => (one.complete && !one.naturalWidth) || !one.hasAttribute('alt'))
  .map((one) => one.src)"""


def _pages(course: Course, root: str) -> list[str]:
    return [f"{root}/{course.id}/{lesson.id}/{page.number}" for lesson in course.lessons for page in lesson.pages]


@pytest.mark.parametrize("course_id", _COURSES)
def test_every_page_of_a_course_fits_the_smallest_screen(
    course_id: str, demo_site: Site, people: dict[str, int], chromium: Browser, visits: list[Page]
) -> None:
    kit = course_id == "learning-lab"
    who = "participant" if kit else "finished"
    page = demo_site.open(chromium, people[who], viewport={"width": 320, "height": 700})
    visits.append(page)
    complaints = Complaints(page, demo_site)
    course = demo_site.catalogue.find_course(course_id, "en")
    assert course
    faults = []
    for path in _pages(course, "/learn/materials" if kit else "/learn"):
        page.goto(path)
        found = frame_faults(page) + overflow(page) + page.evaluate(_PICTURES)
        faults += [f"{path}: {fault}" for fault in found]
    assert faults + complaints.found == []
