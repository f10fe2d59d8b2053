"""The browser for these tests, and a platform with the tiny course for each edition."""

from collections.abc import Iterator

import pytest

from tests.browser import chromium, page  # noqa: F401
from tests.scorm_lms.host import Lms
from tests.scorm_lms.tiny import tiny_zip


@pytest.fixture(params=["1.2", "2004"])
def version(request: pytest.FixtureRequest) -> str:
    """Each edition in turn."""
    return request.param


@pytest.fixture
def lms(version: str) -> Iterator[Lms]:
    """A platform with a course that nothing grades."""
    with Lms(tiny_zip(version), version) as platform:
        yield platform


@pytest.fixture
def graded(version: str) -> Iterator[Lms]:
    """A platform with a course that wants 70 percent."""
    with Lms(tiny_zip(version, mark=70), version) as platform:
        yield platform
