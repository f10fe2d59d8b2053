"""The materials of the Learning Lab: to read page by page, and to take away as one file."""

import base64
from pathlib import Path

from flask import Response, current_app, make_response, render_template
from markupsafe import Markup

from lms.content.model import Course
from lms.content.render import Links
from lms.errors import NotFound
from lms.web import context, reading
from lms.web.trainee import materials_door

_CSS = ("variables.css", "lesson.css", "print_file.css")
_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}


@materials_door.get("/<course>")
def materials(course: str):
    """Show what the materials hold."""
    kit = get_materials(course)
    return render_template(
        "trainee/materials.html", course=kit, welcome=reading.welcome_of(kit, "/learn/materials")
    )


@materials_door.get("/<course>/<lesson>/<int:page>")
def sheet_page(course: str, lesson: str, page: int):
    """Show one page."""
    kit = get_materials(course)
    text = reading.get_lesson(kit, lesson)
    view = reading.get_page(kit, text, page)
    return render_template(
        "trainee/materials_page.html",
        course=kit,
        lesson=text,
        page=view,
        pages=reading.pages_of(kit, text),
        path=f"/learn/materials/{kit.id}/{text.id}",
    )


@materials_door.get("/<course>/download")
def download(course: str) -> Response:
    """Send everything as one HTML file that needs no network."""
    kit = get_materials(course)
    root = Path(str(current_app.static_folder)) / "css"
    renderer = context.lms().renderer
    links = Links(picture=lambda _, name: _embedded(kit, name), lesson=_inside(kit))
    lessons = [
        (lesson, [(page, list(renderer.page(page, lesson, kit, links))) for page in lesson.pages])
        for lesson in kit.lessons
    ]
    text = render_template(
        "trainee/materials_file.html",
        course=kit,
        welcome=Markup(renderer.text(kit.welcome, f"courses/{kit.id}", links)),  # noqa: S704 - cleaned by the renderer
        lessons=lessons,
        styles=[Markup((root / name).read_text(encoding="utf-8")) for name in _CSS],  # noqa: S704 - our own files
    )
    response = make_response(text)
    response.headers["Content-Disposition"] = f'attachment; filename="{kit.id}-{kit.language}.html"'
    return response


def get_materials(course_id: str) -> Course:
    """Give materials of the programme, or say that there are none."""
    catalogue = context.lms().catalogue
    kit = None
    if course_id in catalogue.programme.materials:
        kit = catalogue.find_course(course_id, context.language())
    if kit is None:
        raise NotFound("There are no such materials.")
    return kit


def _inside(kit: Course):
    def address(course: str, lesson: str, page: int) -> str:
        return f"#{lesson}-{page}" if course == kit.id else "#"

    return address


def _embedded(kit: Course, name: str) -> str:
    path = kit.folder / "images" / name
    kind = _TYPES.get(path.suffix.lower())
    if kind is None or not path.is_file():
        return ""
    return f"data:{kind};base64," + base64.b64encode(path.read_bytes()).decode("ascii")
