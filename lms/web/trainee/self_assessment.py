"""A trainee's own picture: means of the self-assessments before and after, part by part."""

from collections.abc import Mapping
from typing import Any

from lms.content.catalogue import Catalogue
from lms.content.model import Programme, Quiz
from lms.language import Words
from lms.rules.self_assessment import compare
from lms.services import surveys

Means = list[tuple[str, list[float | None]]]


def means_of(
    enrolment_id: int, programme: Programme, catalogue: Catalogue, said: Words
) -> tuple[list[str], Means]:
    """Give the titles of the columns (before, after) and for each part its means, for what was sent so far."""
    before, before_answers = _sent(enrolment_id, programme.before, catalogue, said)
    after, after_answers = _sent(enrolment_id, programme.after, catalogue, said)
    changes = compare(before, before_answers, after, after_answers)
    columns = [title for survey, title in ((before, said("Before")), (after, said("After"))) if survey]
    rows = [
        (
            change.section,
            [mean for survey, mean in ((before, change.before), (after, change.after)) if survey],
        )
        for change in changes
    ]
    return columns, rows


def _sent(
    enrolment_id: int, survey_id: str, catalogue: Catalogue, said: Words
) -> tuple[Quiz | None, Mapping[str, Any]]:
    """A self-assessment and its answers; nothing of one that was not sent yet."""
    survey = catalogue.find_quiz(survey_id, said.language) if survey_id else None
    kept = surveys.find_private(enrolment_id, survey_id) if survey else None
    if survey is None or kept is None or kept.done_at is None:
        return None, {}
    return survey, kept.answers
