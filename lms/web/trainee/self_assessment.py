"""A trainee's own picture: means of the self-assessments before and after, part by part."""

from collections.abc import Mapping
from typing import Any

from lms.content.catalogue import Catalogue
from lms.content.model import Programme, QuestionKind, Quiz
from lms.language import Words
from lms.services import surveys
from lms.web.questions import sections

_ENOUGH = 0.6
"""A part is scored when at least this share of its sentences is answered."""

Means = list[tuple[str, list[float | None]]]


def means_of(
    enrolment_id: int, programme: Programme, catalogue: Catalogue, said: Words
) -> tuple[list[str], Means]:
    """Give the titles of the columns (before, after) and for each part its means, for what was sent so far."""
    columns: list[str] = []
    rows: dict[str, list[float | None]] = {}
    headings: list[str] = []
    for survey_id, title in ((programme.before, said("Before")), (programme.after, said("After"))):
        survey = catalogue.find_quiz(survey_id, said.language) if survey_id else None
        sent = surveys.find_private(enrolment_id, survey_id) if survey else None
        if survey is None or sent is None or sent.done_at is None:
            continue
        columns.append(title)
        for place, (heading, mean) in enumerate(means(survey, sent.answers)):
            if place >= len(headings):
                headings.append(heading)
                rows[heading] = []
            rows.setdefault(headings[place], []).append(mean)
    return columns, [(heading, rows[heading]) for heading in headings if len(rows[heading]) == len(columns)]


def means(survey: Quiz, answers: Mapping[str, Any]) -> list[tuple[str, float | None]]:
    """Compute the mean of each part; None where too few sentences are answered."""
    found: list[tuple[str, float | None]] = []
    for heading, questions in sections(survey.questions):
        scales = [question for question in questions if question.kind is QuestionKind.SCALE and question.scale]
        values = [
            6 - answers[question.name] if question.name in survey.reverse else answers[question.name]
            for question in scales
            if isinstance(answers.get(question.name), int)
        ]
        if scales:
            enough = len(values) >= _ENOUGH * len(scales)
            found.append((heading, sum(values) / len(values) if values and enough else None))
    return found
