"""One module: its lessons, its exam, its form."""

from flask import render_template, request

from lms.services import learning
from lms.web import context, reading
from lms.web.trainee import door
from lms.web.trainee.standing import list_missing, say_completed


@door.get("/<course>")
def course(course: str):
    """Show the lessons of a module with where the trainee stands."""
    me = context.person()
    module = reading.get_course(course, me.region)
    programme = context.lms().catalogue.programme
    state = learning.course_state(me, programme, module, context.now())
    following = next((place for place in state.lessons if not place.done), None)
    return render_template(
        "trainee/course.html",
        course=module,
        state=state,
        following=following,
        welcome=reading.welcome_of(module),
        missing=list_missing(state, context.say()),
        completed=say_completed(state, context.say(), context.zone()),
        zone=context.zone(),
        saved="saved" in request.args,
    )
