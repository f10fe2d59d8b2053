"""Run by Alembic: brings a database to the tables that `lms.models` describes."""

from alembic import context
from sqlalchemy import Connection, create_engine

import lms.models  # noqa: F401  (the import fills the metadata)
from lms.config import from_env
from lms.db import Base, prepare_engine


def migrate(connection: Connection) -> None:
    """Run the migrations on an open connection, all of them in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        # SQLite cannot change a table in place: Alembic copies it.
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Take the connection that a caller hands over, else the database of the settings."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = create_engine(from_env().database_url)
    prepare_engine(engine)
    with engine.connect().execution_options(writes=True) as connection:
        migrate(connection)
    engine.dispose()


main()
