"""What forms send, read into the values that services take."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from lms.content.model import Question, QuestionKind
from lms.errors import InvalidInput
from lms.intake.people_fields import normalise_email, normalise_name
from lms.intake.people_words import CATEGORIES
from lms.language import N_
from lms.web import context

NOT_GIVEN = object()
"""A question was left open; None is an answer ("does not apply")."""

_MOST = 999_999_999
"""Larger than any id or count of ours, and within what a database takes."""
_MOST_CHOICE = 9_999
_PERSON = (
    ("name", normalise_name, N_("Please give a name.")),
    ("email", normalise_email, N_("Please give a mail address.")),
)
_SAME_PLACE = N_("Two lines have the same place. Give each line its own.")
_NOT_ALL = N_("Some lines have no place yet. Give each line its own.")


def read_whole(text: str | None, most: int = _MOST) -> int | None:
    """Read a whole number that was typed or stands in an address; None if it is none, or larger than `most`."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(_MOST)) or int(text) > most:
        return None
    return int(text)


def read_day(text: str) -> date | None:
    """Read a day as a field for dates sends it; None if it is none, or at an end of the calendar."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Days and zones must have room on both sides.
    return day if date.min.year < day.year < date.max.year else None


def say_refusal(error: InvalidInput) -> str:
    """Say why a file cannot be used; its limits are numbers that somebody reads."""
    said = context.say()
    numbers = {name: said.number(value) for name, value in error.values.items() if isinstance(value, int)}
    return said(error.message, **(error.values | numbers))


def read_ids(name: str) -> list[int]:
    """Read the ids of what is ticked in a list; what cannot be one is left out."""
    values = (read_whole(text) for text in request.form.getlist(name))
    return [value for value in values if value is not None]


def find_person_faults(typed: Mapping[str, str]) -> dict[str, str]:
    """Say what is wrong with name, mail address and kind of a person, by name of the field."""
    said = context.say()
    faults: dict[str, str] = {}
    for name, check, missing in _PERSON:
        if not typed[name].strip():
            faults[name] = said(missing)
            continue
        try:
            check(typed[name])
        except InvalidInput as error:
            faults[name] = said(error.message, **error.values)
    if typed.get("category") and typed["category"] not in CATEGORIES:
        faults["category"] = said("Please choose one of the kinds in the list.")
    return faults


def read_answers(
    questions: Iterable[Question], form: MultiDict[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the answers of a form: values by question name, and faults by question name where a value is no answer.

    The fields are called `q-<name>`, for the lines of matching and ordering `q-<name>-<position>`.
    """
    answers: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in questions:
        value, fault = _read(question, form)
        if fault:
            faults[question.name] = fault
        elif value is not NOT_GIVEN:
            answers[question.name] = value
    return answers, faults


def _read(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    name = f"q-{question.name}"
    match question.kind:
        case QuestionKind.SINGLE:
            return _whole(form.get(name)), ""
        case QuestionKind.MULTIPLE:
            chosen = sorted({value for text in form.getlist(name) if (value := _whole(text)) is not NOT_GIVEN})
            return (chosen or NOT_GIVEN), ""
        case QuestionKind.MATCHING:
            values = [_whole(form.get(f"{name}-{at}")) for at in range(len(question.choices))]
            if all(value is NOT_GIVEN for value in values):
                return NOT_GIVEN, ""
            return [None if value is NOT_GIVEN else value for value in values], ""
        case QuestionKind.ORDERING:
            return _order(name, len(question.choices), form)
        case QuestionKind.SCALE:
            if form.get(name) == "none":
                return None, ""
            return _whole(form.get(name)), ""
        case _:
            text = form.get(name, "").strip()
            return (text or NOT_GIVEN), ""


def _order(name: str, count: int, form: MultiDict[str, str]) -> tuple[Any, str]:
    places = {at: place for at in range(count) if (place := _whole(form.get(f"{name}-{at}"))) is not NOT_GIVEN}
    if not places:
        return NOT_GIVEN, ""
    if len(set(places.values())) < len(places):
        return NOT_GIVEN, _SAME_PLACE
    if len(places) < count:
        return NOT_GIVEN, _NOT_ALL
    return sorted(places, key=places.__getitem__), ""


def _whole(text: str | None) -> Any:
    value = read_whole(text, _MOST_CHOICE)
    return NOT_GIVEN if value is None else value
