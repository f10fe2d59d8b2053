"""Why somebody counts as not finished, said to who looks after them: no answers, and scores only if decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.language import N_, Words
from lms.rules.missing import Missing, MissingKind
from lms.rules.people_filter import State
from lms.rules.people_state import Standing, Steps


@dataclass(frozen=True, slots=True)
class Saying:
    """How it is said: in which words, in which zone, and whether exam results may be named."""

    words: Words
    zone: str
    scores: bool = False


def explain_standing(place: Standing, steps: Steps, left_at: datetime | None, how: Saying) -> str:
    """Say in one sentence where somebody stands and what that waits for."""
    said = how.words
    number = place.course.number if place.course else 0
    match place.state:
        case State.CLOSED if left_at:
            return said("Left the course on %(day)s and is not counted.", day=_day(left_at, how))
        case State.CLOSED:
            return said("The account is closed, so this person is not counted.")
        case State.COMPLETED:
            return said(
                "Completed the programme on %(day)s. Nothing is missing.", day=_day(steps.completed_at, how)
            )
        case State.NEW:
            return said("Has had no invitation yet.")
        case State.INVITED:
            return said("Was invited on %(day)s and has never signed in.", day=_day(steps.invited_at, how))
        case State.OPENED:
            return said("Signed in on %(day)s and has not begun a module.", day=_day(steps.opened_at, how))
        case State.EXAM:
            return said("Has done all lessons of module %(number)s; its exam is not passed.", number=number)
        case State.FORM:
            return said("Has passed the exam of module %(number)s; the form at its end is open.", number=number)
        case State.AFTER:
            return said("Has completed all modules; the self-assessment after the course is not sent.")
    return said(
        "Is in module %(number)s and has done %(done)s of its %(lessons)s lessons.",
        number=number,
        done=place.lessons_done,
        lessons=len(place.course.lessons) if place.course else 0,
    )


def explain_missing(missing: Iterable[Missing], how: Saying) -> tuple[str, ...]:
    """Say what is missing in one module, in the order in which it is to be done."""
    found = tuple(missing)
    fresh = [one for one in found if one.kind is MissingKind.LESSON]
    sentences = [_explain_fresh(fresh, how)] if fresh else []
    rest = [_explain_one(one, how) for one in found if one.kind is not MissingKind.LESSON]
    # A lesson that was begun comes before those that were not.
    begun = [at for at, one in enumerate(found) if one.kind in (MissingKind.PAGES, MissingKind.QUIZ)]
    return (*rest[: len(begun)], *sentences, *rest[len(begun) :])


def _explain_fresh(lessons: Sequence[Missing], how: Saying) -> str:
    titles = ", ".join(how.words("“%(text)s”", text=one.title) for one in lessons)
    return how.words.plural(
        "%(count)s lesson is not begun: %(titles)s.",
        "%(count)s lessons are not begun: %(titles)s.",
        len(lessons),
        titles=titles,
    )


def _explain_one(missing: Missing, how: Saying) -> str:
    said = how.words
    if missing.kind is MissingKind.PAGES:
        return said.plural(
            "In the lesson “%(title)s” page %(pages)s has not been opened.",
            "In the lesson “%(title)s” %(count)s pages have not been opened: %(pages)s.",
            len(missing.pages),
            title=missing.title,
            pages=", ".join(said.number(page) for page in missing.pages),
        )
    if missing.kind is MissingKind.EXAM and missing.best is not None and how.scores:
        best, mark = (said.percent(share / 100) for share in (missing.best, missing.mark))
        return said("The best exam result is %(best)s; %(mark)s pass.", best=best, mark=mark)
    if missing.kind is MissingKind.EXAM:
        taken = N_("The exam was taken and is not passed yet.")
        return said(taken if missing.best is not None else N_("The exam is not taken yet."))
    sentences = {
        MissingKind.QUIZ: N_("The questions of the lesson “%(title)s” are not sent."),
        MissingKind.FORM: N_("The form at the end is neither sent nor skipped."),
    }
    return said(sentences[missing.kind], title=missing.title)


def _day(at: datetime | None, how: Saying) -> str:
    return how.words.date(at, how.zone) if at else "–"
