"""From a course to a checked zip: what the command line, the pages and the bulk export hand out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export.package_parts import Scos
from lms.export.scorm import build_package
from lms.language import N_, Words


@dataclass(frozen=True, slots=True)
class Foreign:
    """One text that is not in the language that was asked for."""

    kind: str
    """`lesson`, `quiz` or `exam`."""
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making a package."""

    findings: tuple[pyscorm.Finding, ...]
    """Errors first."""
    data: bytes = b""
    """The zip; empty when there are errors."""
    files: int = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the zip, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def ready(self) -> bool:
        """Whether it may be handed out."""
        return bool(self.data)


def make(
    courses: Sequence[Course],
    version: pyscorm.Version,
    renderer: Renderer,
    *,
    words: Words | None = None,
    funding: bool = True,
    scos: Scos = Scos.COURSE,
    contact: str = "",
) -> Made:
    """Make the package of a course in one or more languages, check it, and zip it if nothing speaks against it.

    Raises `InvalidInput` for what cannot become a package.
    """
    package = build_package(courses, renderer, words, version, funding, scos=scos, contact=contact)
    found = pyscorm.problems(package, version)
    found = sorted(found, key=lambda finding: finding.severity is not pyscorm.Severity.ERROR)
    if any(finding.severity is pyscorm.Severity.ERROR for finding in found):
        return Made(tuple(found))
    stream = BytesIO()
    try:
        pyscorm.write(package, stream, version)
    except pyscorm.ScormError as error:
        raise InvalidInput(N_("The package cannot be written: %(reason)s"), reason=str(error)) from error
    return Made(tuple(found), stream.getvalue(), files=len(package.files) + 1)


def list_foreign(course: Course) -> tuple[Foreign, ...]:
    """List the texts of a course that stand in another language than the one asked for, in their order."""
    found: list[Foreign] = []
    for lesson in course.lessons:
        found.append(Foreign("lesson", lesson.title, lesson.language))
        if lesson.quiz:
            found.append(Foreign("quiz", lesson.quiz.title or lesson.title, lesson.quiz.language))
    if course.exam:
        found.append(Foreign("exam", course.exam.title, course.exam.language))
    return tuple(text for text in found if text.language != course.language)


def refuse_foreign(courses: Sequence[Course], words: Words) -> None:
    """Raise `InvalidInput` when a course is not fully there in the language it was asked for."""
    for course in courses:
        foreign = list_foreign(course)
        if foreign:
            raise InvalidInput(
                N_("%(count)s texts of %(course)s are not in %(language)s, for example: %(title)s."),
                count=len(foreign),
                course=course.id,
                language=words.language_name(course.language),
                title=foreign[0].title,
            )


def file_name(
    courses: Sequence[Course], version: pyscorm.Version, scos: Scos = Scos.COURSE, digest: str = ""
) -> str:
    """Name a zip: course, languages, region, edition, division, and the first digits of its SHA-256 if given."""
    first = courses[0]
    parts = [
        "eu-belong",
        first.id,
        *(course.language for course in courses),
        first.region,
        f"scorm{version.value.replace('.', '')}",
        "" if scos is Scos.COURSE else scos.value,
        digest[:8],
    ]
    return "-".join(part for part in parts if part) + ".zip"
