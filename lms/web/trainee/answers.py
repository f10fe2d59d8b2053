"""What the pages' scripts send: single answers, and the wish for a new token after signing in again."""

from typing import Any

from flask import get_template_attribute, jsonify, request
from flask_wtf.csrf import generate_csrf

from lms.content.model import Course, Question, Quiz, QuizKind
from lms.errors import InvalidInput, NotFound
from lms.services import quizzes as service
from lms.web import context, reading
from lms.web.questions import Shower
from lms.web.trainee import door


@door.get("/token")
def token():
    """Give the token of this session and say whose it is."""
    return jsonify(token=generate_csrf(), who=context.person().person_id)


@door.post("/<course>/answer")
def answer(course: str):
    """Keep one answer; with `check` also say how it is and why."""
    me = context.person()
    module = reading.get_course(course, me.region)
    sent = request.get_json()
    if not isinstance(sent, dict):
        raise InvalidInput("Something in the request was missing or damaged. Go back and try again.")
    quiz, question = _find_asked(module, sent)
    number = sent.get("number")
    at = context.now()
    value = sent.get("value")
    service.save_answer(
        me,
        module,
        quiz,
        question.name,
        value,
        at,
        attempt_number=number if isinstance(number, int) else None,
    )
    told: dict[str, Any] = {"saved": True, "at": at.isoformat()}
    if sent.get("check") is True and quiz.kind is QuizKind.QUIZ:
        told |= _verdict(quiz, question, value)
    return jsonify(told)


def _find_asked(course: Course, sent: dict[str, Any]) -> tuple[Quiz, Question]:
    quiz = next((quiz for quiz in course.quizzes() if quiz.id == sent.get("quiz")), None)
    question = quiz.question(str(sent.get("question"))) if quiz else None
    if quiz is None or question is None:
        raise NotFound("There is no such question.")
    return quiz, question


def _verdict(quiz: Quiz, question: Question, value: Any) -> dict[str, Any]:
    shower = Shower(quiz, context.lms().renderer, context.say())
    view = shower.view(question, 1, 0, value, with_verdict=True)
    macro = get_template_attribute("macros/question.html", "verdict")
    return {
        "verdict": macro(question.name, view.verdict, context.say()),
        "replies": {
            str(choice.position): {"html": choice.reply, "right": choice.right}
            for choice in view.choices
            if choice.chosen and choice.reply
        },
    }
