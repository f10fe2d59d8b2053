"""The real courses as packages, and the browser that plays them."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from lms import pyscorm
from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.model import Course
from lms.content.render import Renderer
from lms.export.scorm import build_package
from lms.language import words
from tests.browser import chromium, page  # noqa: F401

ROOT = Path(__file__).parents[2]


@cache
def real_catalogue() -> Catalogue:
    """The courses of this repository, read once."""
    return load_catalogue(ROOT / "courses", ROOT / "quizzes")


@cache
def _renderer() -> Renderer:
    return Renderer(None)


def make_zip(course: Course, version: str) -> bytes:
    """The package of a course as a zip."""
    package = build_package(course, _renderer(), words("en"), pyscorm.Version(version))
    buffer = io.BytesIO()
    pyscorm.write(package, buffer, pyscorm.Version(version))
    return buffer.getvalue()


@pytest.fixture(scope="session")
def courses() -> dict[str, Course]:
    """The three modules by id."""
    return {course.id: course for course in real_catalogue().list_courses("en")}


@pytest.fixture(scope="session")
def package(courses: dict[str, Course]) -> Callable[[str, str], bytes]:
    """A function that gives the zip of a module in a version."""
    return cache(lambda course_id, version: make_zip(courses[course_id], version))
