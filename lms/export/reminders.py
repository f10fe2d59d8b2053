"""The words of reminders: short, one thing each, in the reader's language. Plain text, fixed places for values."""

from dataclasses import dataclass
from datetime import datetime

from lms.export.letters import Helper, Letter, Note, SignInWay, helper_line, join, note_lines, way_lines
from lms.language import Words


@dataclass(frozen=True, slots=True)
class Frame:
    """What all reminders to one person share."""

    name: str
    site: str
    """Address of the service."""
    stop: str
    """Address of the page where the reader stops these letters."""
    helper: Helper
    note: Note
    funding: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """When somebody was invited, and by which region."""

    region: str
    at: datetime | None
    zone: str
    minutes: int
    """Length of the first lesson."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stopped."""

    course: int
    """Number of the module; 0 when all modules are completed."""
    lesson: str
    """Title of the next lesson; empty when no lesson is left in the module."""
    minutes: int
    """Reading minutes left in the lesson."""
    minutes_in_all: int
    """Reading minutes left in the programme."""


def never_opened(said: Words, frame: Frame, invited: Invited, way: SignInWay) -> Letter:
    """Remind somebody who was invited and never came, with a new way in."""
    if invited.at is None:
        when = said(
            "%(region)s has invited you to the course on intercultural integration.", region=invited.region
        )
    else:
        when = said(
            "on %(day)s %(region)s invited you to the course on intercultural integration.",
            day=said.date(invited.at, invited.zone),
            region=invited.region,
        )
    parts = [
        when,
        said("You have not looked in yet.") + " " + _first_lesson(said, invited.minutes),
        said("Here is a new way in:"),
        *way_lines(said, way),
    ]
    return _write(said, said("Your place in the course is waiting"), frame, parts)


def not_started(said: Words, frame: Frame, minutes: int) -> Letter:
    """Remind somebody who has looked in and not begun."""
    parts = [
        said("you have looked into the course on intercultural integration, and not begun it yet.")
        + " "
        + _first_lesson(said, minutes),
        *_go_on(said, said("Begin here:"), frame),
    ]
    return _write(said, said("Your first lesson"), frame, parts)


def inactive(said: Words, frame: Frame, place: Place) -> Letter:
    """Remind somebody who stopped half-way: the next lesson, and the minutes left."""
    parts = [
        said("you have begun the course on intercultural integration; what you did is kept.")
        + " "
        + _next(said, place),
    ]
    if place.minutes_in_all > place.minutes:
        parts.append(
            said.plural(
                "To the end of the whole course it is about %(count)s minute of reading.",
                "To the end of the whole course it is about %(count)s minutes of reading.",
                place.minutes_in_all,
            )
        )
    parts += _go_on(said, said("Go on where you stopped:"), frame)
    return _write(said, said("Go on where you stopped"), frame, parts)


def waiting_for_exam(said: Words, frame: Frame, course: int, pass_mark: int | None) -> Letter:
    """Remind somebody who has read everything and not passed the exam."""
    text = said(
        "you have done all lessons of module %(number)s. Only its exam is left.", number=said.number(course)
    )
    if pass_mark is not None:
        text += " " + said("It has no time limit; the pass mark is %(mark)s.", mark=said.percent(pass_mark / 100))
    parts = [text, *_go_on(said, said("To the exam:"), frame)]
    return _write(
        said, said("The exam of module %(number)s is waiting for you", number=said.number(course)), frame, parts
    )


def _first_lesson(said: Words, minutes: int) -> str:
    return said.plural(
        "The first lesson takes about %(count)s minute.",
        "The first lesson takes about %(count)s minutes.",
        minutes,
    )


def _next(said: Words, place: Place) -> str:
    if not place.course:
        return said("Only the closing self-assessment is left.")
    if not place.lesson:
        return said(
            "All lessons of module %(number)s are done; only its last step is left.",
            number=said.number(place.course),
        )
    return said.plural(
        "Next comes the lesson “%(lesson)s” in module %(number)s: about %(count)s minute.",
        "Next comes the lesson “%(lesson)s” in module %(number)s: about %(count)s minutes.",
        place.minutes,
        lesson=place.lesson,
        number=said.number(place.course),
    )


def _go_on(said: Words, invitation: str, frame: Frame) -> list[str]:
    how = said("You sign in with a link: type this mail address, and it comes by mail. There is no password.")
    return [invitation, f"{frame.site}/learn", how]


def _write(said: Words, subject: str, frame: Frame, parts: list[str]) -> Letter:
    """Put a reminder together: greeting, its own parts, the note, whom to ask, how to stop."""
    paragraphs = [
        said("Hello %(name)s,", name=frame.name),
        *parts,
        *note_lines(said, frame.note),
        helper_line(said, frame.helper),
        said("You get one such letter a week at most. Stop these letters: %(link)s", link=frame.stop),
    ]
    return Letter(subject, join(said, paragraphs, frame.funding))
