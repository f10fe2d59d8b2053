"""A course as a trainee sees it, in any language and region. Nothing is stored."""

from flask import render_template
from markupsafe import Markup

from lms.content.render import Links
from lms.errors import NotFound
from lms.web import context, reading
from lms.web.trainer import desk, door
from lms.web.trainer.choosing import Reader, choices, get_reader


@door.get("/<course>/preview")
def welcome(course: str):
    """Show the welcome and the list of lessons."""
    reader = get_reader()
    module = desk.get_course(course, reader.language, reader.region)
    html = raise_headings(context.lms().renderer.text(module.welcome, f"courses/{module.id}", links(reader)))
    return render_template("trainer/welcome.html", course=module, welcome=html, **choices(reader))


@door.get("/<course>/preview/<lesson>/<int:page>")
def lesson(course: str, lesson: str, page: int):
    """Show one page of a lesson."""
    reader = get_reader()
    module = desk.get_course(course, reader.language, reader.region)
    text = reading.get_lesson(module, lesson)
    if not 1 <= page <= len(text.pages):
        raise NotFound("There is no such page.")
    return render_template(
        "trainer/lesson.html",
        course=module,
        lesson=text,
        page=reading.pages_of(module, text, links(reader), reader.words)[page - 1],
        **choices(reader),
    )


def links(reader: Reader) -> Links:
    """Give the addresses of pictures, and of lessons inside the preview."""
    root = context.lms().config.prefix
    return Links(
        picture=lambda course, name: f"{root}/pictures/{course}/{name}",
        lesson=lambda course, lesson, page: f"{root}/teach/{course}/preview/{lesson}/{page}{reader.query}",
    )


def raise_headings(html: str) -> Markup:
    """Raise the headings of a text by one step: above them stands the title of the page alone."""
    return Markup(html.replace("<h3>", "<h2>").replace("</h3>", "</h2>"))  # noqa: S704 - cleaned by the renderer
