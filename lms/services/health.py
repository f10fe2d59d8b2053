"""Whether the database answers."""

from sqlalchemy import text

from lms.db import db


def check() -> None:
    """Ask the database for nothing; raises its error when it is gone."""
    db.session.execute(text("SELECT 1"))
