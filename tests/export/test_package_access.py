"""Every kind of screen of a package, as the accessibility rules see it: wide, narrow, low, light and dark."""

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from lms.content.model import Course
from tests.export.conftest import ROOT, make_zip, translate

pytestmark = pytest.mark.browser
SIZES = ((390, 700), (1000, 500))
_RUN = """
async only => {
  const options = only
    ? { runOnly: { type: 'rule', values: [only] } }
    : { rules: { 'target-size': { enabled: true } } };
  const found = await axe.run(document, options);
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(' ')}`));
}
"""
_WIDE = "document.documentElement.scrollWidth > innerWidth"


@cache
def _rules() -> str:
    path = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
    assert path.is_file(), "axe-core is not there: run `npm ci` in tests/node"
    return path.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What the rules find on the screen that is shown."""
    found = set()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, only in (("light", None), ("dark", "color-contrast")):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found |= {f"{width} px {scheme}: {one}" for one in page.evaluate(_RUN, only)}
    page.set_viewport_size({"width": 320, "height": 500})
    if page.evaluate(_WIDE):
        found.add("wider than 320 px")
    return sorted(found)


def show(page: Page, place: str) -> None:
    """Go to a screen by the menu."""
    page.click("#player-menu-button")
    page.click(f'#player-menu a[href="#{place}"]')


@pytest.fixture
def shown(page: Page, courses: dict[str, Course], tmp_path: Path) -> Page:
    """A package in two languages with the panel for support, opened from disk."""
    course = courses["foundations"]
    with zipfile.ZipFile(io.BytesIO(make_zip((course, translate(course, "pl")), "1.2"))) as archive:
        archive.extractall(tmp_path)
    page.goto((tmp_path / "index.html").as_uri() + "?debug=1")
    page.wait_for_selector("#player-bar:not([hidden])")
    page.evaluate(_rules())
    return page


def test_start_menu_notice_and_pages_break_no_rule(shown: Page, courses: dict[str, Course]):
    assert violations(shown) == []
    shown.click("#player-menu-button")
    assert violations(shown) == []
    shown.click("#player-menu-button")
    for lesson in courses["foundations"].lessons:
        fullest = max(lesson.pages, key=lambda page: len({block.kind for block in page.blocks}))
        show(shown, f"{lesson.id}.{fullest.number}")
        assert violations(shown) == [], lesson.id


def test_quizzes_and_the_exam_break_no_rule_before_and_after(shown: Page, courses: dict[str, Course]):
    course = courses["foundations"]
    assert course.exam is not None
    for lesson in course.lessons:
        assert lesson.quiz is not None
        show(shown, f"{lesson.id}.quiz")
        shown.click(f'form[data-quiz="{lesson.quiz.id}"] button[type=submit]')
        assert violations(shown) == [], lesson.id
    show(shown, "exam")
    assert violations(shown) == []
    shown.evaluate("Course.steps().slice(0, -1).forEach(step => { Course.play(step.id, 'right'); })")
    show(shown, "exam")
    shown.click('[data-exam="begin"]')
    assert violations(shown) == []
    shown.click(f'form[data-quiz="{course.exam.id}"] button[type=submit]')
    assert violations(shown) == []


def test_another_language_breaks_no_rule(shown: Page):
    shown.select_option("#player-language", "pl")
    shown.wait_for_function("document.documentElement.lang === 'pl'")
    assert violations(shown) == []
