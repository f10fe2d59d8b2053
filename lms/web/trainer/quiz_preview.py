"""Questions as their author should see them: with everything that is right, and to try. Nothing is stored."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from lms.content.model import Course, Lesson, Quiz, QuizKind
from lms.errors import NotFound
from lms.rules.drawing import draw
from lms.rules.grading import grade
from lms.web import context, reading
from lms.web.forms import read_answers
from lms.web.questions import QuestionView, Shower
from lms.web.trainer import desk, door
from lms.web.trainer.choosing import Reader, choices, get_reader

_MOST_SEED = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which questions, and for whom."""

    course: Course
    lesson: Lesson | None
    quiz: Quiz
    reader: Reader
    address: str

    def views(
        self,
        names: Collection[str],
        seed: int = 0,
        answers: Mapping[str, Any] | None = None,
        checked: Collection[str] = (),
        faults: Mapping[str, str] | None = None,
    ) -> tuple[QuestionView, ...]:
        """Give the named questions as the trainee's pages show them."""
        shower = Shower(self.quiz, context.lms().renderer, self.reader.words)
        return shower.views(names, seed, answers or {}, checked, faults)

    def page(self, template: str, **values: Any) -> str:
        """Fill one of the three pages."""
        return render_template(
            f"trainer/{template}.html",
            course=self.course,
            lesson=self.lesson,
            quiz=self.quiz,
            address=self.address,
            practice=self.quiz.kind is QuizKind.QUIZ,
            titles={other.id: other.title for other in self.course.lessons},
            **choices(self.reader),
            **values,
        )


@door.route("/<course>/preview/<lesson>/quiz", methods=["GET", "POST"])
def quiz(course: str, lesson: str):
    """Show the questions of a lesson."""
    reader = get_reader()
    module = desk.get_course(course, reader.language, reader.region)
    text = reading.get_lesson(module, lesson)
    return _answer(module, text, text.quiz, reader, context.url("trainer.quiz", course=course, lesson=lesson))


@door.route("/<course>/preview/exam", methods=["GET", "POST"])
def exam(course: str):
    """Show the bank of the exam, or one draw from it to try."""
    reader = get_reader()
    module = desk.get_course(course, reader.language, reader.region)
    return _answer(module, None, module.exam, reader, context.url("trainer.exam", course=course))


@door.get("/<course>/preview/form")
def form(course: str):
    """Show the questions asked at the end of a course."""
    reader = get_reader()
    module = desk.get_course(course, reader.language, reader.region)
    return _answer(module, None, module.form, reader, context.url("trainer.form", course=course))


def _answer(course: Course, lesson: Lesson | None, quiz: Quiz | None, reader: Reader, address: str) -> str:
    if quiz is None:
        raise NotFound("There are no such questions.")
    asked = _Asked(course, lesson, quiz, reader, address)
    if request.method == "POST":
        return _try(asked)
    if "try" in request.args and quiz.kind is not QuizKind.SURVEY:
        seed = secrets.randbelow(_MOST_SEED + 1)
        return asked.page("try", questions=asked.views(draw(quiz, seed), seed), seed=seed, faults={})
    names = [question.name for question in quiz.questions]
    told = () if quiz.kind is QuizKind.SURVEY else names
    return asked.page("questions", questions=asked.views(names, checked=told))


def _try(asked: _Asked) -> str:
    """Say what a trainee would be told. What was answered goes back into the page and nowhere else."""
    seed = request.form.get("seed", type=int)
    if seed is None or not 0 <= seed <= _MOST_SEED:
        seed = 0
    drawn = draw(asked.quiz, seed)
    answers, faults = read_answers(asked.quiz.questions, request.form)
    if faults or "check" in request.form:
        practice = asked.quiz.kind is QuizKind.QUIZ
        wanted = {*request.form.getlist("checked"), request.form.get("check", "")} if practice else set()
        views = asked.views(drawn, seed, answers, wanted - faults.keys(), faults)
        return asked.page("try", questions=views, seed=seed, faults=faults)
    marked = grade(asked.quiz, answers, drawn)
    return asked.page("result", questions=asked.views(drawn, seed, answers, drawn), grade=marked)
