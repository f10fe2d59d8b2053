"""W2: what it costs to keep an answer over HTTP, and to say that nothing has changed."""

import sqlite3
from contextlib import closing
from itertools import count
from time import process_time

from benchmarks.measure import Row, alternate
from benchmarks.visitor import sign_in
from benchmarks.visits import FIRST_COURSE, Site, first_lesson, open_quiz, open_site
from benchmarks.world import World, get_course
from lms.content.model import QuestionKind
from lms.db import db


def run(world: World) -> list[Row]:
    """Measure an answer that is committed and synced before the reply, and two answers 304."""
    with open_site(world) as site:
        return [_answer_row(site), _commit_row(site), *_unchanged_rows(site), _sync_row(world)]


def _answer_row(site: Site) -> Row:
    app = site.world.app
    identity, lesson = site.world.find_identity(app), first_lesson(app)
    number = open_quiz(app, identity, get_course(app, FIRST_COURSE))
    quiz = lesson.quiz
    question = next(question for question in quiz.questions if question.kind is QuestionKind.SINGLE)
    data = {"quiz": quiz.id, "number": number, "question": question.name, "value": 1}
    pair = site.compare(sign_in(app, identity), f"/learn/{FIRST_COURSE}/answer", data)
    return pair.row("W2", "answer saved : hello page of Flask, served", 2.5)


def _commit_row(site: Site) -> Row:
    """Measure what of an answer is the disk: the smallest change by the driver alone, committed and synced."""
    with site.world.app.app_context():
        file = db.engine.url.database
    with closing(sqlite3.connect(file or "", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        change = "UPDATE attempt SET saved_at = ? WHERE id = (SELECT min(id) FROM attempt)"
        numbers = count()
        setting, clocks = site.world.setting, (process_time, site.hello.cpu_seconds)
        pair = alternate(
            lambda: connection.execute(change, (f"2026-11-27 09:00:00.{next(numbers):06}",)),
            lambda: site.hello.get("/", {}),
            setting.rounds,
            setting.calls,
            setting.calls,
            clocks,
        )
    return pair.row("W2", "of it: a bare commit, synced : hello page of Flask, served", None)


def _unchanged_rows(site: Site) -> list[Row]:
    app = site.world.app
    visitor = sign_in(app, site.world.find_identity(app))
    picture = min(path.name for path in (get_course(app, FIRST_COURSE).folder / "images").glob("*.svg"))
    rows = []
    for what, path in (
        ("stylesheet", "/static/css/base.css"),
        ("picture", f"/pictures/{FIRST_COURSE}/{picture}"),
    ):
        etag = visitor.ask(path).headers["ETag"]
        pair = site.compare(visitor, path, expected=304, If_None_Match=etag)
        rows.append(pair.row("W2", f"304 for a {what} : hello page of Flask, served", 1.5))
    return rows


def _sync_row(world: World) -> Row:
    """Say whether a commit waits for the disk: SQLite calls that level 2, FULL."""
    with world.app.app_context(), db.engine.connect() as connection:
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    what = "synced before the reply (synchronous = 2, FULL)"
    return Row("W2", what, str(level), "2", float(2 - level), 0, "levels below")
