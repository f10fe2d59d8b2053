"""R1: what it costs to show a lesson page and a quiz page, against the smallest page that Flask can send."""

from datetime import UTC, datetime

from flask import Flask

from benchmarks.measure import Row, alternate
from benchmarks.visitor import Request, Visitor, hello_request, sign_in
from benchmarks.world import World, get_course, get_renderer
from lms.content.model import Course, Lesson
from lms.db import db
from lms.services.people import Identity
from lms.services.quizzes import open_attempt

FIRST_COURSE = "foundations"
"""Everybody may read it."""


def run(world: World) -> list[Row]:
    """Measure both pages, signed in."""
    visitor, lesson = visit(world), first_lesson(world.app)
    rendered = get_renderer(world.app).rendered
    rows = [
        compare(world, visitor.repeat(lesson_path(lesson)), "R1", "lesson page : Flask hello", 2.5),
        compare(world, visitor.repeat(quiz_path(lesson)), "R1", "quiz page : Flask hello", 2.5),
    ]
    new = get_renderer(world.app).rendered - rendered
    shown = f"{new} texts"
    rows.append(Row("R1", "texts rendered while these pages were shown", shown, "-", float(new), 0, ""))
    return rows


def compare(world: World, request: Request, name: str, what: str, limit: float | None) -> Row:
    """Compare a request with the smallest one."""
    setting = world.setting
    pair = alternate(request, hello_request(), setting.rounds, setting.calls, setting.calls * 3)
    return pair.row(name, what, limit)


def visit(world: World) -> Visitor:
    """Sign in somebody in the middle of a course, with an open try at the first quiz."""
    identity = world.find_identity(world.app)
    open_quiz(world.app, identity, get_course(world.app, FIRST_COURSE))
    return sign_in(world.app, identity)


def open_quiz(app: Flask, identity: Identity, course: Course) -> int:
    """Open a try at the quiz of the first lesson; give its number."""
    quiz = course.lessons[0].quiz
    if quiz is None:
        raise LookupError(f"The first lesson of {course.id!r} has no quiz.")
    with app.app_context():
        number = open_attempt(identity, course, quiz, datetime.now(UTC)).number
        db.session.remove()
    return number


def first_lesson(app: Flask) -> Lesson:
    """Give the first lesson of the first course."""
    return get_course(app, FIRST_COURSE).lessons[0]


def lesson_path(lesson: Lesson, page: int = 1) -> str:
    """Give the address of a page of a lesson."""
    return f"/learn/{FIRST_COURSE}/{lesson.id}/{page}"


def quiz_path(lesson: Lesson) -> str:
    """Give the address of the quiz of a lesson."""
    return f"/learn/{FIRST_COURSE}/{lesson.id}/quiz"
