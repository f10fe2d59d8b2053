"""Divides a course into the activities of a package: one for all of it, or one per lesson and one for the exam."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lms.content.model import Course
from lms.errors import InvalidInput
from lms.export.package_state import lesson_marks
from lms.language import N_
from lms.pyscorm import Version


class Scos(StrEnum):
    """How many activities a platform sees."""

    COURSE = "course"
    """One with a menu of its own: the simplest, and the default."""
    LESSONS = "lessons"
    """One per lesson and one for the exam, in the platform's menu. SCORM 1.2 only."""


@dataclass(frozen=True, slots=True)
class Part:
    """One activity of a package, in all its languages."""

    id: str
    """Identifier of the item; an LMS keeps tracks under it."""
    courses: tuple[Course, ...]
    """What it plays, one course per language, the language to begin with first."""
    page: str
    """Its launch file."""
    script: str
    """Its data."""
    text: str
    """Its texts; `%s` is the language."""
    prerequisites: str = ""

    @property
    def course(self) -> Course:
        """What it plays, in the language to begin with."""
        return self.courses[0]


def refuse_division(version: Version, scos: Scos) -> None:
    """Raise `InvalidInput` for an edition that cannot hold several activities."""
    if scos is Scos.LESSONS and version.is_2004:
        raise InvalidInput(
            N_(
                "A SCORM 2004 package holds one activity, because Moodle cannot start a second one. "
                "Choose SCORM 1.2, or one activity for the whole module."
            )
        )


def divide(courses: Sequence[Course], scos: Scos) -> tuple[Part, ...]:
    """Divide a course (given in one or more languages) into its activities."""
    first = courses[0]
    if scos is Scos.COURSE:
        return (Part(f"{first.id}-sco", tuple(courses), "index.html", "course.js", "text-%s.js"),)
    # Short names: the exam names all of them in its prerequisites, which may have 200 characters.
    marks = lesson_marks(first.lessons)
    parts = [
        _part(f"l-{marks[lesson.id]}", f"lesson-{lesson.id}", _lessons(courses, place))
        for place, lesson in enumerate(first.lessons)
    ]
    if first.exam:
        # A lesson may be called "exam"; a name with a dot is never a lesson's.
        exam = _part("exam", "final.exam", _exams(courses))
        parts.append(replace(exam, prerequisites="&".join(part.id for part in parts)))
    return tuple(parts)


def _part(name: str, file: str, courses: tuple[Course, ...]) -> Part:
    return Part(name, courses, f"{file}.html", f"{file}.data.js", f"{file}.%s.js")


def _lessons(courses: Sequence[Course], place: int) -> tuple[Course, ...]:
    return tuple(
        replace(
            course,
            title=course.lessons[place].title,
            welcome="",
            lessons=(course.lessons[place],),
            exam=None,
        )
        for course in courses
    )


def _exams(courses: Sequence[Course]) -> tuple[Course, ...]:
    return tuple(
        replace(course, title=course.exam.title, welcome="", lessons=()) for course in courses if course.exam
    )
