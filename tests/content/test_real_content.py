"""The courses and quizzes of this repository are without errors and can be shown whole."""

import re
from pathlib import Path

import pytest

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.lint import format_problems
from lms.content.model import Severity
from lms.content.render import Links, Renderer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "courses", ROOT / "quizzes")


def test_there_are_no_errors(catalogue: Catalogue) -> None:
    errors = [problem for problem in catalogue.problems if problem.severity is Severity.ERROR]
    assert errors == [], format_problems(errors)


def test_everything_in_the_programme_is_published(catalogue: Catalogue) -> None:
    programme = catalogue.programme
    assert catalogue.list_course_ids() == (*programme.courses, *programme.materials)
    for survey in (programme.needs, programme.before, programme.after):
        assert catalogue.find_quiz(survey, "en") is not None


def test_every_page_shows_its_pictures_tables_and_links(catalogue: Catalogue) -> None:
    renderer = Renderer()
    links = Links(
        picture=lambda course, name: f"/p/{course}/{name}",
        lesson=lambda course, lesson, page: f"/{course}/{lesson}/{page}",
    )
    for course in catalogue.list_courses("en") + catalogue.list_materials("en"):
        for lesson in course.lessons:
            for page in lesson.pages:
                html = "".join(block.html for block in renderer.page(page, lesson, course, links))
                source = "\n\n".join(block.markdown for block in page.blocks)
                place = f"{lesson.source}, page {page.number}"
                assert html.count("<img ") == source.count("!["), place
                assert html.count("<table>") == len(re.findall(r"^\|(?=.*-)[ :|-]+\|$", source, re.MULTILINE)), (
                    place
                )
                assert html.count("<li>") == len(re.findall(r"^ *(?:[-*]|\d+\.) ", source, re.MULTILINE)), place
                assert "](" not in html, place
