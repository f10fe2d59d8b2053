"""W1: how often a learner's page asks the database, at any size of course; what the overview costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from benchmarks.measure import Row
from benchmarks.visitor import Visitor, sign_in
from benchmarks.visits import compare_inside, first_lesson, open_quiz, open_site, visit
from benchmarks.world import COURSE, World
from lms.db import db

_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def run(world: World) -> list[Row]:
    """Count on the course as it is and on the large one; compare the overview with the smallest page."""
    rows = [
        _count_row(world.app, "the course as it is"),
        _count_row(world.grown_app, f"{world.setting.copies} times the course"),
    ]
    visitor = visit(world)
    with open_site(world) as site:
        rows.append(site.compare(visitor, "/learn").row("W1", "overview : hello page of Flask, served", 4))
    inside = compare_inside(world, visitor, "/learn")
    rows.append(inside.row("W1", "overview : hello page of Flask, without a server", None))
    return rows


def list_paths(app: Flask) -> list[str]:
    """List the pages of a learner: every page of the first course and the entrances of the longest."""
    catalogue, lesson = app.extensions["lms"].catalogue, first_lesson(app)
    first = catalogue.list_courses("en")[0]
    programme = catalogue.programme
    # The survey after the programme opens only when everything is done.
    surveys = [name for name in (programme.needs, programme.before) if name]
    home = f"/learn/{first.id}"
    return [
        "/learn",
        "/learn/sheet",
        *(f"/learn/survey/{name}" for name in surveys),
        *(f"/learn/{course}" for course in (first.id, COURSE)),
        *(f"{home}/{other.id}/{page.number}" for other in first.lessons for page in other.pages),
        *(f"{home}/{other.id}/quiz" for other in first.lessons if other.quiz),
        f"{home}/attempt/{lesson.id}/1",
        f"{home}/exam",
        f"{home}/form",
    ]


def _count_row(app: Flask, size: str) -> Row:
    visitor = _visit(app)
    counts = {path: _count(app, visitor, path) for path in list_paths(app)}
    worst = max(counts, key=lambda path: counts[path])
    what = f"most queries for one of {len(counts)} pages, {size}: {worst}"
    return Row("W1", what, f"{counts[worst]} queries", "-", float(counts[worst]), 5, "")


def _visit(app: Flask) -> Visitor:
    identity = World.find_identity(app)
    open_quiz(app, identity, app.extensions["lms"].catalogue.list_courses("en")[0])
    return sign_in(app, identity)


def _count(app: Flask, visitor: Visitor, path: str) -> int:
    """Count the queries of the second view; raises `RuntimeError` if the page does not answer."""
    visitor.repeat(path)
    with _statements(app) as sent:
        visitor.ask(path)
    return len(sent)


@contextmanager
def _statements(app: Flask) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith(_NOT_COUNTED):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
