"""The pictures of courses, for everybody who is signed in; nothing else in the content folders has an address."""

from collections.abc import Iterable
from pathlib import Path
from stat import S_ISREG
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from flask import Blueprint, Response, send_from_directory
from werkzeug.http import parse_etags

from lms.content.catalogue import Catalogue
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
    found = _find(context.lms().catalogue, course, name)
    if found is None:
        raise NotFound("There is no such picture.")
    path, mark = found
    return _headed(send_from_directory(path.parent, name, max_age=_HOUR, etag=mark))


class UnchangedPictures:
    """Tells whoever has a picture already that it is still the same; sessions and people need no look for that."""

    def __init__(self, app: WSGIApplication, catalogue: Catalogue) -> None:
        self.app = app
        self.catalogue = catalogue

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer 304 to a request that names the mark of a picture, and pass every other one on."""
        known, path = environ.get("HTTP_IF_NONE_MATCH"), environ.get("PATH_INFO", "")
        if known and path.startswith("/pictures/") and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            course, _, name = path.removeprefix("/pictures/").partition("/")
            found, marks = _find(self.catalogue, course, name), parse_etags(known)
            # "Whatever it is" tells nothing of who asks. Proxies that compress make a mark a weak one.
            if found is not None and not marks.star_tag and marks.contains_weak(found[1]):
                response = _headed(Response(status=304))
                response.set_etag(found[1])
                return response(environ, start_response)
        return self.app(environ, start_response)


def _find(catalogue: Catalogue, course: str, name: str) -> tuple[Path, str] | None:
    """Give the file of a picture and the mark of its state."""
    found = catalogue.find_course(course, "en")
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
