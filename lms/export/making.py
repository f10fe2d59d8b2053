"""From a course to a checked zip: what the command line, the pages and the bulk export hand out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export.package_contents import add_files
from lms.export.package_parts import Scos
from lms.export.played import play as play_once
from lms.export.receipts import Receipts, choose
from lms.export.scorm import build_package
from lms.export.sheet import FILE_NAME, SheetFacts, sheet_facts, write_sheet
from lms.language import DEFAULT, N_, Words
from lms.language import words as words_of
from lms.pyscorm.simulator import Outcome

REPORT = "report.txt"
"""What came out when the built-in platform played the package."""
_ENGLISH_SHEET = "administrator.en.html"
_FIX = N_(
    "The built-in platform found this by playing the package. Please tell those who look after this service."
)


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
    sheet: SheetFacts | None = None
    """What the administrator's sheet in it says; None where there is none."""

    @property
    def digest(self) -> str:
        """SHA-256 of the zip, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def ready(self) -> bool:
        """Whether it may be handed out."""
        return bool(self.data)


def make(  # noqa: PLR0913 - all that decides about a package
    courses: Sequence[Course],
    version: pyscorm.Version,
    renderer: Renderer,
    *,
    funding: bool = True,
    scos: Scos = Scos.COURSE,
    contact: str = "",
    region: str = "",
    play: bool = False,
    played: Path | None = None,
    receipts: Receipts | None = None,
) -> Made:
    """Make the package of a course in one or more languages, check it, and zip it if nothing speaks against it.

    `receipts` are written by packages of one activity for one region only.
    With a `contact` the administrator's sheet lies in it; `region` is the name that the sheet gives the region.
    With `play` the built-in platform plays it first, and its report lies in it; what it finds wrong is an error.
    `played` is the folder where outcomes are kept.
    Raises `InvalidInput` for what cannot become a package.
    """
    said = words_of(courses[0].language)
    package = build_package(
        courses, renderer, said, version, funding, scos=scos, contact=contact, receipts=receipts
    )
    written = choose(receipts, courses[0].region) if scos is Scos.COURSE else None
    facts = None
    if contact:
        facts = sheet_facts(
            courses[0],
            version,
            contact,
            file_name(courses, version, scos),
            parts=len(package.items),
            languages=tuple(course.language for course in courses),
            region=region,
            report=REPORT if play else "",
            receipts=bool(written and written.is_sent),
        )
        package = add_files(package, _sheets(facts, renderer, funding), version, said)
    found = sorted(
        pyscorm.problems(package, version), key=lambda finding: finding.severity is not pyscorm.Severity.ERROR
    )
    if any(finding.severity is pyscorm.Severity.ERROR for finding in found):
        return Made(tuple(found))
    data = _zip(package, version)
    if play:
        report = play_once(data, version, played)
        if not report.is_green:
            return Made((*_list_failures(report), *found))
        told = pyscorm.File(REPORT, report.text(said).encode())
        package = add_files(package, (told,), version, said)
        data = _zip(package, version)
    return Made(tuple(found), data, files=len(package.files) + 1, sheet=facts)


def _sheets(facts: SheetFacts, renderer: Renderer, funding: bool) -> Iterator[pyscorm.File]:
    """Write the administrator's sheet in the language the package begins with, and in English."""
    language = facts.languages[0]
    if language == DEFAULT:
        yield pyscorm.File(FILE_NAME, write_sheet(facts, DEFAULT, renderer, funding))
        return
    own = write_sheet(facts, language, renderer, funding, twin=(DEFAULT, _ENGLISH_SHEET))
    english = write_sheet(facts, DEFAULT, renderer, funding, twin=(language, FILE_NAME))
    yield pyscorm.File(FILE_NAME, own)
    yield pyscorm.File(_ENGLISH_SHEET, english)


def _zip(package: pyscorm.Package, version: pyscorm.Version) -> bytes:
    stream = BytesIO()
    try:
        pyscorm.write(package, stream, version)
    except pyscorm.ScormError as error:
        raise InvalidInput(N_("The package cannot be written: %(reason)s"), reason=str(error)) from error
    return stream.getvalue()


def _list_failures(report: pyscorm.SimulationReport) -> Iterator[pyscorm.Finding]:
    for scenario in report.scenarios:
        if scenario.outcome is Outcome.FAILED:
            for reason in scenario.reasons:
                yield pyscorm.Finding(scenario.item, reason.message_id, _FIX, reason.values)


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


def file_name(courses: Sequence[Course], version: pyscorm.Version, scos: Scos = Scos.COURSE) -> str:
    """Name a zip: course, languages, region, edition, division. The sheet inside names it: no digest is in it."""
    first = courses[0]
    parts = [
        "eu-belong",
        first.id,
        *(course.language for course in courses),
        first.region,
        f"scorm{version.value.replace('.', '')}",
        "" if scos is Scos.COURSE else scos.value,
    ]
    return "-".join(part for part in parts if part) + ".zip"
