"""Which people of a region are meant: the filter of their list, as it stands in addresses and schedules."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from lms.intake.people_fields import one_line
from lms.intake.people_words import CATEGORIES
from lms.language import LANGUAGES

DAYS = 14
"""After so many quiet days somebody needs a nudge, unless the filter says otherwise."""
LONGEST_QUIET = 3650
LONGEST_TEXT = 100
LAST_PAGE = 1_000_000
NOT_STATED = "not-stated"
"""Stands for an empty category or organisation, which could not stand in an address."""
SOURCES = ("site", "moodle", "paper", "recorded")
"""Who says that a module is completed."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class State(StrEnum):
    """How far somebody has come, in a word that can stand in an address."""

    NEW = "new"
    """Enrolled, no invitation accepted yet."""
    INVITED = "invited"
    OPENED = "opened"
    LEARNING = "learning"
    EXAM = "exam"
    """All lessons of a module done, its exam not passed."""
    FORM = "form"
    """The exam passed too, the form at the end open."""
    AFTER = "after"
    """All modules completed, the closing self-assessment open."""
    COMPLETED = "completed"
    CLOSED = "closed"
    """Has left, or the account is closed for another reason."""


class Nudge(StrEnum):
    """Why somebody could do with a friendly word. Staff, closed accounts and who finished never need one."""

    NEVER_OPENED = "never_opened"
    """Invited more than so many days ago, never signed in."""
    NOT_STARTED = "not_started"
    """Signed in more than so many days ago, read nothing."""
    INACTIVE = "inactive"
    """Started, and did nothing for so many days."""
    WAITING_FOR_EXAM = "waiting_for_exam"
    """Did all lessons of a module, has not passed its exam; days do not matter."""
    ANY = "any"
    """One of the first three."""


class Reached(StrEnum):
    """A step of the way, meaning this one or any later one, among people who count in figures.

    With a course it is a step of that course; LESSON needs a course and the number of a lesson.
    """

    INVITED = "invited"
    OPENED = "opened"
    STARTED = "started"
    LESSON = "lesson"
    EXAM = "exam"
    COMPLETED = "completed"
    CERTIFICATE = "certificate"
    """Completed the programme and holds a valid certificate."""


class Sort(StrEnum):
    """In which order people stand."""

    NAME = "name"
    QUIET = "quiet"
    """Who was active longest ago first; who never was comes before."""
    ACTIVE = "active"
    NEWEST = "newest"
    """Who was enrolled last first."""


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What is asked for; an empty field asks for nothing. All fields must hold at once."""

    text: str = ""
    """Part of a name, a mail address or an organisation; accents and capitals do not matter."""
    state: State | None = None
    nudge: Nudge | None = None
    days: int = DAYS
    """For `nudge`: after how many quiet days."""
    reached: Reached | None = None
    course: str = ""
    """With `reached`: a step of this course. With `source`: who says it is completed. Else: who is in it now."""
    lesson: int = 0
    """With `reached`: its number. Else: whose furthest lesson this is; 0 in an address that names none."""
    category: str = ""
    organisation: str = ""
    language: str = ""
    source: str = ""
    """Which source completed the course, or any course."""
    sort: Sort = Sort.NAME
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)
    """Names of what could not be understood; it is left out."""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "PeopleFilter":
        """Read the query of an address. What is not understood is left out and named in `ignored`."""
        values: dict[str, object] = {}
        ignored = []
        for name, read in _READERS.items():
            typed = str(query.get(name, "")).strip()
            if not typed:
                continue
            value = read(typed)
            if value is None:
                ignored.append(name)
            else:
                values[name] = value
        return cls(**values, ignored=tuple(ignored))  # type: ignore[arg-type]

    @classmethod
    def from_text(cls, text: str) -> "PeopleFilter":
        """Read what `to_query` wrote."""
        return cls.from_query(dict(parse_qsl(text)))

    @lru_cache(maxsize=1024)  # noqa: B019 - filters are small, frozen and few; pages of figures ask for the same ones
    def to_query(self) -> str:
        """Write it as the query of an address, without what is as usual; the same filter gives the same text."""
        pairs = ((name, getattr(self, name), usual) for name, usual in _USUAL)
        return urlencode([(name, str(value)) for name, value, usual in pairs if value != usual])

    def within(self, courses: Iterable[str]) -> "PeopleFilter":
        """Leave out a course that is not among the published ones."""
        if not self.course or self.course in set(courses):
            return self
        return replace(self, course="", lesson=0, ignored=(*self.ignored, "course"))

    def view(self) -> "PeopleFilter":
        """Give the same people from the first page on: what a saved view or a schedule keeps."""
        return replace(self, page=1, ignored=())

    @property
    def hides_closed(self) -> bool:
        """Whether who has left stays out: everywhere but in a search and in the view of those who left.

        Nudges and steps leave them out by themselves.
        """
        return self.state is None and self.nudge is None and self.reached is None and not self.text

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out."""
        return self.view() != PeopleFilter(sort=self.sort, days=self.days)


_USUAL = tuple((one.name, one.default) for one in fields(PeopleFilter) if one.name != "ignored")
"""Fields of a filter with what they are when nothing is asked for."""


def _whole(text: str, low: int, high: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        return None
    return int(text) if low <= int(text) <= high else None


def _word(kind: type[StrEnum], text: str) -> StrEnum | None:
    return kind(text) if text in set(kind) else None


_READERS = {
    "text": lambda text: one_line(text)[:LONGEST_TEXT],
    "state": lambda text: _word(State, text),
    "nudge": lambda text: _word(Nudge, text),
    "days": lambda text: _whole(text, 0, LONGEST_QUIET),
    "reached": lambda text: _word(Reached, text),
    "course": lambda text: text if _ID.fullmatch(text) else None,
    "lesson": lambda text: _whole(text, 0, 999),
    "category": lambda text: text if text in CATEGORIES or text == NOT_STATED else None,
    "organisation": lambda text: one_line(text)[:200],
    "language": lambda text: text if text in LANGUAGES else None,
    "source": lambda text: text if text in SOURCES else None,
    "sort": lambda text: _word(Sort, text),
    "page": lambda text: _whole(text, 1, LAST_PAGE),
}

NEEDS_A_NUDGE = PeopleFilter(nudge=Nudge.ANY, sort=Sort.QUIET)
WAITING_FOR_EXAM = PeopleFilter(nudge=Nudge.WAITING_FOR_EXAM, sort=Sort.QUIET)
EVERYBODY = PeopleFilter()
"""The views that everybody has."""
