"""What a SCORM package is made of: frozen objects that the manifest writers read."""

from dataclasses import dataclass, field
from enum import StrEnum


class Version(StrEnum):
    """The editions we write; the value is what the command line and the web call them."""

    SCORM_1_2 = "1.2"
    SCORM_2004 = "2004"
    """The 4th edition, the last one."""
    SCORM_2004_3RD = "2004-3rd"
    """The 3rd edition, for platforms that were built for it. Only what both editions share is written."""

    @property
    def is_2004(self) -> bool:
        """Whether it is an edition of SCORM 2004: one API and one data model for all of them."""
        return self is not Version.SCORM_1_2

    @property
    def schema_version(self) -> str:
        """What stands in the manifest's `schemaversion`; compared literally (CAM, `schemaversion`)."""
        return _SCHEMA_VERSIONS[self.value]

    @property
    def state_limit(self) -> int:
        """How many characters of `suspend_data` every platform of this edition keeps.

        Run-Time Environment 1.2, section 3.4 (`CMIString4096`); 2004, section 4.2 (smallest permitted maximum).
        """
        return 4096 if self is Version.SCORM_1_2 else 64000


_SCHEMA_VERSIONS = {"1.2": "1.2", "2004": "2004 4th Edition", "2004-3rd": "2004 3rd Edition"}


@dataclass(frozen=True, slots=True)
class File:
    """One file of the package."""

    path: str
    """Relative path with forward slashes; ASCII letters, digits, `.`, `_`, `-`."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One activity: a SCO with its launch file."""

    identifier: str
    """Stable over exports: an LMS keys its tracks on it. Letters, digits, `_`, `-` (an xs:ID); at most 64."""
    title: str
    """Plain text, at most 255 characters."""
    href: str
    """Path of the launch file; it must be among the package's files."""
    pass_mark: int | None = None
    """Percent, 0 to 100; None when nothing is graded. Becomes `adlcp:masteryscore` (1.2) or the
    `minNormalizedMeasure` of the primary objective (2004, Sequencing and Navigation, section 3.10).

    With a mark the platform judges the score by itself: set it only where reaching the mark is all there is to do.
    """
    parameters: str = ""
    """Query string handed to the launch file, such as `?lang=en` (`item parameters`)."""
    state_size: int = 0
    """The longest state, in UTF-16 units, that the content can come to keep; 0 when it keeps none."""
    prerequisites: str = ""
    """What must be done before, in SCORM 1.2 only (Content Aggregation Model, section 2.3, `adlcp:prerequisites`).

    An expression over identifiers: `one&two`, `one|two`, `~one`, `one="passed"`, `2*{one,two,three}`. Moodle locks
    by it, many platforms do not.
    """


@dataclass(frozen=True, slots=True)
class Package:
    """A package before it is written."""

    identifier: str
    title: str
    language: str
    items: tuple[Item, ...]
    files: tuple[File, ...]
    description: str = ""
    licence: str = ""
    revision: str = ""
    """Shown as the manifest's version; at most 20 characters."""
    metadata: dict[str, str] = field(default_factory=dict)
    """Further facts for the contents list, in a fixed order."""
