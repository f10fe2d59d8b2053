"""A list of people: shown first with everything that is wrong in it, written only after a second press."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from flask import Response, g, make_response, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lms.errors import InvalidInput
from lms.intake.people_file import PeopleFile, read_people, write_bad_rows
from lms.language import N_
from lms.services import enrolment
from lms.web import context
from lms.web.coordinator import enrol_door

_ROLES = ("trainee",)
"""A region's list brings trainees; roles are given one by one."""
_LARGEST = 1024 * 1024
"""The list travels with the second press, inside the form; a megabyte holds more than ten thousand people."""
_MOST_SHOWN = 100


@enrol_door.get("/list")
def upload(region: str) -> str:
    """Ask for a file."""
    return _ask("")


@enrol_door.post("/list")
def preview(region: str) -> str | tuple[str, int]:
    """Read the file and show what would happen; nothing is written."""
    sent = request.files.get("file")
    data = b""
    if sent:
        data = sent.read(_LARGEST + 1)
        sent.close()
    said = context.say()
    if not data:
        return _ask(said("Please choose a file with people in it.")), 400
    if len(data) > _LARGEST:
        return _ask(said("This list is too large for one go. Please split it into several files.")), 400
    try:
        file = _read(data, region)
    except InvalidInput as error:
        return _ask(said(error.message, **error.values)), 400
    return render_template(
        "coordinator/upload_preview.html",
        region=g.region,
        file=file,
        problems=[(problem, *problem.say(said)) for problem in file.problems[:_MOST_SHOWN]],
        more=max(0, len(file.problems) - _MOST_SHOWN),
        content=b64encode(data).decode("ascii"),
    )


@enrol_door.post("/list/add")
def add(region: str) -> AnyResponse:
    """Enrol the people of the list that was shown. The same list again changes nothing."""
    file = _read(_sent_content(), region)
    imported = enrolment.import_people(file.rows, current_user.person_id, context.now())
    if imported.elsewhere:
        return make_response(render_template("coordinator/upload_done.html", region=g.region, imported=imported))
    target = context.url("coordinator.people", region=region, added=len(imported.created))
    return redirect(target)


@enrol_door.post("/list/bad-lines.csv")
def bad_lines(region: str) -> Response:
    """Give back the lines that cannot be used, with the reason in a last column."""
    text = write_bad_rows(_read(_sent_content(), region), context.say())
    response = make_response(text.encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="lines-to-correct.csv"'
    return response


def _read(data: bytes, region: str) -> PeopleFile:
    # Only this region is known to the reader, so a line that names another one is told as a fault.
    return read_people(data, [g.region], region, _ROLES)


def _sent_content() -> bytes:
    try:
        return b64decode(request.form.get("content", ""), validate=True)
    except (NotBase64, ValueError):
        raise InvalidInput(N_("The list did not arrive whole. Please choose the file again.")) from None


def _ask(fault: str) -> str:
    return render_template("coordinator/upload.html", region=g.region, fault=fault)
