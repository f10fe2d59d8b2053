"""What trainees answer in surveys: anonymous answers without a name, private ones for themselves alone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from lms.content.model import Course, Programme, Quiz
from lms.db import transaction
from lms.errors import InvalidInput, NotAllowed
from lms.models import PrivateAnswer, SurveyAnswer, SurveyDone
from lms.services import progress
from lms.services.answers import clean_answer, clean_answers
from lms.services.people import Identity
from lms.services.store import change, insert, read_first, table

_DONE, _PRIVATE = table(SurveyDone), table(PrivateAnswer)
_IS_DONE = select(_DONE.c.id, _DONE.c.skipped).where(
    _DONE.c.enrolment_id == bindparam("enrolment"),
    _DONE.c.survey_id == bindparam("survey"),
    _DONE.c.course_id == bindparam("course"),
)
_MINE = select(_PRIVATE).where(
    _PRIVATE.c.enrolment_id == bindparam("enrolment"), _PRIVATE.c.survey_id == bindparam("survey")
)


@dataclass(frozen=True, slots=True)
class PrivateState:
    """A trainee's own answers to a private survey."""

    answers: Mapping[str, Any]
    done_at: datetime | None
    """When it was sent; None while it is a draft."""


def is_done(enrolment_id: int, survey_id: str, course_id: str = "") -> bool:
    """Whether a survey was sent or skipped."""
    return read_first(_IS_DONE, enrolment=enrolment_id, survey=survey_id, course=course_id) is not None


def find_private(enrolment_id: int, survey_id: str) -> PrivateState | None:
    """Find a trainee's own answers; for nobody else's eyes."""
    row = read_first(_MINE, enrolment=enrolment_id, survey=survey_id)
    return PrivateState(row.answers, row.done_at) if row else None


def save_survey_answer(identity: Identity, survey: Quiz, question_name: str, value: Any, now: datetime) -> None:
    """Keep one answer of a private survey until it is sent."""
    save_survey_answers(identity, survey, {question_name: value}, now)


def save_survey_answers(identity: Identity, survey: Quiz, answers: Mapping[str, Any], now: datetime) -> None:
    """Keep some answers of a private survey until it is sent.

    Raises `InvalidInput` when they do not fit or the survey was sent; anonymous answers are never kept as a draft,
    because a draft needs to know whose it is.
    """
    if survey.anonymous:
        raise InvalidInput(
            "The answers to this survey are kept without a name, so they can only be sent together."
        )
    with transaction() as session:
        progress.hold(session, identity)
        draft = find_private(progress.get_enrolment_id(identity), survey.id)
        if draft and draft.done_at:
            raise InvalidInput("This was sent already. Nothing can be added to it.")
        kept = dict(draft.answers) if draft else {}
        for name, value in answers.items():
            clean_answer(survey, name, value, kept)
        _keep_private(session, identity, survey, kept, now, None)


def send_survey(
    identity: Identity,
    programme: Programme,
    survey: Quiz,
    course: Course | None,
    answers: Mapping[str, Any],
    now: datetime,
) -> None:
    """Send a survey; `course` is the one whose form it is. Sending twice changes nothing.

    Raises `InvalidInput` when a survey that cannot be skipped has no answer at all.
    """
    with transaction() as session:
        progress.attend(session, identity, now)
        require_turn(identity, programme, survey)
        if not survey.anonymous:
            draft = find_private(progress.get_enrolment_id(identity), survey.id)
            answers = {**(draft.answers if draft else {}), **answers}
        names = [question.name for question in survey.questions]
        given = clean_answers(survey, names, answers)
        if not given and not survey.optional:
            raise InvalidInput("Nothing is answered yet. Answer what you can, then send it.")
        if not _mark_done(session, identity, survey, course, now, skipped=not given):
            return
        if not survey.anonymous:
            _keep_private(session, identity, survey, given, now, now)
        elif given:
            _keep_anonymous(session, identity, survey, course, given, now)
        _finish(session, identity, programme, survey, course, now)


def skip_survey(
    identity: Identity, programme: Programme, survey: Quiz, course: Course | None, now: datetime
) -> None:
    """Leave a survey out; raises `NotAllowed` where it is part of the course."""
    if not survey.optional:
        raise NotAllowed("This questionnaire is part of the course and cannot be left out.")
    with transaction() as session:
        progress.attend(session, identity, now)
        if _mark_done(session, identity, survey, course, now, skipped=True):
            _finish(session, identity, programme, survey, course, now)


def require_turn(identity: Identity, programme: Programme, survey: Quiz) -> None:
    """Raise `NotAllowed` for a survey whose time has not come."""
    if survey.id == programme.after and not progress.list_courses_done(identity).issuperset(programme.courses):
        raise NotAllowed("This self-assessment opens when all modules are completed.")


def _mark_done(
    session: Session, identity: Identity, survey: Quiz, course: Course | None, now: datetime, *, skipped: bool
) -> bool:
    """Note that it was sent or skipped; False if that was noted before. Who skipped may still send."""
    course_id = course.id if course else ""
    row = read_first(_IS_DONE, enrolment=identity.enrolment_id, survey=survey.id, course=course_id)
    if row is None:
        insert(
            session,
            SurveyDone,
            enrolment_id=identity.enrolment_id,
            survey_id=survey.id,
            course_id=course_id,
            done_on=now.date(),
            skipped=skipped,
        )
        return True
    if row.skipped and not skipped:
        values = {"skipped": False, "done_on": now.date()}
        change(session, update(_DONE).where(_DONE.c.id == bindparam("row")).values(**values), row=row.id)
        return True
    return False


def _keep_private(
    session: Session,
    identity: Identity,
    survey: Quiz,
    answers: Mapping[str, Any],
    now: datetime,
    done_at: datetime | None,
) -> None:
    values = {"answers": dict(answers), "saved_at": now, "done_at": done_at}
    row = read_first(_MINE, enrolment=identity.enrolment_id, survey=survey.id)
    if row is None:
        insert(session, PrivateAnswer, enrolment_id=identity.enrolment_id, survey_id=survey.id, **values)
    else:
        change(session, update(_PRIVATE).where(_PRIVATE.c.id == bindparam("row")).values(**values), row=row.id)


def _keep_anonymous(
    session: Session,
    identity: Identity,
    survey: Quiz,
    course: Course | None,
    answers: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep answers without anything that leads back to a person: a random id, the region, the week."""
    today = now.date()
    insert(
        session,
        SurveyAnswer,
        id=secrets.token_hex(16),
        survey_id=survey.id,
        course_id=course.id if course else "",
        region_id=identity.region,
        language=survey.language,
        week=today - timedelta(days=today.weekday()),
        survey_digest=survey.digest,
        answers=dict(answers),
    )


def _finish(
    session: Session, identity: Identity, programme: Programme, survey: Quiz, course: Course | None, now: datetime
) -> None:
    if course and course.form and course.form.id == survey.id:
        progress.settle(session, identity, programme, course, now, form_at=now)
    elif survey.id == programme.after:
        progress.settle_programme(session, identity, programme, now)
