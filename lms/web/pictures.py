"""The pictures of courses, for everybody who is signed in; nothing else in the content folders has an address."""

from flask import Blueprint, Response, send_from_directory

from lms.errors import NotFound
from lms.web import context, guards

door = Blueprint("pictures", __name__, url_prefix="/pictures")
door.before_request(guards.signed_in)
doors = (door,)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture opened by itself may style itself and nothing more."""
_KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_HOUR = 3600


@door.get("/<course>/<name>")
def picture(course: str, name: str) -> Response:
    """Send a picture from the images folder of a course."""
    catalogue = context.lms().catalogue
    found = catalogue.find_course(course, "en")
    if found is None or not name.lower().endswith(_KINDS):
        raise NotFound("There is no such picture.")
    response = send_from_directory(found.folder / "images", name, max_age=_HOUR)
    response.headers["Cache-Control"] = f"private, max-age={_HOUR}"
    response.headers["Content-Security-Policy"] = _POLICY
    return response
