"""The real courses as packages, and the browser that plays them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lms import pyscorm
from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.model import Course, Quiz
from lms.content.render import Renderer
from lms.export.package_parts import Scos
from lms.export.scorm import build_package
from tests.browser import chromium, page  # noqa: F401

ROOT = Path(__file__).parents[2]


@cache
def real_catalogue() -> Catalogue:
    """The courses of this repository, read once."""
    return load_catalogue(ROOT / "courses", ROOT / "quizzes")


@cache
def _renderer() -> Renderer:
    return Renderer(None)


def make_zip(course: Course | Sequence[Course], version: str, scos: Scos = Scos.COURSE) -> bytes:
    """The package of a course as a zip."""
    package = build_package(course, _renderer(), None, pyscorm.Version(version), scos=scos)
    buffer = io.BytesIO()
    pyscorm.write(package, buffer, pyscorm.Version(version))
    return buffer.getvalue()


def translate(course: Course, language: str) -> Course:
    """The same course with the name of a language before its titles, questions and answers."""

    def say(text: str) -> str:
        return f"{language}: {text}"

    def turn(quiz: Quiz) -> Quiz:
        asked = tuple(
            replace(
                question,
                text=say(question.text),
                choices=tuple(replace(choice, text=say(choice.text)) for choice in question.choices),
            )
            for question in quiz.questions
        )
        return replace(quiz, title=say(quiz.title), language=language, questions=asked)

    lessons = tuple(
        replace(
            lesson,
            title=say(lesson.title),
            language=language,
            pages=tuple(replace(one, title=say(one.title)) for one in lesson.pages),
            quiz=turn(lesson.quiz) if lesson.quiz else None,
        )
        for lesson in course.lessons
    )
    exam = turn(course.exam) if course.exam else None
    return replace(course, title=say(course.title), language=language, lessons=lessons, exam=exam)


@pytest.fixture(scope="session")
def courses() -> dict[str, Course]:
    """The three modules by id."""
    return {course.id: course for course in real_catalogue().list_courses("en")}


@pytest.fixture(scope="session")
def package(courses: dict[str, Course]) -> Callable[[str, str], bytes]:
    """A function that gives the zip of a module in a version."""
    return cache(lambda course_id, version: make_zip(courses[course_id], version))
