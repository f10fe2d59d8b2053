"""Private notes: saved by the page's script as they are typed, or by a button."""

from flask import jsonify, redirect, request

from lms.errors import NotFound
from lms.services import notes as service
from lms.web import context, reading
from lms.web.guards import wants_json
from lms.web.trainee import door


@door.post("/<course>/<lesson>/note")
def note(course: str, lesson: str):
    """Keep a note."""
    module = reading.get_course(course, context.person().region)
    text = reading.get_lesson(module, lesson)
    sent = request.get_json() if request.is_json else request.form
    name, words = str(sent.get("name", "")), str(sent.get("text", ""))
    page = next((view for view in reading.pages_of(module, text) if name in view.notes), None)
    if page is None or not name:
        raise NotFound("There is no such note.")
    at = context.now()
    service.save_note(context.person(), module.id, text.id, name, words, at)
    if wants_json():
        return jsonify(saved=True, at=at.isoformat())
    return redirect(context.url("trainee.lesson", course=module.id, lesson=text.id, page=page.number) + f"#{name}")
