"""What trainees may say about themselves for statistics: asked calmly, changed and taken back at any time."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from lms.rules.background import TOPICS
from lms.services import background as service
from lms.web import context
from lms.web.trainee import door


@door.get("/background")
def background() -> str:
    """Show what the trainee said, and let them change it."""
    said = service.find_background(context.person().enrolment_id)
    return render_template(
        "trainee/background.html",
        topics=TOPICS,
        given=said or {},
        kept=said is not None,
        notice=request.args.get("done", ""),
    )


@door.post("/background")
def say_background() -> Response:
    """Keep what the trainee says, or take all of it back."""
    if "remove" in request.form:
        service.take_back_background(context.person())
        return redirect(context.url("trainee.background", done="removed"))  # type: ignore[return-value]
    given = {topic.id: request.form.get(topic.id, "") for topic in TOPICS}
    service.say_background(context.person(), given, context.now())
    return redirect(context.url("trainee.background", done="saved"))  # type: ignore[return-value]
