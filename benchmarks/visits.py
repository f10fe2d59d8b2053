"""Pages over HTTP: what a request costs the serving process, against the smallest Flask page served alike."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from benchmarks.measure import Act, Pair, alternate
from benchmarks.served import Served, serve_hello_worker, serve_workers
from benchmarks.visitor import Visitor, hello_request, sign_in
from benchmarks.world import World, get_course
from lms.content.model import Course, Lesson
from lms.db import db
from lms.services.people import Identity
from lms.services.quizzes import open_attempt

FIRST_COURSE = "foundations"
"""Everybody may read it."""
_WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Site:
    """The served world, and beside it the smallest application."""

    world: World
    service: Served
    hello: Served

    def compare(self, visitor: Visitor, path: str, data: Any = None, expected: int = 200, **headers: str) -> Pair:
        """Compare the CPU time of a request with that of the smallest one, both over HTTP, one after the other."""
        setting = self.world.setting
        act = self.prepare(visitor, path, data, expected, **headers)
        clocks = (self.service.cpu_seconds, self.hello.cpu_seconds)
        return alternate(
            act, lambda: self.hello.get("/", {}), setting.rounds, setting.calls, setting.calls, clocks
        )

    def prepare(self, visitor: Visitor, path: str, data: Any = None, expected: int = 200, **headers: str) -> Act:
        """Make a function that sends a request over HTTP, as `compare` says; it is sent to warm the process up."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Cookie": visitor.cookie, "Accept-Language": "en", **named}
        body = None
        if data is not None:
            body = json.dumps(data).encode()
            sent |= {"Content-Type": "application/json", "X-CSRFToken": visitor.token}

        def act() -> None:
            status = self.service.get(path, sent, body)
            if status != expected:
                raise RuntimeError(f"{path} answered {status} instead of {expected}.")

        for _ in range(_WARM_UP * self.world.setting.calls):
            act()
        return act


@contextmanager
def open_site(world: World) -> Iterator[Site]:
    """Serve the world and the smallest application, each by one worker of gunicorn: the server of the targets."""
    with serve_workers(world, 1) as service, serve_hello_worker() as hello:
        yield Site(world, service, hello)


def compare_inside(world: World, visitor: Visitor, path: str, **headers: str) -> Pair:
    """Compare the same without a server around: only what happens between environ and body."""
    setting = world.setting
    request = visitor.repeat(path, **headers)
    return alternate(request, hello_request(), setting.rounds, setting.calls, setting.calls * 3)


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
