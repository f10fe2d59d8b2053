"""Empty databases of both kinds for benchmarks that write, and the clock around one act."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from flask import Flask
from sqlalchemy.engine import make_url

from benchmarks.world import World
from lms.app import create_app
from lms.config import from_env
from lms.db import db, transaction
from lms.models import AuditLine, Enrolment, Person
from lms.services.regions import load_regions
from lms.services.schema import upgrade
from lms.services.store import table

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def timed(act: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Measure one act, in CPU time where the database works inside the process."""
    began = clock()
    act()
    return clock() - began


def empty(app: Flask) -> None:
    """Remove everybody. What keeps counts beside them starts from nothing too."""
    with app.app_context(), transaction() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            # Deleting row by row would ask every table that points to a person.
            connection.exec_driver_sql("TRUNCATE person, audit_line CASCADE")
            return
        for model in (AuditLine, Enrolment, Person):
            connection.execute(table(model).delete())


@contextmanager
def sqlite(world: World, name: str) -> Iterator[tuple[Flask, Path]]:
    """Give an application with an empty file of that name."""
    path = world.folder / f"{name}.sqlite"
    with _open(world, f"sqlite:///{path}") as app:
        yield app, path


@contextmanager
def postgres(world: World) -> Iterator[tuple[Flask, str]]:
    """Give an application with an empty server of its own, and its address for psycopg."""
    # The tests know how to start a private server; nothing else of theirs is used here.
    from tests.postgres import private_server

    with private_server() as url, _open(world, url.replace("postgresql+psycopg", "postgresql")) as app:
        yield app, make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def _open(world: World, url: str) -> Iterator[Flask]:
    app = create_app(from_env({**world.environ, "LMS_DEMO": "no", "LMS_DATABASE_URL": url}))
    with app.app_context():
        upgrade(app.config["LMS"])
        load_regions(app.extensions["lms"].catalogue.regions.values(), NOW)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
