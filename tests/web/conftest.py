"""The whole application over the tiny world of tests/data, with the cast of people."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from lms.app import create_app
from lms.db import db
from tests.database import make_config
from tests.people import Cast, make_cast
from tests.web.visitor import Visitor

DATA = Path(__file__).parents[1] / "data"

MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(sqlite_template: Path, tmp_path: Path) -> Iterator[MakeApp]:
    """Build applications with changed settings over one fresh database."""
    shutil.copy(sqlite_template, tmp_path / "lms.sqlite")
    made: list[Flask] = []

    def make(**changes: object) -> Flask:
        settings = {"courses": DATA / "courses", "quizzes": DATA / "quizzes", "base_url": "http://localhost"}
        app = create_app(make_config(tmp_path, **(settings | changes)))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The application with ordinary settings."""
    return make_app()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody."""
    with app.app_context():
        return make_cast()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app, app.test_client())


@pytest.fixture
def amina(visitor: Visitor, cast: Cast) -> Visitor:
    """Amina, who learns, signed in."""
    return visitor.sign_in(cast.amina)
