"""Questionnaires, self-assessments and the forms after the modules."""

from dataclasses import dataclass
from typing import Any

from flask import jsonify, redirect, render_template, request

from lms.content.model import Course, Question, QuestionKind, Quiz
from lms.errors import NotFound
from lms.services import surveys as service
from lms.web import context, reading
from lms.web.forms import read_answers
from lms.web.questions import QuestionView, Shower, sections
from lms.web.trainee import door
from lms.web.trainee.self_assessment import means_of

_SMALLEST_TABLE = 2
_LONGEST_TABLE_SCALE = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Questions shown together: a table of scales with the same steps, or one question by itself."""

    questions: tuple[QuestionView, ...]
    table: bool
    steps: int = 0


@door.get("/survey/<survey>")
def survey(survey: str):
    """Show a survey of the programme, or that it is done."""
    asked, me = _find_survey(survey), context.person()
    if service.is_done(me.enrolment_id, asked.id):
        return _show_done(asked)
    service.require_turn(me, context.lms().catalogue.programme, asked)
    draft = None if asked.anonymous else service.find_private(me.enrolment_id, asked.id)
    return show_survey(asked, dict(draft.answers) if draft else {})


@door.post("/survey/<survey>")
def answer_survey(survey: str):
    """Send, save or leave out a survey of the programme."""
    return take_survey(_find_survey(survey), None, context.url("trainee.overview"))


@door.post("/survey/<survey>/answer")
def save_survey_answer(survey: str):
    """Keep one answer of a private survey."""
    asked = _find_survey(survey)
    sent = request.get_json()
    question = asked.question(str(sent.get("question"))) if isinstance(sent, dict) else None
    if question is None or asked.anonymous:
        raise NotFound("There is no such question.")
    at = context.now()
    service.save_survey_answer(context.person(), asked, question.name, sent.get("value"), at)
    return jsonify(saved=True, at=at.isoformat())


@door.get("/<course>/form")
def form(course: str):
    """Show the form after a module, or that it is done."""
    module, asked = _find_form(course)
    if service.is_done(context.person().enrolment_id, asked.id, module.id):
        return _show_done(asked)
    return show_survey(asked, {})


@door.post("/<course>/form")
def answer_form(course: str):
    """Send or leave out the form after a module."""
    module, asked = _find_form(course)
    return take_survey(asked, module, context.url("trainee.course", course=module.id))


def show_survey(asked: Quiz, answers: dict[str, Any], faults: dict[str, str] | None = None) -> str:
    """Show the questions of a survey under their headings."""
    said = context.say()
    shower = Shower(asked, context.lms().renderer, said)
    names = [question.name for question in asked.questions]
    views = {view.name: view for view in shower.views(names, 0, answers, (), faults)}
    parts = [(heading, _group(questions, views)) for heading, questions in sections(asked.questions)]
    problems = [
        (name, f"{said('Question %(number)s', number=view.number)}: {said(view.fault)}")
        for name, view in views.items()
        if view.fault
    ]
    return render_template(
        "trainee/survey.html",
        survey=asked,
        sections=parts,
        count=len(views),
        faults=problems,
        asks_background=asked.id == context.lms().catalogue.programme.needs,
    )


def take_survey(asked: Quiz, course: Course | None, after: str):
    """Take the form of a survey as the pressed button says."""
    programme = context.lms().catalogue.programme
    if "skip" in request.form and asked.optional:
        service.skip_survey(context.person(), programme, asked, course, context.now())
        return redirect(after)
    answers, faults = read_answers(asked.questions, request.form)
    if faults:
        return show_survey(asked, answers, faults)
    if "send" in request.form:
        service.send_survey(context.person(), programme, asked, course, answers, context.now())
        if not asked.anonymous:
            return redirect(context.url("trainee.survey", survey=asked.id))
        return redirect(after)
    if not asked.anonymous:
        for name, value in answers.items():
            service.save_survey_answer(context.person(), asked, name, value, context.now())
    return redirect(after)


def _show_done(asked: Quiz) -> str:
    columns, means = [], []
    programme = context.lms().catalogue.programme
    if not asked.anonymous:
        columns, means = means_of(context.person().enrolment_id, programme, context.lms().catalogue, context.say())
    return render_template("trainee/survey_done.html", survey=asked, columns=columns, means=means)


def _find_survey(survey_id: str) -> Quiz:
    catalogue = context.lms().catalogue
    programme = catalogue.programme
    if survey_id in (programme.needs, programme.before, programme.after):
        found = catalogue.find_quiz(survey_id, context.language())
        if found is not None:
            return found
    raise NotFound("There is no such questionnaire.")


def _find_form(course_id: str) -> tuple[Course, Quiz]:
    course = reading.get_course(course_id, context.person().region)
    if course.form is None:
        raise NotFound("This module has no form.")
    return course, course.form


def _group(questions: list[Question], views: dict[str, QuestionView]) -> list[Group]:
    """Put neighbouring scale questions with the same worded steps into one table."""
    runs: list[list[Question]] = []
    for question in questions:
        same = runs and _scale_key(question) is not None and _scale_key(runs[-1][-1]) == _scale_key(question)
        if same:
            runs[-1].append(question)
        else:
            runs.append([question])
    return [_make_group(run, views) for run in runs]


def _make_group(run: list[Question], views: dict[str, QuestionView]) -> Group:
    shown = tuple(views[question.name] for question in run)
    scale = run[0].scale
    if scale is None or len(run) < _SMALLEST_TABLE:
        return Group(shown, table=False)
    steps = scale.high - scale.low + 1 + bool(scale.way_out)
    return Group(shown, table=steps <= _LONGEST_TABLE_SCALE, steps=steps)


def _scale_key(question: Question) -> Any:
    scale = question.scale
    if question.kind is not QuestionKind.SCALE or scale is None:
        return None
    worded = len(scale.labels) == scale.high - scale.low + 1
    return (scale.low, scale.high, scale.labels, scale.way_out) if worded else None
