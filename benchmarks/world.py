"""The application with the invented world in a folder of its own, made once per run."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from flask import Flask

from benchmarks.grown import grow_course
from benchmarks.setting import Setting
from lms.app import create_app
from lms.config import Config, from_env
from lms.content.catalogue import Catalogue
from lms.content.model import Course
from lms.content.prepare import prepare_everything
from lms.content.render import Renderer
from lms.db import db
from lms.language import Words, words
from lms.services import demo
from lms.services.people import Identity, find_identity_now
from lms.services.regions import load_regions
from lms.services.schema import upgrade

COURSE = "strategy"
"""The longest module stands for all."""
HERE = Path(__file__).parent.parent


@dataclass
class World:
    """What the benchmarks share. Each part is made when the first one asks for it."""

    folder: Path
    setting: Setting

    @cached_property
    def app(self) -> Flask:
        """The application with people and progress."""
        return self._build(self.environ)

    @cached_property
    def grown_app(self) -> Flask:
        """The same with the large course."""
        courses, quizzes = grow_course(
            HERE / "courses", HERE / "quizzes", COURSE, self.folder / "grown", self.setting.copies
        )
        var = str(self.folder / "grown-var")
        return self._build({"LMS_VAR": var, "LMS_COURSES": str(courses), "LMS_QUIZZES": str(quizzes)}, 1)

    @property
    def environ(self) -> dict[str, str]:
        """Settings with which a process of its own serves the same world."""
        return {
            "LMS_VAR": str(self.folder / "var"),
            "LMS_DEMO": "yes",
            "LMS_COURSES": str(HERE / "courses"),
            "LMS_QUIZZES": str(HERE / "quizzes"),
        }

    @property
    def words(self) -> Words:
        """The words of the interface."""
        return words("en")

    @staticmethod
    def find_identity(app: Flask, role: str = "trainee") -> Identity:
        """Give somebody of the invented people who holds a role."""
        with app.app_context():
            person = demo.find_demo_person(role)
            identity = find_identity_now(person, datetime.now(UTC)) if person else None
        if identity is None:
            raise LookupError(f"The invented world has nobody with the role {role!r}.")
        return identity

    def _build(self, environ: dict[str, str], regions: int | None = None) -> Flask:
        app = create_app(from_env({"LMS_DEMO": "yes", **environ}))
        now = datetime.now(UTC)
        catalogue: Catalogue = app.extensions["lms"].catalogue
        with app.app_context():
            upgrade(app.config["LMS"])
            load_regions(catalogue.regions.values(), now)
            prepare_everything(catalogue, app.extensions["lms"].renderer)
            demo.create_world(_with_regions(catalogue, regions or self.setting.regions), now)
            db.session.remove()
        return app


@contextmanager
def open_world(setting: Setting) -> Iterator[World]:
    """Give a world in a temporary folder, which is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="lms-benchmarks-"))
    try:
        yield World(folder, setting)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def get_course(app: Flask, course_id: str = COURSE) -> Course:
    """Give a course that is published."""
    course = app.extensions["lms"].catalogue.find_course(course_id, "en")
    if course is None:
        raise LookupError(f"The course {course_id!r} is not published: run `lms check`.")
    return course


def get_renderer(app: Flask) -> Renderer:
    """Give the renderer with its kept pages."""
    return app.extensions["lms"].renderer


def get_config(app: Flask) -> Config:
    """Give the settings."""
    return app.config["LMS"]


def _with_regions(catalogue: Catalogue, count: int | None) -> Catalogue:
    """Keep only some regions active, the home region of the demo first."""
    order = sorted(catalogue.regions.values(), key=lambda region: region.id != demo.roles.HOME)
    return replace(catalogue, regions={region.id: region for region in order[:count]})
