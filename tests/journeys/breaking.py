"""Takes the ground away under a running service: a full disk, a lost database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import event

from lms.db import db
from tests.journeys.site import Site


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """Let no connection take a page more than the file has, and leave no free page in the file."""
    with site.app.app_context():
        engine = db.engine
    with closing(sqlite3.connect(site.config.var / "lms.sqlite", isolation_level=None)) as connection:
        connection.execute("VACUUM")  # migrations leave pages that are free

    def limit(connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith(("BEGIN", "UPDATE")):  # some changes stand for themselves
            return
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "before_cursor_execute", limit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", limit)
        engine.dispose()


@contextmanager
def lost_database(site: Site) -> Iterator[None]:
    """Take the file of the database away."""
    path = site.config.var / "lms.sqlite"
    with site.app.app_context():
        db.session.remove()
        engine = db.engine
    engine.dispose()
    away = path.with_name("away.sqlite")
    path.rename(away)
    path.mkdir()
    try:
        yield
    finally:
        engine.dispose()
        path.rmdir()
        away.rename(path)
