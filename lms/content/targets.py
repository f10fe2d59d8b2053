"""Where a link or a picture in a text leads: one reading of addresses for the checks and for the pages."""

import re
from dataclasses import dataclass

_PICTURE = re.compile(r"\.\./images/([a-z0-9][a-z0-9.-]*\.[a-z]+)")
_QUIZ_PICTURE = re.compile(r"images/([a-z0-9][a-z0-9.-]*\.[a-z]+)")
_LESSON = re.compile(r"(?:\.\./\.\./([a-z0-9-]+)/([a-z]{2,3})/)?(\d{2})-([a-z0-9-]+)\.md(?:#page-(\d{1,3}))?")
_OUTSIDE = re.compile(r"https?://[^\s<>\"'\\]+|mailto:[^\s<>\"'\\]+@[^\s<>\"'\\]+")


@dataclass(frozen=True, slots=True)
class PictureTarget:
    """A picture of a course or a quiz."""

    home: str
    """`courses/<id>` or `quizzes/<id>`."""
    name: str


@dataclass(frozen=True, slots=True)
class LessonTarget:
    """A lesson, and a page of it."""

    course: str
    lesson: str
    number: int
    """The number in the file name."""
    language: str
    """The language folder that is named in the link; empty within the same folder."""
    page: int


@dataclass(frozen=True, slots=True)
class OutsideTarget:
    """An address on the web, or a mail address."""

    url: str


def read_picture(target: str, home: str) -> PictureTarget | None:
    """Read the address of a picture in a text that belongs to `home` (`courses/<id>` or `quizzes/<id>`)."""
    pattern = _QUIZ_PICTURE if home.startswith("quizzes/") else _PICTURE
    found = pattern.fullmatch(target)
    return PictureTarget(home, found[1]) if home and found and ".." not in found[1] else None


def read_link(target: str, home: str) -> LessonTarget | OutsideTarget | None:
    """Read the address of a link in a text that belongs to `home`; None if it may not stand in a text."""
    if _OUTSIDE.fullmatch(target):
        return OutsideTarget(target)
    found = _LESSON.fullmatch(target)
    own = home.removeprefix("courses/") if home.startswith("courses/") else ""
    if found is None or not (found[1] or own):
        return None
    return LessonTarget(found[1] or own, found[4], int(found[3]), found[2] or "", int(found[5] or 1))
