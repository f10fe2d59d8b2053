"""Why something is not finished: in a form for machines, and in sentences."""

from dataclasses import dataclass
from enum import StrEnum

from lms.language import N_, Words


class MissingKind(StrEnum):
    """What can be missing."""

    LESSON = "lesson"
    """A lesson that was not begun."""
    PAGES = "pages"
    """Pages of a lesson that were not opened."""
    QUIZ = "quiz"
    """The quiz of a lesson was never submitted."""
    EXAM = "exam"
    """The exam of a course is not passed."""
    FORM = "form"
    """The form at the end of a course was neither sent nor skipped."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing."""

    kind: MissingKind
    title: str
    """Title of the lesson or course, in the reader's language."""
    id: str
    """Of the lesson or the course."""
    pages: tuple[int, ...] = ()
    """PAGES: which."""
    best: int | None = None
    """EXAM: the best percent so far; None if it was never tried."""
    mark: int = 0
    """EXAM: the percent that is needed."""


def explain_one(missing: Missing, words: Words) -> str:
    """Say in one plain sentence what is missing."""
    if missing.kind is MissingKind.PAGES:
        return _explain_pages(missing, words)
    if missing.kind is MissingKind.EXAM:
        return _explain_exam(missing, words)
    sentences = {
        MissingKind.LESSON: N_("You have not begun the lesson “%(title)s”."),
        MissingKind.QUIZ: N_("You have not sent the questions of the lesson “%(title)s”."),
        MissingKind.FORM: N_("The form at the end of “%(title)s” is neither sent nor skipped."),
    }
    return words(sentences[missing.kind], title=missing.title)


def _explain_pages(missing: Missing, words: Words) -> str:
    pages = ", ".join(words.number(page) for page in missing.pages)
    return words.plural(
        "In the lesson “%(title)s” page %(pages)s has not been opened.",
        "In the lesson “%(title)s” %(count)s pages have not been opened: %(pages)s.",
        len(missing.pages),
        title=missing.title,
        pages=pages,
    )


def _explain_exam(missing: Missing, words: Words) -> str:
    mark = words.percent(missing.mark / 100)
    if missing.best is None:
        return words("You have not taken the exam of “%(title)s”; %(mark)s pass.", title=missing.title, mark=mark)
    return words(
        "Your best exam result in “%(title)s” is %(best)s; %(mark)s pass.",
        title=missing.title,
        best=words.percent(missing.best / 100),
        mark=mark,
    )
