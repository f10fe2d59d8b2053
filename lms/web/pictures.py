"""The pictures of courses, for everybody who is signed in; nothing else in the content folders has an address."""

from pathlib import Path
from stat import S_ISREG
from typing import Any

from flask import Blueprint, Response, request, send_from_directory

from lms.errors import NotFound
from lms.web import assets, context, guards

door = Blueprint("pictures", __name__, url_prefix="/pictures")
doors = (door,)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture opened by itself may style itself and nothing more."""
_KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_HOUR = 3600


@door.before_request
def guard() -> Any:
    """Let in who is signed in. Whoever has the picture already is only told that it is still the same."""
    asked = request._get_current_object()  # type: ignore[attr-defined]
    if "If-None-Match" in asked.headers and asked.view_args:
        found = _find(**asked.view_args)
        if found is not None and assets.is_known(found[1]):
            return _headed(assets.answer(found[1], Response))
    return guards.signed_in()


@door.get("/<course>/<name>")
def picture(course: str, name: str) -> Response:
    """Send a picture from the images folder of a course."""
    found = _find(course, name)
    if found is None:
        raise NotFound("There is no such picture.")
    path, mark = found
    return _headed(send_from_directory(path.parent, name, max_age=_HOUR, etag=mark))


def _find(course: str, name: str) -> tuple[Path, str] | None:
    """Give the file of a picture and the mark of its state."""
    found = context.lms().catalogue.find_course(course, "en")
    if found is None or not name.lower().endswith(_KINDS):
        return None
    path = Path(found.folder, "images", name)
    if path.name != name:
        return None
    try:
        facts = path.stat()
    except (OSError, ValueError):  # a name may be too long for the disk or hold what no name may
        return None
    return (path, f"{facts.st_mtime_ns:x}-{facts.st_size:x}") if S_ISREG(facts.st_mode) else None


def _headed(response: Response) -> Response:
    response.headers["Cache-Control"] = f"private, max-age={_HOUR}"
    response.headers["Content-Security-Policy"] = _POLICY
    return response
