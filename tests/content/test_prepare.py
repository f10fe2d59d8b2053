"""Nothing is left to render when the first reader comes."""

from pathlib import Path

import pytest

from lms.content.catalogue import Catalogue
from lms.content.model import Course
from lms.content.prepare import prepare_everything
from lms.content.render import Links, Renderer
from tests.content.worlds import load_world

LINKS = Links(picture=lambda course, name: name, lesson=lambda course, lesson, page: lesson)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_world()


def show(renderer: Renderer, course: Course) -> None:
    renderer.text(course.welcome, f"courses/{course.id}", LINKS)
    for lesson in course.lessons:
        for page in lesson.pages:
            renderer.page(page, lesson, course, LINKS)


def test_no_page_of_any_language_and_region_is_rendered_when_it_is_shown(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = Renderer(tmp_path)
    prepare_everything(catalogue, first)
    assert first.rendered > 0
    second = Renderer(tmp_path)
    for region in ("", *catalogue.regions):
        for language in ("en", "pl", "ca", "ga"):
            for course in (*catalogue.list_courses(language, region), *catalogue.list_materials(language, region)):
                show(first, course)
                show(second, course)
    for name in (catalogue.programme.needs, catalogue.programme.before, catalogue.programme.after):
        survey = catalogue.find_quiz(name, "en")
        assert survey is not None
        for question in survey.questions:
            second.text(question.text, f"quizzes/{survey.id}", LINKS)
    assert second.rendered == 0


def test_the_inserts_of_regions_differ_from_the_neutral_text(catalogue: Catalogue, tmp_path: Path) -> None:
    neutral = Renderer(tmp_path)
    neutral.prepare(catalogue.list_courses("en"))
    before = neutral.rendered
    prepare_everything(catalogue, neutral)
    assert neutral.rendered > before


def test_progress_is_told_for_each_course(catalogue: Catalogue) -> None:
    told: list[tuple[str, int, int]] = []
    prepare_everything(catalogue, Renderer(None), lambda *what: told.append(what))
    assert [count for _title, count, _total in told] == list(range(1, len(told) + 1))
    assert told[-1][1] == told[-1][2]
