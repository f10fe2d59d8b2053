"""The questions after a lesson, and the page of results that quizzes and exams share."""

from flask import redirect, render_template, request

from lms.content.model import Course, Lesson, Quiz
from lms.errors import NotFound
from lms.rules import grading
from lms.services import quizzes as service
from lms.services.people import Identity
from lms.web import context, reading
from lms.web.forms import read_answers
from lms.web.questions import Shower
from lms.web.trainee import door
from lms.web.trainee.asking import show_questions
from lms.web.trainee.lessons import after_lesson, back_to_course


@door.get("/<course>/<lesson>/quiz")
def quiz(course: str, lesson: str):
    """Show the questions of a lesson, or what came of them."""
    me = context.person()
    module, text, asked = _find(me, course, lesson)
    past = service.history(me, asked, context.now())
    if past.open is None:
        return render_template(
            "trainee/quiz_start.html",
            course=module,
            lesson=text,
            quiz=asked,
            history=past,
            last=past.attempts[-1] if past.attempts else None,
            following=after_lesson(module, text),
        )
    return show_questions(me, module, text, asked, past.open, tuple(request.args.getlist("checked")))


@door.post("/<course>/<lesson>/quiz")
def answer_quiz(course: str, lesson: str):
    """Begin, save, check one answer, or send them all, as the pressed button says."""
    me = context.person()
    module, text, asked = _find(me, course, lesson)
    if "start" in request.form:
        service.open_attempt(me, module, asked, context.now())
        return redirect(context.url("trainee.quiz", course=module.id, lesson=text.id))
    return take_form(me, module, text, asked)


@door.get("/<course>/attempt/<quiz>/<int:number>")
def attempt(course: str, quiz: str, number: int):
    """Show the result of one attempt with the reasons."""
    me = context.person()
    module = reading.get_course(course, me.region)
    asked = next((other for other in module.quizzes() if other.id == quiz), None)
    state = service.find_attempt(me.enrolment_id, quiz, number) if asked else None
    if asked is None or state is None:
        raise NotFound("There is no such attempt.")
    text = next((lesson for lesson in module.lessons if lesson.quiz is asked), None)
    if state.submitted_at is None:
        return redirect(page_of(module, text))
    shower = Shower(asked, context.lms().renderer, context.say())
    grade = grading.grade(asked, state.answers, state.drawn)
    return render_template(
        "trainee/attempt.html",
        course=module,
        lesson=text,
        quiz=asked,
        attempt=state,
        grade=grade,
        history=service.history(me, asked, context.now()),
        zone=context.zone(),
        questions=shower.views(state.drawn, state.seed, state.answers, checked=state.drawn),
        right=sum(result.right for result in grade.results),
        asked_count=len(grade.results),
        lessons={other.id: other for other in module.lessons},
        following=after_lesson(module, text) if text else back_to_course(module),
    )


def page_of(course: Course, lesson: Lesson | None) -> str:
    """Give the page on which the questions of a lesson, or of the exam, are answered."""
    if lesson is None:
        return context.url("trainee.exam", course=course.id)
    return context.url("trainee.quiz", course=course.id, lesson=lesson.id)


def take_form(me: Identity, course: Course, lesson: Lesson | None, quiz: Quiz):
    """Take the answers of a form: save them, or send them when the form says so."""
    answers, faults = read_answers(quiz.questions, request.form)
    number = request.form.get("number", type=int)
    if "send" in request.form and not faults:
        programme = context.lms().catalogue.programme
        state = service.submit_attempt(me, programme, course, quiz, answers, context.now(), attempt_number=number)
        return redirect(context.url("trainee.attempt", course=course.id, quiz=quiz.id, number=state.number))
    service.save_answers(me, course, quiz, answers, context.now(), attempt_number=number)
    if faults:
        past = service.history(me, quiz, context.now())
        if past.open is not None:
            return show_questions(me, course, lesson, quiz, past.open, faults=faults)
    if "check" in request.form:
        name = request.form["check"]
        endpoint = {"course": course.id, "lesson": lesson.id} if lesson else {"course": course.id}
        earlier = [other for other in request.form.getlist("checked") if other != name]
        address = context.url("trainee.quiz" if lesson else "trainee.exam", **endpoint, checked=[*earlier, name])
        return redirect(f"{address}#{name}-verdict")
    return redirect(context.url("trainee.course", course=course.id, saved="yes"))


def _find(me: Identity, course_id: str, lesson_id: str) -> tuple[Course, Lesson, Quiz]:
    course = reading.get_course(course_id, me.region)
    lesson = reading.get_lesson(course, lesson_id)
    if lesson.quiz is None:
        raise NotFound("This lesson has no questions.")
    return course, lesson, lesson.quiz
