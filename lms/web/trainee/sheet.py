"""The strategy sheet: the lines a trainee wrote in the lessons, on one page to print."""

from dataclasses import dataclass

from flask import render_template

from lms.content.model import BlockKind, Course
from lms.services import notes
from lms.web import context
from lms.web.trainee import door


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet."""

    title: str
    text: str
    lesson: str
    address: str


@door.get("/sheet")
def sheet():
    """Show all lines in the order of the lessons."""
    catalogue = context.lms().catalogue
    lines = [
        line
        for course in catalogue.list_courses(context.language(), context.person().region)
        for line in _lines(course)
    ]
    return render_template("trainee/sheet.html", lines=lines, now=context.now())


def _lines(course: Course) -> list[Line]:
    places = [
        (lesson, page, block)
        for lesson in course.lessons
        for page in lesson.pages
        for block in page.blocks
        if block.kind is BlockKind.SHEET
    ]
    if not places:
        return []
    written = notes.list_notes(context.person().person_id, course.id)
    return [
        Line(
            title=block.title,
            text=written.get((lesson.id, block.name), ""),
            lesson=lesson.title,
            address=context.url("trainee.lesson", course=course.id, lesson=lesson.id, page=page.number)
            + f"#{block.name}",
        )
        for lesson, page, block in places
    ]
