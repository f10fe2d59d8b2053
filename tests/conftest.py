"""What all tests share: fresh databases, and the cast of people."""

from tests.database import database, postgres_server, postgres_url, sqlite_database, sqlite_template

__all__ = ["database", "postgres_server", "postgres_url", "sqlite_database", "sqlite_template"]
