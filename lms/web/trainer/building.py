"""Makes the package of a course, and says why it must not be handed out. No request, no clock."""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import LmsError
from lms.export.scorm import build_package
from lms.language import Words
from lms.pyscorm import Finding, Severity, Version


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in the words of the reader."""

    place: str
    message: str
    fix: str
    is_error: bool
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One text that is not in the language of the package."""

    kind: str
    """`lesson`, `quiz` or `exam`."""
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Built:
    """What came of making a package."""

    findings: tuple[Told, ...]
    """Errors first."""
    data: bytes = b""
    """The zip; empty when there are errors."""
    name: str = ""
    files: int = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the zip, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def ready(self) -> bool:
        """Whether it may be handed out."""
        return bool(self.data)


def build(
    course: Course, version: Version, renderer: Renderer, inside: Words, said: Words, funding: bool
) -> Built:
    """Make and check the package of a course. `inside` are the words in the package, `said` those of the trainer.

    With an error among the findings there is no zip.
    """
    try:
        package = build_package(course, renderer, inside, version, funding)
    except LmsError as error:
        return Built((Told(course.id, said(error.message, **error.values), "", True),))
    found = sorted(pyscorm.problems(package, version), key=lambda finding: finding.severity is not Severity.ERROR)
    told = tuple(_tell(finding, said) for finding in found)
    if any(one.is_error for one in told):
        return Built(told)
    stream = BytesIO()
    try:
        pyscorm.write(package, stream, version)
    except pyscorm.ScormError as error:
        return Built((Told(course.id, str(error), "", True), *told))
    made = Built(told, stream.getvalue(), files=len(package.files) + 1)
    return replace(made, name=file_name(course, version, made.digest))


def file_name(course: Course, version: Version, digest: str) -> str:
    """Name the zip: course, language, region where there is one, edition, and the first digits of its SHA-256."""
    parts = [
        "eu-belong",
        course.id,
        course.language,
        course.region,
        f"scorm{version.value.replace('.', '')}",
        digest[:8],
    ]
    return "-".join(part for part in parts if part) + ".zip"


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


def _tell(finding: Finding, said: Words) -> Told:
    return Told(
        finding.place,
        said(finding.message_id, **finding.values),
        said(finding.fix_id, **finding.values),
        finding.severity is Severity.ERROR,
    )
