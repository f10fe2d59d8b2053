"""Makes the package of a course, and says in the trainer's words why it must not be handed out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from markupsafe import Markup

from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import LmsError
from lms.export.making import Foreign, Made, file_name, list_foreign, make
from lms.export.package_parts import Scos
from lms.export.receipts import Receipts
from lms.export.sheet import SheetFacts
from lms.language import Words
from lms.pyscorm import Finding, Severity, Version
from lms.web.trainer.problem_views import ProblemView, with_code


@dataclass(frozen=True, slots=True)
class Built:
    """What came of making a package."""

    findings: tuple[ProblemView, ...]
    """Errors first."""
    made: Made = field(default_factory=lambda: Made(()))
    name: str = ""

    @property
    def data(self) -> bytes:
        """The zip; empty when there are errors."""
        return self.made.data

    @property
    def digest(self) -> str:
        """SHA-256 of the zip, in hexadecimal digits."""
        return self.made.digest

    @property
    def files(self) -> int:
        """How many files are in it."""
        return self.made.files

    @property
    def sheet(self) -> SheetFacts | None:
        """What the administrator's sheet says, with the checksum of the zip; None where there is no zip."""
        sheet = self.made.sheet
        return replace(sheet, checksum=self.digest) if sheet and self.ready else None

    @property
    def ready(self) -> bool:
        """Whether it may be handed out."""
        return self.made.ready


def build(  # noqa: PLR0913 - all that decides about a package
    courses: Sequence[Course],
    version: Version,
    renderer: Renderer,
    said: Words,
    funding: bool,
    *,
    scos: Scos = Scos.COURSE,
    contact: str = "",
    region: str = "",
    played: Path | None = None,
    receipts: Receipts | None = None,
) -> Built:
    """Make, check and play the package of a course in one or more languages; `said` are the words of the trainer.

    With an error among the findings there is no zip.
    """
    try:
        made = make(
            courses,
            version,
            renderer,
            funding=funding,
            scos=scos,
            contact=contact,
            region=region,
            play=True,
            played=played,
            receipts=receipts,
        )
    except LmsError as error:
        sentence = with_code(said(error.message, **error.values))
        return Built((ProblemView(courses[0].id, True, sentence, Markup(), language=said.language),))
    told = tuple(_tell(finding, said) for finding in made.findings)
    return Built(told, made, file_name(courses, version, scos) if made.ready else "")


def list_lacking(courses: Sequence[Course]) -> dict[str, tuple[Foreign, ...]]:
    """List the texts that stand in another language than the one asked for, by that language."""
    found = {course.language: list_foreign(course) for course in courses}
    return {language: foreign for language, foreign in found.items() if foreign}


def _tell(finding: Finding, said: Words) -> ProblemView:
    return ProblemView(
        finding.place,
        finding.severity is Severity.ERROR,
        with_code(said(finding.message_id, **finding.values)),
        with_code(said(finding.fix_id, **finding.values)),
    )
