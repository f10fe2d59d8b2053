"""The page on which the questions of a lesson or an exam are answered; its parts are kept."""

from collections.abc import Mapping
from functools import partial

from flask import get_template_attribute, render_template
from markupsafe import Markup

from lms.content.model import Course, Lesson, Question, Quiz, QuizKind
from lms.language import Words
from lms.services.people import Identity
from lms.services.quizzes import AttemptState
from lms.web import context
from lms.web.frame import fill_frame
from lms.web.kept import blank, keep_page, keep_small
from lms.web.questions import Shower, shown_order

_OPEN = object()


def show_questions(
    me: Identity,
    course: Course,
    lesson: Lesson | None,
    quiz: Quiz,
    state: AttemptState,
    checked: tuple[str, ...] = (),
    faults: Mapping[str, str] | None = None,
) -> str:
    """Show the questions of an open attempt; in lesson quizzes with what is said to the `checked` ones."""
    asked = {question.name: question for question in quiz.questions}
    names = [name for name in state.drawn if name in asked]
    told = {name for name in checked if name in names} if quiz.kind is QuizKind.QUIZ else set()
    values = {
        "questions": _list_questions(quiz, [asked[name] for name in names], state, told, faults or {}),
        "checked": Markup("").join(
            Markup('<input type="hidden" name="checked" value="{}">').format(name) for name in told
        ),
        "number": str(state.number),
        "who": str(me.person_id),
    }
    if faults:
        return _render(course, lesson, quiz, len(names), values, _name_faults(names, faults))
    key = ("quiz", course.id, lesson.id if lesson else "", quiz.digest, len(names))
    blanks = {name: blank(name) for name in values}
    page = keep_page(
        (*key, context.language(), context.demo_role()),
        lambda: _render(course, lesson, quiz, len(names), blanks, []),
    )
    return page.fill(values | fill_frame(me, context.say()))


def _render(
    course: Course,
    lesson: Lesson | None,
    quiz: Quiz,
    count: int,
    values: Mapping[str, str],
    problems: list[tuple[str, str]],
) -> str:
    address = f"{context.lms().config.prefix}/learn/{course.id}/" + (f"{lesson.id}/quiz" if lesson else "exam")
    return render_template(
        "trainee/quiz.html",
        course=course,
        lesson=lesson,
        quiz=quiz,
        count=count,
        practice=quiz.kind is QuizKind.QUIZ,
        problems=problems,
        address=address,
        **values,
    )


def _list_questions(
    quiz: Quiz, questions: list[Question], state: AttemptState, told: set[str], faults: Mapping[str, str]
) -> Markup:
    """Give the questions as they stand; each is kept under everything that it depends on."""
    said = context.say()
    same = ("question", quiz.id, quiz.digest, said.language, len(questions))
    shown = []
    for number, question in enumerate(questions, start=1):
        name = question.name
        value = state.answers.get(name, _OPEN)
        order = shown_order(question, quiz, state.seed)
        is_told, fault = name in told, faults.get(name, "")
        key = (same, name, number, order, "" if value is _OPEN else repr(value), is_told, fault)
        build = partial(_build, quiz, question, number, len(questions), state, is_told, fault, said)
        shown.append(keep_small(key, build))
    return Markup("").join(shown)


def _build(
    quiz: Quiz,
    question: Question,
    number: int,
    count: int,
    state: AttemptState,
    told: bool,
    fault: str,
    said: Words,
) -> str:
    shower, answers = Shower(quiz, context.lms().renderer, said), state.answers
    name = question.name
    view = shower.view(question, number, state.seed, answers.get(name), told, fault, name in answers)
    macro = get_template_attribute("macros/question.html", "question")
    return macro(view, said, count, check=quiz.kind is QuizKind.QUIZ)


def _name_faults(names: list[str], faults: Mapping[str, str]) -> list[tuple[str, str]]:
    said = context.say()
    return [
        (name, f"{said('Question %(number)s', number=number)}: {said(faults[name])}")
        for number, name in enumerate(names, start=1)
        if name in faults
    ]
