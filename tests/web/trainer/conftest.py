"""The application over a tiny world of files, with Bruno the trainer and others signed in."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.app import create_app
from lms.db import db
from lms.services.people import Identity
from tests.database import make_config
from tests.people import Cast, make_cast
from tests.web.trainer.world import write_world


@dataclass(frozen=True)
class Site:
    """A running application and its files."""

    app: Flask
    courses: Path
    quizzes: Path
    cast: Cast

    def client(self, person: Identity | None) -> FlaskClient:
        """A browser in which a person is signed in."""
        client = self.app.test_client()
        if person is not None:
            with client.session_transaction() as session:
                session["_user_id"] = person.get_id()
                session["_fresh"] = True
        return client

    def change(self, name: str, old: str, new: str) -> None:
        """Edit a file as an author does."""
        path = self.courses.parent / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def open_site(template: Path, folder: Path, base_url: str, world: Path | None = None) -> Iterator[Site]:
    """Open the application over a fresh database, and over fresh files or those of `world`."""
    courses, quizzes = (world / "courses", world / "quizzes") if world else write_world(folder)
    var = folder / "var"
    var.mkdir()
    shutil.copy(template, var / "lms.sqlite")
    app = create_app(make_config(var, courses=courses, quizzes=quizzes, base_url=base_url))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        cast = make_cast()
    yield Site(app, courses, quizzes, cast)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The application as it stands at the root of its host."""
    with open_site(sqlite_template, tmp_path, "http://localhost") as opened:
        yield opened


@pytest.fixture
def site_below(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The application below a path of its host."""
    with open_site(sqlite_template, tmp_path, "http://localhost/below") as opened:
        yield opened


@pytest.fixture
def broken_site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The application over the world in which everything is wrong."""
    world = Path(__file__).parents[2] / "data" / "broken"
    with open_site(sqlite_template, tmp_path, "http://localhost", world) as opened:
        yield opened


@pytest.fixture
def bruno(site: Site) -> FlaskClient:
    """The trainer's browser."""
    return site.client(site.cast.bruno)


@pytest.fixture
def page(bruno: FlaskClient) -> Callable[[str], str]:
    """Open a page as the trainer; it must be there."""

    def open_page(address: str) -> str:
        answer = bruno.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    return open_page
