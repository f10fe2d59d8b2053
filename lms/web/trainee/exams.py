"""The exam of a module: what awaits you, then the questions."""

from flask import redirect, render_template, request

from lms.content.model import Course, Quiz
from lms.errors import NotFound
from lms.services import learning
from lms.services import quizzes as service
from lms.services.people import Identity
from lms.web import context, reading
from lms.web.trainee import door
from lms.web.trainee.asking import show_questions
from lms.web.trainee.quizzes import take_form
from lms.web.trainee.standing import list_waiting


@door.get("/<course>/exam")
def exam(course: str):
    """Show the open attempt, or what there is to know before one begins."""
    me = context.person()
    module, asked = _find(me, course)
    past = service.history(me, asked, context.now())
    if past.open is not None:
        return show_questions(me, module, None, asked, past.open)
    state = learning.course_state(me, context.lms().catalogue.programme, module, context.now())
    count = asked.draw or len(asked.questions)
    return render_template(
        "trainee/exam_start.html",
        course=module,
        quiz=asked,
        history=past,
        waiting=list_waiting(state, context.say()),
        count=count,
        needed=-(-count * (asked.pass_mark or 0) // 100),
        zone=context.zone(),
    )


@door.post("/<course>/exam")
def answer_exam(course: str):
    """Begin the exam, save answers, or send them."""
    me = context.person()
    module, asked = _find(me, course)
    if "start" in request.form:
        service.open_attempt(me, module, asked, context.now())
        return redirect(context.url("trainee.exam", course=module.id))
    return take_form(me, module, None, asked)


def _find(me: Identity, course_id: str) -> tuple[Course, Quiz]:
    course = reading.get_course(course_id, me.region)
    if course.exam is None:
        raise NotFound("This module has no exam.")
    return course, course.exam
